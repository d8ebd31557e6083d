import type { Relation } from './relations.ts'
import type { Table } from './table.ts'

/** A table with the name of its object. */
export interface LiftedTable {
  readonly table: Table
  readonly relations: readonly Relation[]
  readonly name: string
}

/** Where a table or one of its columns came from. */
export const provenanceOf = (table: Table, column?: string): string =>
  `table ${table.schema}.${table.name}${column === undefined ? '' : ` column ${column}`}`
