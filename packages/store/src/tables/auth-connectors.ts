import { type Environment, environments, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { byName, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, JsonObjectRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'
import { hasId, isAmong, isFree } from './conditions.ts'

export const AuthConnectorRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  name: z.string(),
  type: z.string(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type AuthConnectorRow = z.output<typeof AuthConnectorRow>
export type NewAuthConnector = Readonly<Omit<AuthConnectorRow, 'createdAt' | 'updatedAt'>>

const connectors = new Table({ name: 'auth_connectors', row: AuthConnectorRow })

/** False when the name is taken. */
export const insertAuthConnector = (
  transaction: Transaction,
  connector: NewAuthConnector,
): Promise<boolean> => connectors.insertNew(transaction, connector)

export const findAuthConnector = (
  transaction: Transaction,
  id: string,
): Promise<AuthConnectorRow | undefined> => connectors.find(transaction, [{}, hasId(transaction, id)])

/** The connector, which no slot can begin to use before the transaction ends. */
export const lockAuthConnector = (
  transaction: Transaction,
  id: string,
): Promise<AuthConnectorRow | undefined> =>
  connectors.find(transaction, [{}, hasId(transaction, id)], { lock: 'locked' })

/** By name. */
export const pageAuthConnectors = (
  transaction: Transaction,
  window: PageWindow,
): Promise<RowPage<AuthConnectorRow>> =>
  connectors.page(transaction, {}, { order: byName, total: 'counted', window })

/** False when another connector has the name. */
export function renameAuthConnector(
  transaction: Transaction,
  id: string,
  name: string | undefined,
): Promise<boolean> {
  return connectors.update(transaction, [{ id }, isFree(transaction, 'auth_connectors', name)], {
    name,
    updatedAt: transaction.fn.now(),
  })
}

export async function deleteAuthConnector(transaction: Transaction, id: string): Promise<void> {
  await connectors.delete(transaction, { id })
}

/** What a connector holds for one environment: `given` names the members that are in `sealed`. */
export const ConnectorEnvironmentRow = z.object({
  connectorId: z.string(),
  environment: z.enum(environments),
  settings: JsonObjectRow,
  given: z.array(z.string()),
  sealed: z.string().nullable(),
  references: z.record(z.string(), z.string()),
})
export type ConnectorEnvironmentRow = z.output<typeof ConnectorEnvironmentRow>

export interface ConnectorEnvironment {
  readonly organizationId: OrganizationId
  readonly connectorId: string
  readonly environment: Environment
  readonly settings: JsonObject
  readonly given: readonly string[]
  readonly sealed: string | undefined
  /** Secret ids by member. */
  readonly references: Readonly<Record<string, string>>
}

const slots = new Table({
  name: 'auth_connector_environments',
  row: ConnectorEnvironmentRow,
  hidden: z.object({ organizationId: OrganizationIdRow }),
  json: ['settings'],
  from: `select slot.*, coalesce((
      select jsonb_object_agg(member, secret_id) from secret_references
      where secret_references.organization_id = slot.organization_id
        and secret_references.connector_id = slot.connector_id
        and secret_references.environment = slot.environment), '{}') as references
    from auth_connector_environments slot`,
})
const byEnvironment = [{ column: 'environment', kind: 'text', direction: 'up' }] as const
const byKind = [{ column: 'kind', kind: 'text', direction: 'up' }, ...byEnvironment] as const
const references = new Table({
  name: 'secret_references',
  row: z.object({
    organizationId: OrganizationIdRow,
    connectorId: z.string(),
    environment: z.enum(environments),
    member: z.string(),
    secretId: z.string(),
  }),
})

/** The environments of these connectors with the ids of the secrets that their members refer to. */
export const listConnectorEnvironments = (
  transaction: Transaction,
  connectorIds: readonly string[],
): Promise<readonly ConnectorEnvironmentRow[]> =>
  slots.list(transaction, [{}, isAmong(transaction, 'connector_id', connectorIds)], { order: byEnvironment })

/** Puts what a connector holds for one environment in the place of what it held. */
export async function setConnectorEnvironment(
  transaction: Transaction,
  slot: ConnectorEnvironment,
): Promise<void> {
  const { references: members, sealed, ...cells } = slot
  const { organizationId, connectorId, environment } = slot
  await slots.upsert(
    transaction,
    { ...cells, sealed: sealed ?? null },
    { on: ['organizationId', 'connectorId', 'environment'], replace: ['settings', 'given', 'sealed'] },
  )
  await references.delete(transaction, { connectorId, environment })
  for (const [member, secretId] of Object.entries(members)) {
    await references.insert(transaction, { organizationId, connectorId, environment, member, secretId })
  }
}

export async function removeConnectorEnvironment(
  transaction: Transaction,
  connectorId: string,
  environment: Environment,
): Promise<void> {
  await slots.delete(transaction, { connectorId, environment })
}

const UseRow = z.object({ connectorId: z.string(), kind: z.string(), environment: z.enum(environments) })

const uses = new Table({
  name: 'integration_environments',
  row: UseRow,
  from: `select slot.organization_id, slot.auth_connector_id as connector_id, integrations.kind, slot.environment
    from integration_environments slot join integrations on integrations.organization_id = slot.organization_id
      and integrations.id = slot.integration_id`,
})

/** Slots of integrations that use these connectors. */
export const listConnectorUses = (
  transaction: Transaction,
  connectorIds: readonly string[],
): Promise<readonly z.output<typeof UseRow>[]> =>
  uses.list(transaction, [{}, isAmong(transaction, 'connector_id', connectorIds)], { order: byKind })
