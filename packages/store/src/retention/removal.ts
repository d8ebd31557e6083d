import { z } from 'zod'
import { parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'
import { daysAgo, hoursAgo } from './ages.ts'

/** Runs work in a transaction of one organisation. */
export type Run = <Value>(work: (transaction: Transaction) => Promise<Value>) => Promise<Value>

/**
 * Removes one batch of what is over, and gives how many rows went: 0 when there is nothing left. `days` is the limit of the
 * organisation, of which a removal by hours takes no note.
 */
export type Removal = (run: Run, batch: Batch) => Promise<number>

export interface Batch {
  readonly days: number
  readonly most: number
}

/** Rows that go when a column of time is older than so many hours, or than the days of their kind. */
export interface OldRows {
  readonly table: string
  /** SQL of a time of the row; rows of no time stay. */
  readonly age: string
  readonly hours?: number
  /** SQL: what else must be true of a row that goes. */
  readonly and?: string
}

/** Removes rows by their age. Those that somebody holds wait for the next batch. */
export function oldRows({ table, age, hours, and = 'true' }: OldRows): Removal {
  const before = hours === undefined ? daysAgo : hoursAgo
  const statement = `delete from ${table} where organization_id = :own and ctid = any(array(
    select ctid from ${table} where organization_id = :own and ${age} < ${before} and ${and}
    limit :most for update skip locked)) returning 1`
  return (run, { days, most }) =>
    run(async (transaction) => {
      const own = organizationOf(transaction)
      const values = hours === undefined ? { own, days, most } : { own, hours, most }
      const removed: unknown = await transaction.raw(statement, values)
      return parseRows(z.unknown(), removed).length
    })
}
