import { z } from 'zod'
import { CountRow, parseFirstRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

/** What the database takes, in bytes, of all organisations and its indexes. */
export async function databaseSize(transaction: Transaction): Promise<number> {
  const result: unknown = await transaction.raw('select pg_database_size(current_database()) as bytes')
  return parseFirstRow(z.object({ bytes: CountRow }), result)?.bytes ?? 0
}
