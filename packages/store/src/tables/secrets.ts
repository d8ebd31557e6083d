import { environments, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, hasRow, parseFirstRow, parseRows } from '../rows.ts'
import { byName, type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

export const SecretRow = z.object({
  id: z.string(),
  name: z.string(),
  sealed: z.string(),
  isEnabled: z.boolean(),
  lastUsedAt: DateRow.nullable(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type SecretRow = z.output<typeof SecretRow>

const columns = 'id, name, sealed, is_enabled, last_used_at, created_at, updated_at'

export interface NewSecret {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly name: string
  readonly sealed: string
  readonly isEnabled: boolean
}

/** False when the name is taken. */
export async function insertSecret(transaction: Transaction, secret: NewSecret): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into secrets (organization_id, id, name, sealed, is_enabled) values (?, ?, ?, ?, ?)
     on conflict do nothing returning id`,
    [secret.organizationId, secret.id, secret.name, secret.sealed, secret.isEnabled],
  )
  return hasRow(result)
}

export async function findSecret(transaction: Transaction, id: string): Promise<SecretRow | undefined> {
  return parseFirstRow(
    SecretRow,
    await transaction.raw(`select ${columns} from secrets where id::text = ?`, [id]),
  )
}

/** The secret, which nobody can refer to or change before the transaction ends. */
export async function lockSecret(transaction: Transaction, id: string): Promise<SecretRow | undefined> {
  return parseFirstRow(
    SecretRow,
    await transaction.raw(`select ${columns} from secrets where id::text = ? for update`, [id]),
  )
}

/** By name. */
export function listSecrets(transaction: Transaction, window: PageWindow): Promise<RowPage<SecretRow>> {
  const rows = transaction.raw(`select organization_id, ${columns} from secrets`)
  return readPage(
    transaction,
    { rows, parse: (row) => SecretRow.parse(row), order: byName, total: 'counted' },
    window,
  )
}

export interface SecretChange {
  readonly name: string | undefined
  readonly sealed: string | undefined
  readonly isEnabled: boolean | undefined
}

/** False when another secret has the name. */
export async function updateSecret(
  transaction: Transaction,
  id: string,
  change: SecretChange,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update secrets set name = coalesce(?::text, name), sealed = coalesce(?::text, sealed),
       is_enabled = coalesce(?::boolean, is_enabled), updated_at = now()
     where id = ? and not exists (select from secrets other where other.name = ?::text and other.id <> secrets.id)
     returning id`,
    [change.name ?? null, change.sealed ?? null, change.isEnabled ?? null, id, change.name ?? null],
  )
  return hasRow(result)
}

export async function deleteSecret(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw('delete from secrets where id = ?', [id])
}

/** Notes the use of secrets, at most once a minute, so that a busy one costs no write per call. */
export async function touchSecrets(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.raw(
    `update secrets set last_used_at = now()
     where id::text = any(?) and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    [[...ids]],
  )
}

export const SecretReferenceRow = z.object({
  secretId: z.string(),
  connectorId: z.string(),
  connectorName: z.string(),
  environment: z.enum(environments),
  member: z.string(),
})
export type SecretReferenceRow = z.output<typeof SecretReferenceRow>

/** Where secrets are used; every one when no secret is named. */
export async function listSecretReferences(
  transaction: Transaction,
  secretId?: string,
): Promise<readonly SecretReferenceRow[]> {
  const result: unknown = await transaction.raw(
    `select secret_id, connector_id, auth_connectors.name as connector_name, environment, member
     from secret_references join auth_connectors on auth_connectors.organization_id = secret_references.organization_id
       and auth_connectors.id = secret_references.connector_id
     where ?::text is null or secret_id::text = ?
     order by auth_connectors.name, environment, member`,
    [secretId ?? null, secretId ?? null],
  )
  return parseRows(SecretReferenceRow, result)
}
