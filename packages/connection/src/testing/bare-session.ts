import type { SqlDialect } from '../connection-target.ts'
import type { TestServerAddress } from './real-database.ts'

/**
 * A driver as it comes: no egress guard, no session limits, no translation of values or errors. What benches compare a
 * connection with, and what tests hold a lock with; nothing else may use it.
 */
export interface BareSession {
  /** Any number of statements in one text. */
  readonly script: (text: string) => Promise<void>
  /** One statement, its rows as lists, without values. */
  readonly rows: (text: string) => Promise<readonly unknown[]>
  /** One statement that stays prepared. */
  readonly prepared: (text: string, values: readonly (string | null)[]) => Promise<readonly unknown[]>
  readonly close: () => Promise<void>
}

/** Opens a session of a database by the driver alone. Throws whatever the driver throws. */
export function openBareSession(
  dialect: SqlDialect,
  server: TestServerAddress,
  database: string,
): Promise<BareSession> {
  return dialect === 'postgres' ? openPostgres(server, database) : openMysql(server, database)
}

async function openPostgres(server: TestServerAddress, database: string): Promise<BareSession> {
  const pg = await import('pg')
  const client = new pg.Client({ ...server, database })
  await client.connect()
  const names = new Map<string, string>()
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `bare_${names.size}`
    names.set(text, name)
    return name
  }
  return {
    script: async (text) => void (await client.query(text)),
    rows: async (text) => (await client.query<unknown[]>({ text, rowMode: 'array' })).rows,
    prepared: async (text, values) =>
      (await client.query<unknown[]>({ name: nameOf(text), text, values: [...values], rowMode: 'array' }))
        .rows,
    close: () => client.end(),
  }
}

async function openMysql(server: TestServerAddress, database: string): Promise<BareSession> {
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection({ ...server, database, multipleStatements: true })
  const toRows = (answer: unknown): readonly unknown[] => (Array.isArray(answer) ? answer : [])
  return {
    script: async (text) => void (await connection.query(text)),
    rows: async (text) => toRows((await connection.query({ sql: text, rowsAsArray: true }))[0]),
    prepared: async (text, values) =>
      toRows((await connection.execute({ sql: text, rowsAsArray: true }, [...values]))[0]),
    close: () => connection.end(),
  }
}
