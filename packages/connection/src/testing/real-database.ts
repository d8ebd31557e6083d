import { connect } from 'node:net'
import { randomBytes } from 'node:crypto'
import type { Connection, Environment, SqlRows } from '@bindery/model'
import { nowhere } from '../auth/reach.ts'
import { parseCredentials } from '../auth/registry.ts'
import type { SqlDialect } from '../connection-target.ts'
import { createEgress, type Egress } from '../egress/egress.ts'
import { parseEgressAllow } from '../egress/egress-policy.ts'
import { openConnection } from '../open-connection.ts'
import { splitStatements } from './split-statements.ts'

/** A database server that tests may fill, with a user that may do everything. */
export interface TestServerAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

const usual = {
  postgres: { variable: 'TEST_POSTGRES_URL', url: 'postgres://postgres@127.0.0.1:5432/postgres' },
  mysql: { variable: 'TEST_MYSQL_URL', url: 'mysql://root@127.0.0.1:3306/mysql' },
} as const

/** The server that the environment names, or one at the usual port of this machine. Says loudly when there is none. */
export async function findServer(dialect: SqlDialect): Promise<TestServerAddress | undefined> {
  const { variable, url } = usual[dialect]
  const given = new URL(process.env[variable] ?? url)
  const address = {
    host: given.hostname,
    port: Number(given.port),
    user: decodeURIComponent(given.username),
    password: decodeURIComponent(given.password),
  }
  if (await answers(address)) return address
  process.stderr.write(
    `\nSKIPPED: no ${dialect} server at ${address.host}:${address.port}. Set ${variable}.\n\n`,
  )
  return undefined
}

function answers({ host, port }: TestServerAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const end = (isThere: boolean) => () => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}

export interface TestDatabase {
  readonly name: string
  /** What `connect` would be given. */
  readonly credentials: { readonly [name: string]: string | number }
  /** A connection as the owner, or as another user. */
  readonly connect: (login?: { readonly user: string; readonly password: string }) => Connection
  /** Runs one statement as the owner, outside of any restriction. */
  readonly run: (text: string) => Promise<SqlRows>
  /** Runs statements that are parted by semicolons. */
  readonly script: (text: string) => Promise<void>
  readonly drop: () => Promise<void>
}

/** A database of its own, under a name that no other has unless one is given. */
export async function createTestDatabase(
  dialect: SqlDialect,
  server: TestServerAddress,
  name = `bindery_test_${randomBytes(6).toString('hex')}`,
): Promise<TestDatabase> {
  const egress = localEgress(server)
  const open = (credentials: TestDatabase['credentials'], environment: Environment = 'development') =>
    openAs({ egress, dialect, credentials, environment })
  const credentials = { ...server, database: name, sslmode: 'disable' }
  const admin = open({ ...credentials, database: dialect === 'postgres' ? 'postgres' : 'mysql' })
  const quoted =
    dialect === 'postgres' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``
  await runOn(admin, `drop database if exists ${quoted}`)
  await runOn(admin, `create database ${quoted}`)
  // Sessions of its own: scripts expect a search path, which connections do not have.
  const owner = open(credentials, 'staging')
  const run = async (text: string) => {
    if (dialect === 'postgres') await runOn(owner, "select set_config('search_path', 'public', false)")
    return runOn(owner, text)
  }
  return {
    name,
    credentials,
    connect: (login = { user: server.user, password: server.password }) => open({ ...credentials, ...login }),
    run,
    script: async (text) => {
      for (const statement of splitStatements(text)) await run(statement)
    },
    drop: async () => {
      await egress.close()
      const last = localEgress(server)
      const closing = openAs({
        egress: last,
        dialect,
        environment: 'staging',
        credentials: { ...credentials, database: dialect === 'postgres' ? 'postgres' : 'mysql' },
      })
      await runOn(
        closing,
        `drop database if exists ${quoted}${dialect === 'postgres' ? ' with (force)' : ''}`,
      )
      await last.close()
    },
  }
}

function localEgress({ host, port }: TestServerAddress): Egress {
  const allow = parseEgressAllow(`${host}/32:${port}`)
  if (!allow.ok) throw new TypeError(allow.failure.join(' '))
  return createEgress({ policy: { allow: allow.value, plainHttp: 'listed' } })
}

interface Opening {
  readonly egress: Egress
  readonly dialect: SqlDialect
  readonly credentials: TestDatabase['credentials']
  readonly environment: Environment
}

function openAs({ egress, dialect, credentials, environment }: Opening): Connection {
  const credential = parseCredentials('sql', credentials, nowhere)
  if (!credential.ok) throw new TypeError(credential.failure.map((issue) => issue.message).join(' '))
  return openConnection({
    egress,
    key: `organisation/integration/${environment}`,
    environment,
    baseUrl: '',
    dialect,
    credential: credential.value,
  })
}

function runOn(connection: Connection, text: string): Promise<SqlRows> {
  return connection.database(
    { text, values: [], effect: 'action', maxRows: 100_000 },
    AbortSignal.timeout(60_000),
  )
}
