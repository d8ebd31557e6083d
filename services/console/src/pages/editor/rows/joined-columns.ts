import type { components, Operation } from '@bindery/client'
import type { Column } from './condition.ts'
import { columnsOf } from './table-mode.ts'

type CatalogObject = components['schemas']['Object']

/** A way from the rows of a table to a row of another one. */
export interface Join {
  readonly name: string
  readonly object: string
}

/** Other tables that the rows of one lead to, at most: what lies behind more of them is written in the YAML. */
const mostJoins = 12

/** Fields that hold a row of another table. */
export const joinsOf = (table: Pick<CatalogObject, 'fields'> | undefined): readonly Join[] =>
  (table?.fields ?? [])
    .flatMap(({ name, jsonType, references: [object] }) =>
      jsonType === 'object' && object !== undefined ? [{ name, object }] : [],
    )
    .slice(0, mostJoins)

/** The columns of rows that are led to, by the name of what leads there. */
export const joinedColumns = (
  joins: readonly Join[],
  searches: readonly (Operation | undefined)[],
): readonly Column[] =>
  joins.flatMap(({ name }, at) => {
    const search = searches[at]
    return search === undefined
      ? []
      : columnsOf(search).map((column) => ({ ...column, name: `${name}.${column.name}` }))
  })
