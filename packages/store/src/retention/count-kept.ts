import { z } from 'zod'
import { CountRow, DateRow, parseFirstRow } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

const KeptRow = z.object({ rows: CountRow, bytes: CountRow, oldest: DateRow.nullable() })

/** How much of a table an organisation has. `bytes` is about right: what rows take on average, of as many as are looked at. */
export type Kept = z.output<typeof KeptRow>

/** Rows whose sizes are looked at: few enough that nobody waits for them. */
const weighed = 500

/**
 * Counts the rows of an organisation in a table of the registry, by an index where the table has one. `age` is SQL of a time of
 * the row; none gives no oldest. Indexes and room that is free again are no part of the bytes.
 */
export async function countKept(
  transaction: Transaction,
  { table, age }: { readonly table: string; readonly age: string | undefined },
): Promise<Kept> {
  const result: unknown = await transaction.raw(
    `select counted.rows, counted.oldest,
       (coalesce((select avg(pg_column_size(weighed)) from
         (select * from ${table} where organization_id = :own limit :weighed) as weighed), 0) * counted.rows)::bigint as bytes
     from (select count(*) as rows, ${age === undefined ? 'null::timestamptz' : `min(nullif(${age}, '-infinity'))`} as oldest
       from ${table} where organization_id = :own) as counted`,
    { own: organizationOf(transaction), weighed },
  )
  const row = parseFirstRow(KeptRow, result)
  if (row === undefined) throw new Error('A count must give a row.')
  return row
}
