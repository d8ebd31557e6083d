import { randomBytes } from 'node:crypto'
import knex, { type Knex } from 'knex'
import { Secret } from '@bindery/model'

export interface RealPostgres {
  /** An empty database of its own on a real server. */
  readonly url: Secret
  /** Drops the database. */
  close(): Promise<void>
}

const local = 'postgres://postgres@127.0.0.1:5432/postgres'

/**
 * A fresh database on the server of `TEST_POSTGRES_URL`, else on one that listens on loopback; undefined, after saying so
 * out loud, when there is none.
 */
export async function findRealPostgres(): Promise<RealPostgres | undefined> {
  const address = process.env['TEST_POSTGRES_URL'] ?? local
  const admin = connect(address)
  const name = `bindery_test_${randomBytes(6).toString('hex')}`
  try {
    await admin.raw(`create database ${name}`)
  } catch {
    await admin.destroy()
    console.warn('SKIPPED: no PostgreSQL server. Set TEST_POSTGRES_URL to run these tests on one.')
    return undefined
  }
  const url = new URL(address)
  url.pathname = `/${name}`
  return {
    url: new Secret(url.href),
    close: async () => {
      await admin.raw(`drop database if exists ${name} with (force)`)
      await admin.destroy()
    },
  }
}

function connect(address: string): Knex {
  return knex({
    client: 'pg',
    connection: { connectionString: address, connectionTimeoutMillis: 2_000 },
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: 3_000,
  })
}
