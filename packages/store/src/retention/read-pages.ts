import { z } from 'zod'
import { DateRow, parseFirstRow, parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'
import type { Run } from './removal.ts'

interface Pages<Row extends z.ZodType<{ readonly key: string }>> {
  readonly row: Row
  /** Before every key. */
  readonly first: string
  /** Rows of `:own` whose key is behind `:after`, in the order of their keys, as many as one read may hold the database for. */
  readonly sql: string
}

/** All rows, a page at a time, each in a transaction of its own: what comes meanwhile may be missing. */
export async function* readPages<Row extends z.ZodType<{ readonly key: string }>>(
  run: Run,
  { row, first, sql }: Pages<Row>,
): AsyncGenerator<z.output<Row>> {
  let after = first
  while (true) {
    const rows = await run(async (transaction) => {
      const result: unknown = await transaction.raw(sql, { own: organizationOf(transaction), after })
      return parseRows(row, result)
    })
    const last = rows.at(-1)
    if (last === undefined) return
    yield* rows
    after = last.key
  }
}

/** A time before which every transaction that goes on now will have begun, but for those of ten minutes. */
export async function timeOf(transaction: Transaction): Promise<Date> {
  const result: unknown = await transaction.raw("select now() - interval '10 minutes' as at")
  const row = parseFirstRow(z.object({ at: DateRow }), result)
  if (row === undefined) throw new Error('A database knows the time.')
  return row.at
}
