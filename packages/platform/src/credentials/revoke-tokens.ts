import type { Revocation } from '@bindery/connection'
import type { Environment } from '@bindery/model'
import type { EnvironmentRow, IntegrationRow } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { giveGrantBack } from './give-grant-back.ts'
import { doorKey, resolveCredential } from './resolve-credential.ts'

/** Slots as they were before their credentials were destroyed. */
export interface Forgotten {
  readonly integration: IntegrationRow
  readonly slots: readonly EnvironmentRow[]
}

export type Revocations = Partial<Record<Environment, Revocation>>

/**
 * Gives back the tokens of grants that are destroyed here already, whatever the provider does now: each environment within
 * 5 s, all at once, and audited. Environments without a grant are not in the answer. Never throws for what a provider does.
 */
export async function revokeTokens(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  { integration, slots }: Forgotten,
): Promise<Revocations> {
  const attempts = slots.map(async (slot) => ({
    environment: slot.environment,
    outcome: await revokeSlot(services, integration, slot),
  }))
  const revocations: Revocations = {}
  for (const { environment, outcome } of await Promise.all(attempts)) {
    if (outcome !== undefined) revocations[environment] = outcome
  }
  await audit(services, principal, { integration, revocations })
  return revocations
}

async function revokeSlot(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  integration: IntegrationRow,
  slot: EnvironmentRow,
): Promise<Revocation | undefined> {
  if (slot.sealed === null) return undefined
  try {
    const { credential } = await resolveCredential(services, integration, slot)
    const { client, grant } = credential.authorization ?? {}
    if (client === undefined || grant === undefined) return undefined
    const door = { egress: services.egress, key: doorKey(integration, slot.environment) }
    return await giveGrantBack({ client, door }, grant)
  } catch {
    // The client can no longer be read, such as with a secret that was disabled.
    return 'failed'
  }
}

async function audit(
  services: Needs<'store'>,
  { organizationId, actor }: Principal,
  { integration, revocations }: { readonly integration: IntegrationRow; readonly revocations: Revocations },
): Promise<void> {
  if (Object.keys(revocations).length === 0) return
  await services.store.run(organizationId, (transaction) =>
    services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'integration.tokens_given_back',
      subject: integration.kind,
      detail: { ...revocations },
    }),
  )
}
