import type { Knex } from 'knex'
import type { Transaction } from '../tenancy.ts'

/** Whether that is the id of a row; what people give may be none at all. */
export const hasId = (transaction: Transaction, id: string): Knex.Raw => transaction.raw('id::text = ?', [id])

/** Whether a column holds one of these ids; none for no ids. */
export const isAmong = (transaction: Transaction, column: string, ids: readonly string[]): Knex.Raw =>
  transaction.raw('?? = any(?::uuid[])', [column, [...ids]])

/** Whether no other row of the organisation has the name; none has what is undefined. */
export const isFree = (
  transaction: Transaction,
  table: 'auth_connectors' | 'secrets',
  name: string | undefined,
): Knex.Raw =>
  transaction.raw(
    `not exists (select from ?? other where other.organization_id = ??.organization_id
       and other.name = ?::text and other.id <> ??.id)`,
    [table, table, name ?? null, table],
  )

/** Whether a use is to be noted: at most once a minute, so that what is busy costs no write per call. */
export const isUseDue = (transaction: Transaction): Knex.Raw =>
  transaction.raw("last_used_at is null or last_used_at < now() - interval '1 minute'")
