import { type Credential, type CredentialSource, parseCredentials } from '@bindery/connection'
import { type JsonObject, PlatformError } from '@bindery/model'
import type { EnvironmentRow, IntegrationRow, Transaction } from '@bindery/store'
import type { Services } from '../services.ts'
import { loadConnectorValues } from './connector-values.ts'
import { GrantSource } from './grant-source.ts'
import { credentialPlace } from './places.ts'
import { openValues } from './sealed-values.ts'

export interface ResolvedCredential {
  readonly credential: Credential
  /** Set when the credential is a grant, which is renewed where it is kept. */
  readonly source?: CredentialSource
}

/**
 * The credential of a slot: its own values, or those of its auth connector, with the grant that a person gave to this
 * slot. Throws `integration_not_connected` when what is stored cannot be used.
 */
export async function resolveCredential(
  services: Services,
  integration: IntegrationRow,
  slot: EnvironmentRow,
): Promise<ResolvedCredential> {
  if (isTakenAway(slot)) return takenAway(integration.kind)
  const { method, values } = await loadValues(services, integration, slot)
  const credential = requireCredential(method, { ...values, ...ownValues(services, integration, slot) })
  if (credential.authorization === undefined) return { credential }
  const key = {
    organizationId: integration.organization_id,
    integrationId: integration.id,
    environment: slot.environment,
    kind: integration.kind,
  }
  const parse = (row: EnvironmentRow): Credential =>
    requireCredential(method, { ...values, ...ownValues(services, integration, row) })
  const door = { egress: services.egress, key: doorKey(integration, slot.environment) }
  return { credential, source: new GrantSource(services, { key, parse, door }, slot) }
}

/** It had a credential once: a call without any is not what was approved. */
const isTakenAway = (slot: EnvironmentRow): boolean =>
  slot.sealed === null && slot.auth_connector_id === null && slot.reconnect_required_at !== null

/** What needs no credential, such as an uploaded description, can be had. */
function takenAway(kind: string): ResolvedCredential {
  const refusal = new PlatformError(
    'integration_not_connected',
    `"${kind}" was disconnected. Connect it again with POST /api/v1/integrations/${kind}/connect.`,
    { reason: 'disconnected', sent: 'no' },
  )
  const source = { ready: () => Promise.reject(refusal), refuse: () => undefined }
  return { credential: requireCredential('none', {}), source }
}

/** Whose sockets and places a slot uses. */
export const doorKey = (integration: IntegrationRow, environment: string): string =>
  `${integration.organization_id}/${integration.id}/${environment}`

/** What a slot itself keeps: everything, or, with an auth connector, its grant. */
function ownValues(services: Services, integration: IntegrationRow, slot: EnvironmentRow): JsonObject {
  const place = credentialPlace({
    organizationId: integration.organization_id,
    integrationId: integration.id,
    environment: slot.environment,
  })
  return openValues(services.store, slot.sealed, place)
}

async function loadValues(services: Services, integration: IntegrationRow, slot: EnvironmentRow) {
  const connectorId = slot.auth_connector_id
  if (connectorId === null) {
    const method = slot.sealed === null ? 'none' : (slot.auth_method ?? undefined)
    return { method, values: {} }
  }
  const organizationId = integration.organization_id
  const load = (transaction: Transaction) =>
    loadConnectorValues(services, transaction, { organizationId, connectorId, environment: slot.environment })
  const { type, values } = await services.store.run(organizationId, load)
  return { method: type, values }
}

function requireCredential(method: string | undefined, values: JsonObject): Credential {
  const parsed = parseCredentials(method, values)
  if (parsed.ok) return parsed.value
  throw new PlatformError(
    'integration_not_connected',
    'The stored credential no longer fits. Connect again.',
    {
      issues: parsed.failure,
    },
  )
}
