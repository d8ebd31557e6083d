import type { Secret } from '@bindery/model'
import knex from 'knex'
import type { OpenDatabase } from './embedded.ts'

const connections = 10
const turnMs = 5_000

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
    pool: { min: 0, max: connections },
    acquireConnectionTimeout: turnMs,
  })
  return {
    knex: database,
    hasRoom: () => true,
    folder: undefined,
    connections,
    waitMs: turnMs,
    close: () => database.destroy(),
  }
}
