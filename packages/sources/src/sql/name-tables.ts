import { UniqueNames } from '../json-schema/unique-names.ts'
import type { Dialect } from './dialect.ts'
import type { Table } from './table.ts'

/** The names of objects. Tables of the home schema come first, so that nothing can take their plain name. */
export function nameTables(tables: readonly Table[], dialect: Dialect): ReadonlyMap<Table, string> {
  const home = dialect.homeSchema(tables)
  const names = new UniqueNames()
  const ordered = [
    ...tables.filter((table) => table.schema === home),
    ...tables.filter((table) => table.schema !== home),
  ]
  return new Map(
    ordered.map((table) => {
      const wanted = table.schema === home ? table.name : `${table.schema}.${table.name}`
      return [table, names.take(wanted, 'free')]
    }),
  )
}
