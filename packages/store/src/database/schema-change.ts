import type { Knex } from 'knex'

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
