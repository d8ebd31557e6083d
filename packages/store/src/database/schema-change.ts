import type { Knex } from 'knex'
import { z } from 'zod'

/** Any number that no other program on the same server uses as an advisory lock. */
const schemaLock = 4_400_001

/**
 * Changes the schema in one transaction that either holds whole or leaves nothing. Processes that start together take
 * turns: PostgreSQL refuses most schema changes that happen at the same time, even those with "if not exists".
 */
export async function changeSchema<Value>(
  database: Knex,
  change: (transaction: Knex.Transaction) => Promise<Value>,
): Promise<Value> {
  return database.transaction(async (transaction) => {
    await transaction.raw('select pg_advisory_xact_lock(?)', [schemaLock])
    return change(transaction)
  })
}

/** The same for whoever would rather not wait: `locked` where somebody else changes the schema. */
export async function tryChangeSchema<Value>(
  database: Knex,
  change: (transaction: Knex.Transaction) => Promise<Value>,
): Promise<Value | 'locked'> {
  return database.transaction(async (transaction) => {
    const result = Tried.parse(
      await transaction.raw('select pg_try_advisory_xact_lock(?) as is_held', [schemaLock]),
    )
    return result.rows[0].is_held ? change(transaction) : 'locked'
  })
}

const Tried = z.object({ rows: z.tuple([z.object({ is_held: z.boolean() })]) })
