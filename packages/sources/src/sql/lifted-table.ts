import type { Argument } from '@bindery/model'
import type { Relation } from './relations.ts'
import type { Table } from './table.ts'

/** A table with the name of its object. */
export interface LiftedTable {
  readonly table: Table
  readonly relations: readonly Relation[]
  readonly name: string
  /** One optional argument for each column, in their order; what the operations of the table take is made of them. */
  readonly arguments: readonly Argument[]
}

/** Where a table or one of its columns came from. */
export const provenanceOf = (table: Table, column?: string): string =>
  `table ${table.schema}.${table.name}${column === undefined ? '' : ` column ${column}`}`
