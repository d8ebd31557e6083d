import { findCatalog, type Transaction } from '@bindery/store'
import { environments } from '@bindery/model'
import { z } from 'zod'
import { optionalTimestamp, timestamp } from '../routes/shapes.ts'
import { type IntegrationWithSlots, isConnected } from './find-integration.ts'

const Slot = z.object({
  baseUrl: z.string(),
  authMethod: z.string().nullable(),
  connected: z.boolean(),
  connectedAt: optionalTimestamp,
})

/** An integration as the API shows it: never a credential, only whether there is one and of which method. */
export const IntegrationView = z
  .object({
    kind: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    type: z.string(),
    status: z.enum(['connected', 'disconnected']),
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

export async function describeIntegration(
  transaction: Transaction,
  { integration, slots }: IntegrationWithSlots,
): Promise<IntegrationView> {
  const catalog =
    integration.catalog_id === null ? undefined : await findCatalog(transaction, integration.catalog_id)
  const source = z.object({ from: z.string(), url: z.string().optional() }).parse(integration.source)
  return {
    kind: integration.kind,
    name: integration.name,
    description: integration.description,
    type: integration.type,
    status: isConnected(slots) ? 'connected' : 'disconnected',
    accountLabel: integration.account_label,
    environments: Object.fromEntries(
      slots.map((slot) => [
        slot.environment,
        {
          baseUrl: slot.base_url,
          authMethod: slot.auth_method,
          connected: slot.connected_at !== null,
          connectedAt: slot.connected_at,
        },
      ]),
    ),
    source,
    lastDiscoveredAt: integration.last_discovered_at,
    catalogHash: catalog?.hash ?? null,
    createdAt: integration.created_at,
    updatedAt: integration.updated_at,
  }
}
