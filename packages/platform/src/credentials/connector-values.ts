import { remedy } from '../kernel/remedies.ts'
import type { Reach } from '@bindery/connection'
import {
  type Environment,
  type JsonObject,
  objectFrom,
  type OrganizationId,
  PlatformError,
} from '@bindery/model'
import {
  type ConnectorEnvironmentRow,
  findAuthConnector,
  findSecret,
  listConnectorEnvironments,
  touchSecrets,
  type Transaction,
} from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { reachOfConnector } from './allowed-origins.ts'
import { connectorPlace, secretPlace } from './places.ts'
import { openValues } from './sealed-values.ts'

export interface ConnectorQuery {
  readonly organizationId: OrganizationId
  readonly connectorId: string
  readonly environment: Environment
}

export interface ConnectorValues {
  /** An auth method. */
  readonly type: string
  readonly values: JsonObject
  readonly reach: Reach
}

/**
 * What a connector holds for one environment, secrets put in, and where that may go. Throws `environment_not_configured`, and
 * `integration_not_connected` with reason `secret_disabled`.
 */
export async function loadConnectorValues(
  services: Needs<'store'>,
  transaction: Transaction,
  query: ConnectorQuery,
): Promise<ConnectorValues> {
  const connector = await findAuthConnector(transaction, query.connectorId)
  const slots = connector === undefined ? [] : await listConnectorEnvironments(transaction, [connector.id])
  const slot = slots.find((candidate) => candidate.environment === query.environment)
  if (connector === undefined || slot === undefined) {
    throw new PlatformError(
      'environment_not_configured',
      `The auth connector "${connector?.name ?? query.connectorId}" holds nothing for ${query.environment}. Set its values for it.`,
      remedy('change_auth_connector', { id: query.connectorId }),
    )
  }
  const secrets = await openReferences(services, transaction, { ...query, slot })
  const own = openValues(services.store, slot.sealed, connectorPlace(query.organizationId, query))
  const { environment } = query
  const reach = await reachOfConnector(transaction, { connector, environment, references: slot.references })
  return { type: connector.type, values: { ...slot.settings, ...own, ...secrets }, reach }
}

interface References {
  readonly organizationId: OrganizationId
  readonly slot: Pick<ConnectorEnvironmentRow, 'references'>
}

/** The values of the secrets that members refer to, by member. Notes that they were used. */
export async function openReferences(
  services: Needs<'store'>,
  transaction: Transaction,
  { organizationId, slot }: References,
): Promise<JsonObject> {
  const members: (readonly [string, string])[] = []
  for (const [member, id] of Object.entries(slot.references)) {
    const secret = await findSecret(transaction, id)
    if (secret?.isEnabled !== true) throw disabled(member, secret?.name)
    const value = services.store.vault.open(secret.sealed, secretPlace(organizationId, secret.id))
    members.push([member, value.reveal()])
  }
  if (members.length > 0) await touchSecrets(transaction, Object.values(slot.references))
  return objectFrom(members)
}

function disabled(member: string, name: string | undefined): PlatformError {
  return new PlatformError(
    'integration_not_connected',
    `The secret "${name ?? 'that was removed'}", which gives "${member}", is disabled. Enable it, or refer to another one.`,
    { reason: 'secret_disabled', sent: 'no', ...remedy('list_secrets') },
  )
}
