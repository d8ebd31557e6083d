import { type Environment, environments, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, hasRow, JsonObjectRow, parseFirstRow, parseRows, toJsonb } from '../rows.ts'
import { byName, type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

export const AuthConnectorRow = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type AuthConnectorRow = z.output<typeof AuthConnectorRow>

const columns = 'id, name, type, created_at, updated_at'

export interface NewAuthConnector {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly name: string
  readonly type: string
}

/** False when the name is taken. */
export async function insertAuthConnector(
  transaction: Transaction,
  connector: NewAuthConnector,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into auth_connectors (organization_id, id, name, type) values (?, ?, ?, ?)
     on conflict do nothing returning id`,
    [connector.organizationId, connector.id, connector.name, connector.type],
  )
  return hasRow(result)
}

export async function findAuthConnector(
  transaction: Transaction,
  id: string,
): Promise<AuthConnectorRow | undefined> {
  return parseFirstRow(
    AuthConnectorRow,
    await transaction.raw(`select ${columns} from auth_connectors where id::text = ?`, [id]),
  )
}

/** The connector, which no slot can begin to use before the transaction ends. */
export async function lockAuthConnector(
  transaction: Transaction,
  id: string,
): Promise<AuthConnectorRow | undefined> {
  return parseFirstRow(
    AuthConnectorRow,
    await transaction.raw(`select ${columns} from auth_connectors where id::text = ? for update`, [id]),
  )
}

/** By name. */
export function listAuthConnectors(
  transaction: Transaction,
  window: PageWindow,
): Promise<RowPage<AuthConnectorRow>> {
  const rows = transaction.raw(`select organization_id, ${columns} from auth_connectors`)
  return readPage(
    transaction,
    { rows, parse: (row) => AuthConnectorRow.parse(row), order: byName, total: 'counted' },
    window,
  )
}

/** False when another connector has the name. */
export async function renameAuthConnector(
  transaction: Transaction,
  id: string,
  name: string | undefined,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update auth_connectors set name = coalesce(?::text, name), updated_at = now()
     where id = ? and not exists (
       select from auth_connectors other where other.name = ?::text and other.id <> auth_connectors.id)
     returning id`,
    [name ?? null, id, name ?? null],
  )
  return hasRow(result)
}

export async function deleteAuthConnector(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw('delete from auth_connectors where id = ?', [id])
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

/** Puts what a connector holds for one environment in the place of what it held. */
export async function setConnectorEnvironment(
  transaction: Transaction,
  slot: ConnectorEnvironment,
): Promise<void> {
  const { organizationId, connectorId, environment } = slot
  await transaction.raw(
    `insert into auth_connector_environments (organization_id, connector_id, environment, settings, given, sealed)
     values (?, ?, ?, ?::jsonb, ?, ?)
     on conflict (organization_id, connector_id, environment) do update
       set settings = excluded.settings, given = excluded.given, sealed = excluded.sealed`,
    [organizationId, connectorId, environment, toJsonb(slot.settings), [...slot.given], slot.sealed ?? null],
  )
  await transaction.raw('delete from secret_references where connector_id = ? and environment = ?', [
    connectorId,
    environment,
  ])
  for (const [member, secretId] of Object.entries(slot.references)) {
    await transaction.raw(
      `insert into secret_references (organization_id, connector_id, environment, member, secret_id)
       values (?, ?, ?, ?, ?)`,
      [organizationId, connectorId, environment, member, secretId],
    )
  }
}

export async function removeConnectorEnvironment(
  transaction: Transaction,
  connectorId: string,
  environment: Environment,
): Promise<void> {
  await transaction.raw(
    'delete from auth_connector_environments where connector_id = ? and environment = ?',
    [connectorId, environment],
  )
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
