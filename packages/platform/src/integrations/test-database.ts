import type { ConnectionTarget, DatabaseLogin } from '@bindery/connection'
import { checkDatabaseAddress, dialDatabase, openConnection } from '@bindery/connection'
import { type Connection, PlatformError, within } from '@bindery/model'
import { type DatabaseProbes, databaseProbes, type SqlDialect } from '@bindery/sources'
import { type CheckedConnection, CheckList, type CheckOutcome } from './check-list.ts'

export interface DatabaseTest {
  readonly target: ConnectionTarget
  readonly dialect: SqlDialect
  readonly login: DatabaseLogin
  readonly signal: AbortSignal
}

/**
 * What stands between a skill and its database, in the order in which it can fail: address, TLS, login, schema, a timed
 * read, proof that the session is read-only, latency. Stops at the first check that fails; stores nothing.
 */
export async function testDatabase(test: DatabaseTest): Promise<CheckedConnection> {
  return runSteps(stepsOf(test))
}

/** Only what a login takes: address, TLS, user and password. */
export async function testLogin(test: DatabaseTest): Promise<CheckedConnection> {
  return runSteps(stepsOf(test).slice(0, 3))
}

type Steps = readonly (readonly [name: string, work: () => Promise<CheckOutcome<unknown>>])[]

async function runSteps(steps: Steps): Promise<CheckedConnection> {
  const list = new CheckList()
  for (const [name, work] of steps) {
    if ((await list.step(name, work)) === undefined) break
  }
  return list.result()
}

function stepsOf(test: DatabaseTest): Steps {
  const connection = openConnection(test.target)
  const probes = databaseProbes(test.dialect)
  return [
    ['address', () => checkAddress(test)],
    ['tls', () => checkTls(test, connection)],
    ['authentication', () => checkLogin(test, connection)],
    ['read_schema', () => checkSchema(test, { connection, probes })],
    ['timed_read', () => checkRead(test, connection)],
    ['read_only_session', () => checkReadOnly(test, { connection, probes })],
    ['latency', () => checkLatency(test, connection)],
  ]
}

interface Probing {
  readonly connection: Connection
  readonly probes: DatabaseProbes
}

const passed = (detail: string): CheckOutcome<true> => ({ result: 'passed', value: true, detail })

/** Resolves the name and checks every address; dialling is what does both. */
async function checkAddress({ target, dialect, login, signal }: DatabaseTest): Promise<CheckOutcome<true>> {
  checkDatabaseAddress(login, dialect, target.egress.policy)
  const socket = await within(signal, 5000, (deadline) =>
    dialDatabase(target.egress, { login, dialect }, deadline),
  ).catch((error: unknown) => {
    throw error instanceof PlatformError ? error : unreachable(login)
  })
  socket.destroy()
  return passed(`"${login.host}" accepts connections, and every address of it may be reached.`)
}

const unreachable = (login: DatabaseLogin): PlatformError =>
  new PlatformError(
    'upstream_unreachable',
    `Nothing accepts connections at "${login.host}": check host and port.`,
  )

const tlsDetails = {
  disable: 'TLS is off, as the operator of this server allows for this host.',
  require: 'The session is encrypted; the certificate was not checked. Use verify-full where you can.',
  'verify-ca': 'The certificate leads to a trusted authority; the name was not checked.',
  'verify-full': 'The certificate leads to a trusted authority and names the host.',
} as const

/** A refused login comes after TLS, so only an error of TLS itself fails this check. */
async function checkTls(
  { login, signal }: DatabaseTest,
  connection: Connection,
): Promise<CheckOutcome<true>> {
  try {
    await readNumber(connection, 'select 1', signal)
  } catch (error) {
    if (error instanceof PlatformError && error.details.reason === 'tls') throw error
  }
  return passed(tlsDetails[login.sslmode])
}

async function checkLogin(
  { login, signal }: DatabaseTest,
  connection: Connection,
): Promise<CheckOutcome<true>> {
  await readNumber(connection, 'select 1', signal)
  return passed(`The user "${login.user}" may log in to the database "${login.database}".`)
}

async function checkSchema(
  { signal }: DatabaseTest,
  { connection, probes }: Probing,
): Promise<CheckOutcome<true>> {
  const tables = await readNumber(connection, probes.readableTables, signal)
  if (tables === 0)
    return {
      result: 'failed',
      detail: 'The user may read no table. Grant it select on those that skills need.',
    }
  return passed(`The user may read ${tables} tables.`)
}

async function checkRead({ signal }: DatabaseTest, connection: Connection): Promise<CheckOutcome<true>> {
  const ms = await timeRead(connection, signal)
  return passed(`A read took ${ms.toFixed(1)} ms.`)
}

/** MySQL looks at the rights of the user before it looks at the session. */
const refusals: ReadonlySet<string | undefined> = new Set(['read_only', 'permission_denied'])

/** The proof is a write that the server itself must refuse. */
async function checkReadOnly(
  { signal }: DatabaseTest,
  { connection, probes }: Probing,
): Promise<CheckOutcome<true>> {
  const refused = await readNumber(connection, probes.attempt, signal).then(
    () => false,
    (error: unknown) => error instanceof PlatformError && refusals.has(error.details.reason),
  )
  if (!refused)
    return { result: 'failed', detail: 'The server did not refuse a write in a session for reading.' }
  const writable = await readNumber(connection, probes.writableTables, signal)
  const rights =
    writable === 0 ? 'It may write to no table anyhow.' : `Outside of one it may write to ${writable} tables.`
  return passed(`Sessions for reading refuse writes. ${rights}`)
}

const slowMs = 100

async function checkLatency({ signal }: DatabaseTest, connection: Connection): Promise<CheckOutcome<true>> {
  const times = []
  for (let n = 0; n < 5; n += 1) times.push(await timeRead(connection, signal))
  const [, , median = 0] = times.sort((a, b) => a - b)
  const verdict =
    median < 10 ? 'near' : median < slowMs ? 'fine for conversations' : 'far: callers will notice'
  return passed(`The median of five reads is ${median.toFixed(1)} ms: ${verdict}.`)
}

async function timeRead(connection: Connection, signal: AbortSignal): Promise<number> {
  const began = performance.now()
  await readNumber(connection, 'select 1', signal)
  return performance.now() - began
}

async function readNumber(connection: Connection, text: string, signal: AbortSignal): Promise<number> {
  const statement = { text, values: [], effect: 'read', maxRows: 1 } as const
  const { rows } = await within(signal, 10_000, (deadline) => connection.database(statement, deadline))
  return Number(rows[0]?.[0] ?? 0)
}
