import type { Connection, TypeRef } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { Row } from './group-rows.ts'
import type { Table } from './table.ts'

/** What differs between databases; everything else of the kind is shared. */
export interface Dialect {
  /** The source kind. */
  readonly source: string
  /** The product, for people. */
  readonly title: string
  /** Everything that the connected user may read or write. What it may not is reported. */
  readonly readTables: (database: Database) => Promise<readonly Table[]>
  /** Tables of this schema are named without it. */
  readonly homeSchema: (tables: readonly Table[]) => string
  readonly quote: (identifier: string) => string
  /** The place of the n-th value, counted from 1. */
  readonly placeholder: (position: number) => string
  /** A column as its exact text. */
  readonly select: (column: string, type: TypeRef) => string
  /** A value on its way into a column. */
  readonly bind: (placeholder: string, type: TypeRef) => string
  readonly equals: (column: string, placeholder: string, type: TypeRef) => string
  /** What follows a direction, so that null comes before every value on any database. */
  readonly nulls: { readonly asc: string; readonly desc: string }
  /** How a list is written: an array, or the words of a set. */
  readonly lists: 'array' | 'set'
  /** Writes answer with the row (`returning`), or the row is read in the same transaction. */
  readonly writes: 'return_rows' | 'read_back'
}

/** A database that is being read into a catalog. */
export interface Database {
  readonly connection: Connection
  readonly signal: AbortSignal
  readonly log: IssueLog
}

/** Most rows that one catalog query may give: 30 columns in each of 20,000 tables. */
const maxCatalogRows = 600_000

/** Fewer than the sessions that a connection opens: what waits for one is refused after a second. */
const mostAtOnce = 3

/** Runs catalog queries of ours, at most three at once, in the order in which they are asked for: ask for the longest first. */
export class CatalogReader {
  readonly #database: Database
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(database: Database) {
    this.#database = database
  }

  async read(text: string): Promise<readonly Row[]> {
    if (this.#running === mostAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
    const { connection, signal } = this.#database
    try {
      signal.throwIfAborted()
      const statement = { text, values: [], effect: 'read', maxRows: maxCatalogRows } as const
      return (await connection.database(statement, signal)).rows
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}
