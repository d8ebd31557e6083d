import type { Constraints, Index, Json, SensitivityClass, TypeRef } from '@bindery/model'
import type { TableStatistics } from '@bindery/model/tables'

/** A table, view or partitioned table as its server describes it, in words that all dialects share. */
export interface Table {
  readonly schema: string
  readonly name: string
  readonly comment?: string
  readonly kind: 'table' | 'view'
  /** The server hides rows from some users: a row that is referred to may be missing. */
  readonly hidesRows: boolean
  /** The connected user, as `grant ... to` names it. */
  readonly user: string
  /** In the order of the table; only those that the connected user may read or write. */
  readonly columns: readonly Column[]
  /** The primary key in its order; empty when there is none. */
  readonly key: readonly string[]
  readonly indexes: readonly Index[]
  readonly foreignKeys: readonly ForeignKey[]
  /** What the server estimates of it. The catalog holds nothing of that, since it changes with the data. */
  readonly statistics: Omit<TableStatistics, 'object'>
}

export interface Column extends ColumnType {
  readonly name: string
  readonly nullable: boolean
  readonly comment?: string
  /** The server fills it when an insert leaves it out. */
  readonly hasDefault: boolean
  /** The default, when it is a plain value. */
  readonly default?: Json
  /** The server counts it up. */
  readonly isIdentity: boolean
  /** The sequence that it takes its default from, quoted; whoever inserts needs to use it. */
  readonly sequence?: string
  /** Somebody with the grants could write it: it is neither generated nor part of a view. */
  readonly isWritable: boolean
  readonly may: Privileges
  /** The column among all that were read, and those that it shows or is made of, at any remove. */
  readonly key: string
  readonly shows: readonly string[]
  /** What a value may give away: the strictest class of the column and of all that the server makes it of. */
  readonly sensitivity: SensitivityClass
}

/** What the connected user may do with a column; generated columns can never be written. */
export interface Privileges {
  readonly read: boolean
  readonly insert: boolean
  readonly update: boolean
}

export interface ColumnType {
  readonly type: TypeRef
  /**
   * How two values are told apart: byte by byte, but for blanks at the end, which nobody sees in what is read (`padded`),
   * without regard to case, accents or blanks at the end (`folded`), or not at all because
   * the type knows no equality that an index serves.
   */
  readonly comparison: 'exact' | 'padded' | 'folded' | 'none'
  readonly constraints?: Constraints
}

export interface ForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly toSchema: string
  readonly toTable: string
  readonly toColumns: readonly string[]
}
