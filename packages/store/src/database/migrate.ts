import type { Knex } from 'knex'
import { migrations } from '../migrations/index.ts'

/** Any number that no other program on the same server uses as an advisory lock. */
const migrationLock = 4_400_001

/**
 * Brings the platform's schema up to date, each step in one transaction that either holds whole or leaves nothing.
 * Processes that start together wait for one another. Returns the names of the steps that ran.
 */
export async function migrate(database: Knex): Promise<readonly string[]> {
  await database.raw(
    'create table if not exists bindery_migrations (name text primary key, at timestamptz not null default now())',
  )
  const ran: string[] = []
  for (const migration of migrations) {
    const isNew = await database.transaction(async (transaction) => {
      await transaction.raw('select pg_advisory_xact_lock(?)', [migrationLock])
      const known: unknown[] = await transaction('bindery_migrations').where({ name: migration.name })
      if (known.length > 0) return false
      await transaction.raw(migration.sql)
      await transaction('bindery_migrations').insert({ name: migration.name })
      return true
    })
    if (isNew) ran.push(migration.name)
  }
  return ran
}
