import { type Operation, type OrderEntry, type PathSegment, rowsOutputs } from '@bindery/model'
import { rowsSearch } from './condition-entries.ts'
import type { ResolvedBinding } from './resolved-binding.ts'

/** An order that a binding asks for, of the rows that its search finds or of rows within them. */
export interface RowOrder {
  readonly origin: readonly PathSegment[]
  readonly entries: readonly OrderEntry[]
  /** The operation whose columns rows are ordered by. */
  readonly operation: Operation
}

/** Every order of rows. What groups of an aggregate are ordered by are outputs, and none of these. */
export function rowOrders(resolved: ResolvedBinding): readonly RowOrder[] {
  const { binding, operation, outputs, view } = resolved
  if (binding.aggregate !== undefined) return []
  const own = { origin: ['orderBy'], entries: binding.orderBy ?? [], operation }
  const inner = rowsOutputs(outputs).flatMap((rows): readonly RowOrder[] => {
    const search = rowsSearch(rows, view)
    if (rows.orderBy === undefined || search === undefined) return []
    return [{ origin: [...rows.origin, 'orderBy'], entries: rows.orderBy, operation: search }]
  })
  return [own, ...inner]
}
