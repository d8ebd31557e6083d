import { environments } from '@bindery/model'
import { z } from 'zod'
import { byName, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, OrganizationIdRow, parseRows } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export const SecretRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  name: z.string(),
  sealed: z.string(),
  isEnabled: z.boolean(),
  lastUsedAt: DateRow.nullable(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type SecretRow = z.output<typeof SecretRow>
export type NewSecret = Readonly<Pick<SecretRow, 'organizationId' | 'id' | 'name' | 'sealed' | 'isEnabled'>>

const secrets = new Table({ name: 'secrets', row: SecretRow })

/** False when the name is taken. */
export const insertSecret = (transaction: Transaction, secret: NewSecret): Promise<boolean> =>
  secrets.insertNew(transaction, secret)

/** What people name may be no id at all. */
const named = (transaction: Transaction, id: string) => [{}, transaction.raw('id::text = ?', [id])] as const

export const findSecret = (transaction: Transaction, id: string): Promise<SecretRow | undefined> =>
  secrets.find(transaction, named(transaction, id))

/** The secret, which nobody can refer to or change before the transaction ends. */
export const lockSecret = (transaction: Transaction, id: string): Promise<SecretRow | undefined> =>
  secrets.find(transaction, named(transaction, id), { lock: 'locked' })

/** By name. */
export const listSecrets = (transaction: Transaction, window: PageWindow): Promise<RowPage<SecretRow>> =>
  secrets.page(transaction, {}, { order: byName, total: 'counted', window })

export interface SecretChange {
  readonly name: string | undefined
  readonly sealed: string | undefined
  readonly isEnabled: boolean | undefined
}

/** False when another secret has the name. */
export function updateSecret(transaction: Transaction, id: string, change: SecretChange): Promise<boolean> {
  const { name, sealed, isEnabled } = change
  const isFree = transaction.raw(
    'not exists (select from secrets other where other.name = ?::text and other.id <> secrets.id)',
    [name ?? null],
  )
  const cells = { name, sealed, isEnabled, updatedAt: transaction.fn.now() }
  return secrets.update(transaction, [{ id }, isFree], cells)
}

export async function deleteSecret(transaction: Transaction, id: string): Promise<void> {
  await secrets.delete(transaction, { id })
}

/** Notes the use of secrets, at most once a minute, so that a busy one costs no write per call. */
export async function touchSecrets(transaction: Transaction, ids: readonly string[]): Promise<void> {
  const areDue = transaction.raw(
    "id::text = any(?) and (last_used_at is null or last_used_at < now() - interval '1 minute')",
    [[...ids]],
  )
  await secrets.update(transaction, [{}, areDue], { lastUsedAt: transaction.fn.now() })
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
