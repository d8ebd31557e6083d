import type { components } from '@bindery/client'

type CatalogObject = Pick<components['schemas']['Object'], 'name' | 'fields' | 'edges'>

/** Rows of another table that lead to a row: the orders of a customer. */
export interface RowsBack {
  /** As a path of a binding says it. */
  readonly name: string
  readonly object: string
}

/**
 * The rows that lead to a row of a table, by the name of their table where one relation of it leads here and no field has that name;
 * else the relation is named too, `orders_by_customer`.
 */
export function rowsBack({ name, fields, edges }: CatalogObject): readonly RowsBack[] {
  const back = edges.filter(
    (edge) => edge.to.object === name && edge.cardinality === 'one' && edge.from.fields.length > 0,
  )
  return back.map(({ name: relation, from: { object } }) => {
    const isOnly = back.filter(({ from }) => from.object === object).length === 1
    const isFree = fields.every((field) => field.name !== object)
    const by = relation.slice(object.length + 1)
    return { object, name: isOnly && isFree ? object : `${object}_by_${by}` }
  })
}
