import { isIP, type Socket } from 'node:net'
import type { SqlRows, SqlStatement } from '@bindery/model'
import type { Connection, ConnectionOptions, SslOptions } from 'mysql2'
import type { DatabaseLogin } from '../auth/database-login.ts'
import { databaseRefused } from './database-failure.ts'
import { mysqlFailure, mysqlOpeningFailure } from './mysql-failure.ts'
import { type Session, sessionLimits, type SessionMode, type SessionOpening } from './session.ts'
import { tlsOf } from './session-tls.ts'

/** Opens a session of MySQL or MariaDB, and proves that it is what its mode says before anybody gets it. */
export async function openMysqlSession(opening: SessionOpening): Promise<Session> {
  const { createConnection } = await import('mysql2')
  const connection = createConnection(connectionOptions(opening))
  const session = new MysqlSession(connection, opening.socket)
  try {
    await new Promise<void>((resolve, reject) => {
      opening.socket.once('close', () => reject(new Error('The session ended.')))
      connection.connect((error) => (error === null ? resolve() : reject(error)))
    })
    await session.prepare(opening.mode)
    return session
  } catch (error) {
    session.close()
    throw mysqlOpeningFailure(error)
  }
}

function connectionOptions({ socket, login }: SessionOpening): ConnectionOptions {
  const ssl = tlsOptions(login)
  // For an address the driver gives Node no name to compare the certificate with, and without one Node takes this,
  // or else "localhost".
  if (isIP(login.host) !== 0) Object.assign(socket, { _host: login.host })
  return {
    stream: socket,
    host: login.host,
    user: login.user,
    password: login.password.reveal(),
    database: login.database,
    charset: 'utf8mb4',
    timezone: 'Z',
    multipleStatements: false,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
    rowsAsArray: true,
    maxPreparedStatements: 200,
    connectTimeout: 0,
    // A server could ask for any file of ours by it.
    flags: ['-LOCAL_FILES'],
    ...(ssl === undefined ? {} : { ssl }),
  }
}

function tlsOptions(login: DatabaseLogin): SslOptions | undefined {
  const tls = tlsOf(login)
  switch (tls.check) {
    case 'off':
      return undefined
    case 'encrypted':
      return { rejectUnauthorized: false }
    case 'authority':
    case 'identity': {
      const roots = tls.authority === undefined ? {} : { ca: tls.authority }
      return { ...roots, rejectUnauthorized: true, verifyIdentity: tls.check === 'identity' }
    }
  }
}

class MysqlSession implements Session {
  readonly #connection: Connection
  readonly #socket: Socket
  /** Ends the statement that runs: the driver forgets it when the session is closed from our side. */
  #stop: ((reason: Error) => void) | undefined
  #isOpen = true
  #isMariadb = false

  constructor(connection: Connection, socket: Socket) {
    this.#connection = connection
    this.#socket = socket
    const lose = (): void => this.close()
    connection.on('error', lose)
    connection.on('end', lose)
  }

  get isUsable(): boolean {
    return this.#isOpen
  }

  close(): void {
    this.#isOpen = false
    this.#socket.destroy()
    this.#connection.destroy()
    this.#stop?.(new Error('The session ended.'))
  }

  async run(given: SqlStatement): Promise<SqlRows> {
    const { otherText, ...rest } = given
    const statement = otherText === undefined || this.#isMariadb ? rest : { ...rest, text: otherText }
    try {
      if (statement.asks === 'plan')
        return await this.#execute({ ...statement, text: `explain format=json ${statement.text}` })
      if (statement.effect === 'read') return await this.#execute(statement)
      return await this.#transact(statement)
    } catch (error) {
      const failure = mysqlFailure(error)
      const isHarmless = failure.details.upstreamStatus === 409 || failure.details.upstreamStatus === 422
      if (!isHarmless || statement.effect !== 'read') this.close()
      throw failure
    }
  }

  /** Sets every limit, and reads back what decides whether text stays text and reads stay reads. */
  async prepare(mode: SessionMode): Promise<void> {
    const [version] = (await this.#execute(plain('select version()'))).rows[0] ?? []
    this.#isMariadb = /mariadb/i.test(version ?? '')
    const dialect = this.#isMariadb ? mariadb : mysql
    await this.#execute(plain('set names utf8mb4'))
    await this.#execute(plain(`${settings}, ${dialect.limit}`))
    await this.#execute(plain(`set session ${dialect.readOnly} = ${mode === 'read' ? 1 : 0}`))
    const proof = `select @@session.${dialect.readOnly}, @@session.sql_mode, @@session.time_zone`
    const [isReadOnly, modes, zone] = (await this.#execute(plain(proof))).rows[0] ?? []
    if (mode === 'read' && isReadOnly !== '1') throw databaseRefused('not_read_only')
    if (!hasModes(modes) || zone !== '+00:00') throw databaseRefused('session_altered')
  }

  /** One transaction for a write and its read-back. An error closes the session, which undoes what was done. */
  async #transact(statement: SqlStatement): Promise<SqlRows> {
    await this.#execute(plain('start transaction'))
    const written = await this.#execute(statement)
    const { readBack } = statement
    const answer =
      readBack === undefined ? undefined : await this.#execute({ ...statement, ...readBack, effect: 'read' })
    await this.#commit()
    return answer === undefined ? written : { ...answer, affected: written.affected }
  }

  /** A commit that fails is not a refusal: nobody knows whether it happened. */
  async #commit(): Promise<void> {
    try {
      await this.#execute(plain('commit'))
    } catch {
      throw new Error('The commit was not answered.')
    }
  }

  /** A prepared statement: values travel apart from the text, whatever the SQL mode says about quotes. */
  #execute({ text, values, maxRows }: SqlStatement): Promise<SqlRows> {
    return new Promise((resolve, reject) => {
      this.#stop = reject
      const rows: (readonly (string | null)[])[] = []
      let columns: readonly string[] = []
      let affected = 0
      const query = this.#connection.execute(text, values.map(toBind))
      query.on('fields', (fields) => {
        columns = namesOf(fields)
      })
      query.on('result', (row: unknown) => {
        if (!Array.isArray(row)) affected = affectedBy(row)
        else if (rows.length < maxRows) rows.push(row.map(toText))
        else this.#stopReading(() => resolve({ columns, rows, affected, isTruncated: true }))
      })
      query.on('error', reject)
      query.on('end', () => resolve({ columns, rows, affected }))
    })
  }

  #stopReading(done: () => void): void {
    done()
    this.close()
  }
}

/** MariaDB counts in seconds and stops any statement, MySQL in milliseconds and reads only. */
const mariadb = {
  limit: `session max_statement_time = ${sessionLimits.statementMs / 1000}`,
  readOnly: 'tx_read_only',
}
const mysql = {
  limit: `session max_execution_time = ${sessionLimits.statementMs}`,
  readOnly: 'transaction_read_only',
}

/** The server's own defaults may take backslashes or double quotes for something else, cut what is too long, or pad. */
const sqlModes = ['STRICT_ALL_TABLES', 'ERROR_FOR_DIVISION_BY_ZERO', 'NO_ENGINE_SUBSTITUTION']

function hasModes(text: string | null | undefined): boolean {
  const found = (text ?? '').split(',')
  return found.length === sqlModes.length && sqlModes.every((mode) => found.includes(mode))
}

const lockSeconds = sessionLimits.lockMs / 1000
const settings = [
  `set session sql_mode = '${sqlModes.join(',')}'`,
  "session time_zone = '+00:00'",
  'session autocommit = 1',
  // Of an average: its digits are those of the column and these.
  'session div_precision_increment = 4',
  // Rows within rows: the budget of an answer, as what is cut of them is refused.
  'session group_concat_max_len = 5242880',
  // A server may have a limit for queries that say none: a catalog would lack most of its tables.
  'session sql_select_limit = 18446744073709551615',
  `session lock_wait_timeout = ${lockSeconds}`,
  `session innodb_lock_wait_timeout = ${lockSeconds}`,
].join(', ')

const plain = (text: string): SqlStatement => ({ text, values: [], effect: 'read', maxRows: 1 })

/** Everything is sent as text: the server converts to the type of the column, and no double comes in between. */
function toBind(value: SqlStatement['values'][number]): string | null {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return value === null ? null : String(value)
}

/** Bytes are written as hexadecimal digits; everything else came as text or as an exact number. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (Buffer.isBuffer(value)) return value.toString('hex')
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value)
}

function namesOf(fields: unknown): readonly string[] {
  if (!Array.isArray(fields)) return []
  return fields.map((field: unknown) =>
    typeof field === 'object' && field !== null && 'name' in field ? String(field.name) : '',
  )
}

function affectedBy(header: unknown): number {
  if (typeof header !== 'object' || header === null || !('affectedRows' in header)) return 0
  return typeof header.affectedRows === 'number' ? header.affectedRows : 0
}
