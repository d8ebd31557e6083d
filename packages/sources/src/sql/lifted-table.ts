import type { Argument, FieldName } from '@bindery/model'
import type { Relation } from './relations.ts'
import type { Column, Table } from './table.ts'

/** Where the columns of a catalog are in it, by their keys. */
export type Places = ReadonlyMap<string, FieldName>

/** The fields that a column shows, of those that the catalog has. */
export function shownFields({ shows }: Column, places: Places): { readonly shows?: readonly FieldName[] } {
  const fields = shows.flatMap((key) => places.get(key) ?? [])
  return fields.length === 0 ? {} : { shows: fields }
}

/** A table with the name of its object. */
export interface LiftedTable {
  readonly table: Table
  readonly relations: readonly Relation[]
  readonly name: string
  /** What columns show, by their keys. */
  readonly places: Places
  /** One optional argument for each column, in their order; what the operations of the table take is made of them. */
  readonly arguments: readonly Argument[]
}

/** Where a table or one of its columns came from. */
export const provenanceOf = (table: Table, column?: string): string =>
  `table ${table.schema}.${table.name}${column === undefined ? '' : ` column ${column}`}`
