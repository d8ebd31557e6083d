import type { Knex } from 'knex'
import { becomeTenant, type Transaction } from '../tenancy.ts'
import { prepareRoles } from './tenant-roles.ts'

/**
 * A transaction that sees all rows of every organisation as they are when it first asks, and may change none. Others go on
 * writing meanwhile. Whoever opens it ends it, by a rollback.
 */
export async function openSnapshot(database: Knex): Promise<Transaction> {
  const roles = await prepareRoles(database)
  const transaction = await database.transaction({ isolationLevel: 'repeatable read', readOnly: true })
  await becomeTenant(transaction, roles, 'platform')
  return transaction
}
