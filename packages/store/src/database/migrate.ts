import type { Knex } from 'knex'
import type { Migration } from '../migrations/migration.ts'
import { changeSchema } from './schema-change.ts'

/**
 * Brings the platform's schema up to date, each step in one transaction that either holds whole or leaves nothing.
 * Processes that start together wait for one another. Returns the names of the steps that ran.
 */
export async function migrate(database: Knex, migrations: readonly Migration[]): Promise<readonly string[]> {
  await changeSchema(database, prepareSteps)
  const ran: string[] = []
  for (const migration of migrations)
    if (await changeSchema(database, (transaction) => takeStep(transaction, migration)))
      ran.push(migration.name)
  return ran
}

export const prepareSteps = (transaction: Knex.Transaction): Promise<unknown> =>
  transaction.raw(
    'create table if not exists bindery_migrations (name text primary key, at timestamptz not null default now())',
  )

/** False for a step that was taken before. */
export async function takeStep(transaction: Knex.Transaction, { name, sql }: Migration): Promise<boolean> {
  const known: unknown[] = await transaction('bindery_migrations').where({ name })
  if (known.length > 0) return false
  // A step changes rows of every organisation, of which a login that row-level security binds sees none by itself.
  await transaction.raw("select set_config('bindery.organization', 'platform', true)")
  await transaction.raw(sql)
  await transaction('bindery_migrations').insert({ name })
  return true
}
