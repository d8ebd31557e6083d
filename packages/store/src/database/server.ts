import type { Secret } from '@bindery/model'
import knex from 'knex'
import type { OpenDatabase } from './embedded.ts'

/**
 * Opens a PostgreSQL server, at most ten connections at a time. The address holds a password, so it is revealed only
 * when a connection is made. A connection that cannot be had within 5 s is an error.
 */
export function openServer(url: Secret): OpenDatabase {
  const database = knex({
    client: 'pg',
    connection: () => ({
      connectionString: url.reveal(),
      connectionTimeoutMillis: 5_000,
      application_name: 'bindery',
    }),
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 5_000,
  })
  return { knex: database, hasRoom: () => true, folder: undefined, close: () => database.destroy() }
}
