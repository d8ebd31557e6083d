import {
  deleteIntegration,
  findIntegrationById,
  listSkillsOfIntegration,
  lockEnvironments,
  lockSharedActions,
  type SharedActionRow,
  type Transaction,
} from '@bindery/store'
import { isAuthored } from '@bindery/sources'
import { storeActionsCatalog } from './store-actions-catalog.ts'
import type { Principal } from '../kernel/principal.ts'
import type { Forgotten } from '../credentials/revoke-tokens.ts'
import type { Needs } from '../kernel/needs.ts'
import { auditRemoval } from './remove.ts'
import { StoredSource } from './source.ts'

export interface Leaving {
  readonly principal: Principal
  /** Whose skills are deleted. */
  readonly integrationIds: readonly string[]
  /** Deletes them. Called with every lock held. */
  readonly remove: () => Promise<void>
}

/**
 * Deletes skills of some integrations: the catalogs of described actions follow, and an integration that was made for a
 * skill goes, with its action, when nothing else uses it. Gives those that went, whose tokens are to be given back after
 * the transaction.
 */
export async function leaveIntegrations(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, integrationIds, remove }: Leaving,
): Promise<readonly Forgotten[]> {
  const owned = await lockDescribed(transaction, integrationIds)
  await remove()
  const gone: Forgotten[] = []
  for (const left of owned) {
    if (await isUnused(transaction, left)) {
      await deleteIntegration(transaction, left.integration.id)
      gone.push(left)
    } else await storeActionsCatalog(transaction, left.integration)
  }
  for (const { integration } of gone) await auditRemoval(services, transaction, { principal, integration })
  return gone
}

interface Described extends Forgotten {
  readonly actions: readonly SharedActionRow[]
}

/** Those whose actions were described by hand, in one order, so that nobody begins to use one meanwhile. */
async function lockDescribed(
  transaction: Transaction,
  integrationIds: readonly string[],
): Promise<readonly Described[]> {
  const locked: Described[] = []
  for (const id of [...new Set(integrationIds)].sort()) {
    if (!isAuthored((await findIntegrationById(transaction, id))?.type ?? '')) continue
    const slots = await lockEnvironments(transaction, id)
    const actions = await lockSharedActions(transaction, id)
    // Somebody else may have been here first.
    const integration = await findIntegrationById(transaction, id)
    if (integration !== undefined) locked.push({ integration, slots, actions })
  }
  return locked
}

/** It goes with its skills, has none left, and had no action but the one that it was made with. */
async function isUnused(transaction: Transaction, { integration, actions }: Described): Promise<boolean> {
  const source = StoredSource.parse(integration.source)
  if (source.from !== 'actions' || source.goesWith === undefined || actions.length > 1) return false
  return (await listSkillsOfIntegration(transaction, integration.id)).length === 0
}
