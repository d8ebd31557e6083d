import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { SqlRows, SqlStatement } from '@bindery/model'
import type { Client, Query, QueryArrayConfig } from 'pg'
import type { DatabaseLogin } from '../auth/database-login.ts'
import { databaseRefused } from './database-failure.ts'
import { postgresFailure, postgresOpeningFailure } from './postgres-failure.ts'
import { type Session, sessionLimits, type SessionMode, type SessionOpening } from './session.ts'
import { tlsOf } from './session-tls.ts'

/** Opens a PostgreSQL session. What guards it are start options, so there is no moment without them. */
export async function openPostgresSession(opening: SessionOpening): Promise<Session> {
  const pg = await import('pg')
  const client = new pg.Client({ ...clientOptions(opening), stream: () => connected(opening.socket) })
  const session = new PostgresSession(client, (config) => new pg.Query(config), opening.socket)
  try {
    await client.connect()
    await session.verify(opening.mode)
    return session
  } catch (error) {
    session.close()
    throw postgresOpeningFailure(error)
  }
}

/** pg dials by itself; this socket leads to the checked address already. */
function connected(socket: Socket): Socket {
  socket.connect = () => {
    process.nextTick(() => socket.emit('connect'))
    return socket
  }
  return socket
}

function clientOptions({ login, mode }: SessionOpening) {
  return {
    host: login.host,
    user: login.user,
    database: login.database,
    password: () => login.password.reveal(),
    ssl: tlsOptions(login),
    application_name: 'bindery',
    client_encoding: 'UTF8',
    options: startOptions(mode),
  }
}

function tlsOptions(login: DatabaseLogin): ConnectionOptions | false {
  const tls = tlsOf(login)
  switch (tls.check) {
    case 'off':
      return false
    case 'encrypted':
      return { rejectUnauthorized: false }
    case 'authority':
      return { ...rootsOf(tls.authority), checkServerIdentity: () => undefined }
    case 'identity':
      return rootsOf(tls.authority)
  }
}

const rootsOf = (authority: string | undefined) => (authority === undefined ? {} : { ca: authority })

/** The formats in which values are read, and the limits; names are always qualified, so nothing needs a search path. */
function startOptions(mode: SessionMode): string {
  const settings = {
    statement_timeout: sessionLimits.statementMs,
    lock_timeout: sessionLimits.lockMs,
    idle_in_transaction_session_timeout: sessionLimits.idleInTransactionMs,
    default_transaction_read_only: mode === 'read' ? 'on' : 'off',
    search_path: '',
    standard_conforming_strings: 'on',
    timezone: 'UTC',
    datestyle: 'ISO',
    intervalstyle: 'iso_8601',
    bytea_output: 'hex',
    // An amount of money is read and written by the currency of the session.
    lc_monetary: 'C',
    extra_float_digits: 1,
    // Without it NULL in a list is a text of four letters.
    array_nulls: 'on',
    // Types are known by the names that the catalog of the server writes.
    quote_all_identifiers: 'off',
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

/** Statements that a session keeps prepared; later ones are prepared for each call. */
const mostPrepared = 200

type Row = readonly (string | null)[]
type MakeQuery = (config: QueryArrayConfig<(string | null)[]>) => Query<Row>

class PostgresSession implements Session {
  readonly #client: Client
  readonly #makeQuery: MakeQuery
  readonly #socket: Socket
  readonly #prepared = new Map<string, string>()
  #isOpen = true

  constructor(client: Client, makeQuery: MakeQuery, socket: Socket) {
    this.#client = client
    this.#makeQuery = makeQuery
    this.#socket = socket
    const lose = (): void => this.close()
    client.on('error', lose)
    client.on('end', lose)
  }

  get isUsable(): boolean {
    return this.#isOpen
  }

  close(): void {
    this.#isOpen = false
    this.#socket.destroy()
  }

  async run(statement: SqlStatement): Promise<SqlRows> {
    try {
      if (statement.asks === 'plan') return await this.#explain(statement)
      return await this.#send(statement, this.#nameOf(statement.text))
    } catch (error) {
      const state = postgresFailure(error)
      // A refused value leaves the session as it was. After anything else nobody knows.
      const isHarmless = state.details.upstreamStatus === 409 || state.details.upstreamStatus === 422
      // A question about a plan leaves settings behind where it ends early.
      if (!isHarmless || statement.asks === 'plan') this.close()
      throw state
    }
  }

  /** Proves the start options: a pooler in between may have dropped them. */
  async verify(mode: SessionMode): Promise<void> {
    const { rows } = await this.#send({ text: proof, values: [], effect: 'read', maxRows: 1 }, undefined)
    const [isReadOnly, timeout, path, areStringsPlain] = rows[0] ?? []
    const isLimited = timeout === `${sessionLimits.statementMs / 1000}s` && path === ''
    if (!isLimited || (mode === 'read' && isReadOnly !== 'on')) throw databaseRefused('not_read_only')
    if (areStringsPlain !== 'on') throw databaseRefused('session_altered')
    // Servers that cannot notice a caller who left stop at the statement timeout instead.
    await this.#send({ text: noticeLoss, values: [], effect: 'read', maxRows: 1 }, undefined).catch(
      () => undefined,
    )
  }

  /**
   * The plan that serves whatever values come: a prepared statement may be planned so after a few calls. EXPLAIN alone would
   * plan for the values that it is given.
   */
  async #explain({ text, values }: SqlStatement): Promise<SqlRows> {
    const ask = (asked: string): Promise<SqlRows> =>
      this.#send({ text: asked, values: [], effect: 'read', maxRows: 1 }, undefined)
    await ask(`prepare bindery_plan as ${text}`)
    await ask('set plan_cache_mode = force_generic_plan')
    const nothing = values.length === 0 ? '' : `(${values.map(() => 'null').join(', ')})`
    const rows = await ask(`explain (format json) execute bindery_plan${nothing}`)
    await ask('deallocate bindery_plan')
    await ask('reset plan_cache_mode')
    return rows
  }

  #nameOf(text: string): string | undefined {
    const known = this.#prepared.get(text)
    if (known !== undefined || this.#prepared.size >= mostPrepared) return known
    const name = createHash('sha256').update(text).digest('hex').slice(0, 32)
    this.#prepared.set(text, name)
    return name
  }

  #send(statement: SqlStatement, name: string | undefined): Promise<SqlRows> {
    const query = this.#makeQuery(queryConfig(statement, name))
    return new Promise((resolve, reject) => {
      const rows: Row[] = []
      query.on('row', (row) => {
        if (rows.length < statement.maxRows) rows.push(row)
        else this.#stopReading(query, () => resolve({ columns: [], rows, affected: 0, isTruncated: true }))
      })
      query.on('error', reject)
      query.on('end', (result) => {
        const columns = result.fields.map((field) => field.name)
        const affected = statement.effect === 'read' ? 0 : (result.rowCount ?? 0)
        resolve({ columns, rows, affected })
      })
      this.#client.query(query)
    })
  }

  /** Nothing tells a server to stop sending but the end of the session. */
  #stopReading(query: Query<Row>, done: () => void): void {
    query.removeAllListeners('row')
    done()
    this.close()
  }
}

const proof =
  "select current_setting('default_transaction_read_only'), current_setting('statement_timeout'), current_setting('search_path'), current_setting('standard_conforming_strings')"

const noticeLoss =
  "select set_config(name, '2s', false) from pg_catalog.pg_settings where name = 'client_connection_check_interval'"

const asText = (text: string): string => text

/** Extended protocol only: it takes one statement, and values never become part of its text. */
function queryConfig({ text, values }: SqlStatement, name: string | undefined) {
  return {
    text,
    values: values.map((value) => (value === null ? null : String(value))),
    rowMode: 'array' as const,
    queryMode: 'extended',
    types: { getTypeParser: () => asText },
    ...(name === undefined ? {} : { name }),
  }
}
