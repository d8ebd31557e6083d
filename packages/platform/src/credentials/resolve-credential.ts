import { remedy } from '../kernel/remedies.ts'
import {
  type Credential,
  type CredentialSource,
  parseCredentials,
  type Reach,
  toOrigin,
} from '@bindery/connection'
import { type JsonObject, PlatformError } from '@bindery/model'
import type { EnvironmentRow, IntegrationRow } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { type ConnectorValues, loadConnectorValues } from './connector-values.ts'
import { GrantSource } from './grant-source.ts'
import { credentialPlace } from './places.ts'
import { grantOf } from './renew-grant.ts'
import { openValues } from './sealed-values.ts'
import { permitOfSlot } from './slot-reach.ts'

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
  services: Needs<'egress' | 'runCaches' | 'store'>,
  integration: IntegrationRow,
  slot: EnvironmentRow,
): Promise<ResolvedCredential> {
  if (isTakenAway(slot)) return takenAway(integration.kind, slot)
  const shared = await loadShared(services, integration, slot)
  const parse = (row: EnvironmentRow): Credential => parseStored(services, { integration, shared }, row)
  const credential = parse(slot)
  if (credential.authorization === undefined) return { credential }
  const key = {
    organizationId: integration.organizationId,
    integrationId: integration.id,
    environment: slot.environment,
    kind: integration.kind,
  }
  const door = { egress: services.egress, key: doorKey(integration, slot.environment) }
  return { credential, source: new GrantSource(services, { key, parse, door }, slot) }
}

/** It was disconnected: a call without its credential, or with that of its connector again, is not what was approved. */
const isTakenAway = (slot: EnvironmentRow): boolean =>
  slot.sealed === null && slot.reconnectRequiredAt !== null

/** What needs no credential, such as an uploaded description, can be had. */
function takenAway(kind: string, slot: EnvironmentRow): ResolvedCredential {
  const refusal = new PlatformError(
    'integration_not_connected',
    `"${kind}" was disconnected. Connect it again.`,
    { reason: 'disconnected', sent: 'no', ...remedy('connect_integration', { kind }) },
  )
  const source = { ready: () => Promise.reject(refusal), refuse: () => undefined }
  const reach: Reach = [permitOfSlot(kind, toOrigin(slot.baseUrl))]
  return { credential: requireCredential({ method: 'none', values: {}, reach }), source }
}

/** Whose sockets and places a slot uses. */
export const doorKey = (integration: IntegrationRow, environment: string): string =>
  `${integration.organizationId}/${integration.id}/${environment}`

interface Stored {
  readonly integration: IntegrationRow
  /** What an auth connector gives; undefined for a slot that has all of it. */
  readonly shared: ConnectorValues | undefined
}

/** With a connector the slot keeps its grant and nothing else: no other member of it takes the place of a shared one. */
function parseStored(
  services: Needs<'store'>,
  { integration, shared }: Stored,
  slot: EnvironmentRow,
): Credential {
  const own = ownValues(services, integration, slot)
  const { kind } = integration
  if (shared === undefined) {
    const isOpen = slot.sealed === null
    const origin = isOpen ? toOrigin(slot.baseUrl) : slot.credentialOrigin
    const method = isOpen ? 'none' : (slot.authMethod ?? undefined)
    return requireCredential({ method, values: own, reach: [permitOfSlot(kind, origin)] })
  }
  const { type: method, values, reach } = shared
  if (slot.sealed === null) return requireCredential({ method, values, reach })
  return requireCredential({
    method,
    values: { ...values, ...grantOf(own) },
    reach: [...reach, permitOfSlot(kind, slot.credentialOrigin)],
  })
}

function ownValues(services: Needs<'store'>, integration: IntegrationRow, slot: EnvironmentRow): JsonObject {
  const place = credentialPlace({
    organizationId: integration.organizationId,
    integrationId: integration.id,
    environment: slot.environment,
  })
  return openValues(services.store, slot.sealed, place)
}

async function loadShared(
  services: Needs<'store'>,
  { organizationId }: IntegrationRow,
  { authConnectorId: connectorId, environment }: EnvironmentRow,
): Promise<ConnectorValues | undefined> {
  if (connectorId === null) return undefined
  return services.store.run(organizationId, (transaction) =>
    loadConnectorValues(services, transaction, { organizationId, connectorId, environment }),
  )
}

interface Readable {
  readonly method: string | undefined
  readonly values: JsonObject
  readonly reach: Reach
}

function requireCredential({ method, values, reach }: Readable): Credential {
  const parsed = parseCredentials(method, values, reach)
  if (parsed.ok) return parsed.value
  throw new PlatformError(
    'integration_not_connected',
    'The stored credential no longer fits. Connect again.',
    {
      issues: parsed.failure,
    },
  )
}
