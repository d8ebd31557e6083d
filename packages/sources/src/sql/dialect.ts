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
  /** A column as a text that reads as the same value, whatever stands around it. */
  readonly text: (column: string, type: TypeRef) => string
  /** Whether a row was joined, by a column of it that then has a value, as a text or null. */
  readonly witness: (column: string) => string
  /** Rows within a row as one JSON value: how many there were, and of each its texts and the rows within it. */
  readonly nested: (rows: NestedRows) => string
  /** Whether values among those that are selected are worked out before rows are sorted and cut, where tables are joined. */
  readonly innerRows: 'before_sort' | 'after_sort'
  /** For servers of the same protocol that put nested rows together in another way. */
  readonly other?: Dialect
  /** A value on its way into a column. */
  readonly bind: (placeholder: string, type: TypeRef) => string
  readonly equals: (column: string, placeholder: string, type: TypeRef) => string
  /** Whether a column comes before or after a value, in the order of the column. */
  readonly compares: (comparison: Comparison, sign: '<' | '<=' | '>' | '>=') => string
  /** Whether the text of a column fits a pattern, as the column compares texts; a backslash takes the meaning of `%` and `_`. */
  readonly like: (comparison: Comparison) => string
  /** A value of a list, and whether a column is among such values; without a type texts are compared as they are. */
  readonly element: (placeholder: string, type: TypeRef) => string
  readonly isAmong: (column: string, elements: readonly string[], type: TypeRef | undefined) => string
  /** Column and value as lower case with their accents, both as texts. */
  readonly folded: (comparison: Comparison) => { readonly text: string; readonly value: string }
  /** A sum or an extreme of a column, in the order of the column. */
  readonly aggregates: (fn: 'sum' | 'min' | 'max', column: string, type: TypeRef) => string
  /** The sum of a column divided by their number, exact, rounded half up at four digits more than these of the column. */
  readonly average: (column: string, digits: number, type: TypeRef) => string
  /** What follows a direction, so that null comes before every value on any database. */
  readonly nulls: { readonly asc: string; readonly desc: string }
  /** How a list is written: an array, or the words of a set. */
  readonly lists: 'array' | 'set'
  /** Writes answer with the row (`returning`), or the row is read in the same transaction. */
  readonly writes: 'return_rows' | 'read_back'
}

/** What is written of rows within a row. */
export interface NestedRows {
  /** Texts of each row, in the order of its cells and then of the witnesses of its joins. */
  readonly cells: readonly string[]
  /** JSON of the rows within each row. */
  readonly inner: readonly string[]
  readonly from: string
  readonly where: string
  /** Empty where the rows have no order. */
  readonly order: string
  readonly limit: number
}

/** A column and the place of what it is compared with. */
export interface Comparison {
  readonly column: string
  readonly place: string
  /** Of the column. */
  readonly type: TypeRef
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
