import { environments } from '@bindery/model'
import { z } from 'zod'
import { byName, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'
import { hasId, isAmong, isFree, isUseDue } from './conditions.ts'

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

export const findSecret = (transaction: Transaction, id: string): Promise<SecretRow | undefined> =>
  secrets.find(transaction, [{}, hasId(transaction, id)])

/** The secret, which nobody can refer to or change before the transaction ends. */
export const lockSecret = (transaction: Transaction, id: string): Promise<SecretRow | undefined> =>
  secrets.find(transaction, [{}, hasId(transaction, id)], { lock: 'locked' })

/** By name. */
export const pageSecrets = (transaction: Transaction, window: PageWindow): Promise<RowPage<SecretRow>> =>
  secrets.page(transaction, {}, { order: byName, total: 'counted', window })

export interface SecretChange {
  readonly name: string | undefined
  readonly sealed: string | undefined
  readonly isEnabled: boolean | undefined
}

/** False when another secret has the name. */
export function updateSecret(transaction: Transaction, id: string, change: SecretChange): Promise<boolean> {
  const { name, sealed, isEnabled } = change
  const cells = { name, sealed, isEnabled, updatedAt: transaction.fn.now() }
  return secrets.update(transaction, [{ id }, isFree(transaction, 'secrets', name)], cells)
}

export async function deleteSecret(transaction: Transaction, id: string): Promise<void> {
  await secrets.delete(transaction, { id })
}

/** Notes the use of secrets, at most once a minute. */
export async function touchSecrets(transaction: Transaction, ids: readonly string[]): Promise<void> {
  const areDue = transaction.raw('? and (?)', [isAmong(transaction, 'id', ids), isUseDue(transaction)])
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

const references = new Table({
  name: 'secret_references',
  row: SecretReferenceRow,
  from: `select secret_references.*, auth_connectors.name as connector_name
    from secret_references join auth_connectors on auth_connectors.organization_id = secret_references.organization_id
      and auth_connectors.id = secret_references.connector_id`,
})
const byPlace = [
  { column: 'connectorName', kind: 'text', direction: 'up' },
  { column: 'environment', kind: 'text', direction: 'up' },
  { column: 'member', kind: 'text', direction: 'up' },
] as const

/** Where these secrets are used. */
export const listSecretReferences = (
  transaction: Transaction,
  secretIds: readonly string[],
): Promise<readonly SecretReferenceRow[]> =>
  references.list(transaction, [{}, isAmong(transaction, 'secret_id', secretIds)], { order: byPlace })
