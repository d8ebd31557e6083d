import { type OrganizationId, PlatformError } from '@bindery/model'
import { countOwned, type Transaction } from '@bindery/store'
import type { Needs } from './needs.ts'

export interface Owned {
  readonly organizationId: OrganizationId
  readonly what: 'agents' | 'integrations'
}

/** Called after one more was stored. Throws `agent_limit_reached`, `integration_limit_reached`, which takes it back. */
export async function checkPlan(
  { config }: Needs<'config'>,
  transaction: Transaction,
  { organizationId, what }: Owned,
): Promise<void> {
  const most = what === 'agents' ? config.maxAgents : config.maxIntegrations
  if ((await countOwned(transaction, organizationId, what)) <= most) return
  throw new PlatformError(
    what === 'agents' ? 'agent_limit_reached' : 'integration_limit_reached',
    `The plan allows ${most} ${what}. Remove one, or raise the limit.`,
    { members: { limit: most } },
  )
}
