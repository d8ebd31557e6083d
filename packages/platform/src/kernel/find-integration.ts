import { remedy } from './remedies.ts'
import { type OrganizationId, PlatformError } from '@bindery/model'
import {
  type EnvironmentRow,
  findIntegration,
  type IntegrationRow,
  listEnvironments,
  type Transaction,
} from '@bindery/store'
import type { Needs } from './needs.ts'

/** The integration of that kind; throws `not_found`. */
export async function requireIntegration(transaction: Transaction, kind: string): Promise<IntegrationRow> {
  const integration = await findIntegration(transaction, kind)
  if (integration !== undefined) return integration
  throw new PlatformError('not_found', `There is no integration "${kind}".`, remedy('list_integrations'))
}

export interface IntegrationWithSlots {
  readonly integration: IntegrationRow
  readonly slots: readonly EnvironmentRow[]
}

export async function loadIntegration(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  kind: string,
): Promise<IntegrationWithSlots> {
  return services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, kind)
    return { integration, slots: await listEnvironments(transaction, integration.id) }
  })
}

/** True when at least one environment has been connected. */
export function isConnected(slots: readonly EnvironmentRow[]): boolean {
  return slots.some((slot) => slot.connectedAt !== null)
}
