import { type EnvironmentRow, findCatalog, type Transaction } from '@bindery/store'
import { environments } from '@bindery/model'
import { z } from 'zod'
import { optionalTimestamp, timestamp } from '../kernel/shapes.ts'
import type { Needs } from '../kernel/needs.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import { integrationTypeOf } from './integration-types.ts'
import type { Principal } from '../kernel/principal.ts'
import { isToldOf } from '../kernel/environment-rule.ts'

const Status = z
  .enum(['connected', 'credential_refused', 'disconnected', 'reconnect_required'])
  .describe(
    '`credential_refused`: the provider refuses a credential that it took before; a good connect, renewal or call ends it',
  )

const Slot = z.object({
  baseUrl: z.string(),
  authMethod: z.string().nullable(),
  connected: z.boolean(),
  connectedAt: optionalTimestamp,
  status: Status,
  authConnectorId: z.string().nullable(),
})

/** An integration as the API shows it: never a credential, only whether there is one and of which method. */
export const IntegrationView = z
  .object({
    kind: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    type: z.string(),
    pack: z.string().nullable(),
    status: Status,
    accountLabel: z.string().nullable(),
    environments: z.partialRecord(z.enum(environments), Slot),
    source: z.object({ from: z.string(), url: z.string().optional() }),
    lastDiscoveredAt: optionalTimestamp,
    catalogHash: z.string().nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Integration' })
export type IntegrationView = z.input<typeof IntegrationView>

/** `slots` are those that the asker is told of. */
export async function describeIntegration(
  transaction: Transaction,
  { integration, slots }: IntegrationWithSlots,
): Promise<IntegrationView> {
  const catalog =
    integration.catalogId === null ? undefined : await findCatalog(transaction, integration.catalogId)
  const source = z.object({ from: z.string(), url: z.string().optional() }).parse(integration.source)
  return {
    kind: integration.kind,
    name: integration.name,
    description: integration.description,
    type: integrationTypeOf(integration.type),
    pack: integration.pack,
    status: statusOf(slots),
    accountLabel: integration.accountLabel,
    environments: Object.fromEntries(
      slots.map((slot) => [
        slot.environment,
        {
          baseUrl: slot.baseUrl,
          authMethod: slot.authMethod,
          connected: slot.connectedAt !== null,
          connectedAt: slot.connectedAt,
          status: slotStatus(slot),
          authConnectorId: slot.authConnectorId,
        },
      ]),
    ),
    source,
    lastDiscoveredAt: integration.lastDiscoveredAt,
    catalogHash: catalog?.hash ?? null,
    createdAt: integration.createdAt,
    updatedAt: integration.updatedAt,
  }
}

/** The same in a transaction of its own, with the slots that a key is told of. */
export function viewIntegration(
  services: Needs<'store'>,
  principal: Principal,
  { integration, slots }: IntegrationWithSlots,
): Promise<IntegrationView> {
  const told = slots.filter((slot) => isToldOf(principal, slot))
  return services.store.run(principal.organizationId, (transaction) =>
    describeIntegration(transaction, { integration, slots: told }),
  )
}

function slotStatus(slot: EnvironmentRow): z.output<typeof Status> {
  if (slot.connectedAt === null) return 'disconnected'
  if (slot.reconnectRequiredAt !== null) return 'reconnect_required'
  return slot.refusedAt === null ? 'connected' : 'credential_refused'
}

/** One environment that needs a person is what must be seen first. */
function statusOf(slots: readonly EnvironmentRow[]) {
  const statuses = slots.map(slotStatus)
  if (statuses.includes('reconnect_required')) return 'reconnect_required'
  if (statuses.includes('credential_refused')) return 'credential_refused'
  return statuses.includes('connected') ? 'connected' : 'disconnected'
}
