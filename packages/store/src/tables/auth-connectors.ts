import { type Environment, environments, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { byName, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, JsonObjectRow, OrganizationIdRow, parseRows } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

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

/** What people name may be no id at all. */
const named = (transaction: Transaction, id: string) => [{}, transaction.raw('id::text = ?', [id])] as const

export const findAuthConnector = (
  transaction: Transaction,
  id: string,
): Promise<AuthConnectorRow | undefined> => connectors.find(transaction, named(transaction, id))

/** The connector, which no slot can begin to use before the transaction ends. */
export const lockAuthConnector = (
  transaction: Transaction,
  id: string,
): Promise<AuthConnectorRow | undefined> =>
  connectors.find(transaction, named(transaction, id), { lock: 'locked' })

/** By name. */
export const listAuthConnectors = (
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
  const isFree = transaction.raw(
    `not exists (select from auth_connectors other where other.name = ?::text and other.id <> auth_connectors.id)`,
    [name ?? null],
  )
  return connectors.update(transaction, [{ id }, isFree], { name, updatedAt: transaction.fn.now() })
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

/** The environments of a connector with the ids of the secrets that their members refer to. */
export async function listConnectorEnvironments(
  transaction: Transaction,
  connectorId: string,
): Promise<readonly ConnectorEnvironmentRow[]> {
  const result: unknown = await transaction.raw(
    `select slot.connector_id, slot.environment, slot.settings, slot.given, slot.sealed,
       coalesce((select jsonb_object_agg(member, secret_id) from secret_references
         where secret_references.organization_id = slot.organization_id
           and secret_references.connector_id = slot.connector_id
           and secret_references.environment = slot.environment), '{}') as references
     from auth_connector_environments slot where slot.connector_id = ? order by slot.environment`,
    [connectorId],
  )
  return parseRows(ConnectorEnvironmentRow, result)
}

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
  row: ConnectorEnvironmentRow.omit({ references: true }),
  hidden: z.object({ organizationId: OrganizationIdRow }),
  json: ['settings'],
})
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

/** Slots of integrations that use connectors. */
export async function listConnectorUses(
  transaction: Transaction,
): Promise<readonly z.output<typeof UseRow>[]> {
  const result: unknown = await transaction.raw(
    `select auth_connector_id as connector_id, integrations.kind, slot.environment
     from integration_environments slot join integrations on integrations.organization_id = slot.organization_id
       and integrations.id = slot.integration_id
     where auth_connector_id is not null order by integrations.kind, slot.environment`,
  )
  return parseRows(UseRow, result)
}
