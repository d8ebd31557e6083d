import type { SqlSearch, SqlWrite } from './binding.ts'
import type { PathSegment } from './issue.ts'
import type { Json } from './json.ts'

/** A column of a table binding with what fills it, and where both stand in the binding. */
export interface SqlPart {
  readonly column: string
  readonly param?: string | undefined
  readonly const?: Json | undefined
  /** The entry: `['sqlSearch', 'filters', 1]`. */
  readonly origin: readonly PathSegment[]
}

/** The filters of a search, whether it has one or a list of them. */
export function sqlFilters({ filter, filters = [] }: SqlSearch): readonly SqlPart[] {
  const single = filter === undefined ? [] : [{ ...filter, origin: ['sqlSearch', 'filter'] }]
  return [
    ...single,
    ...filters.map((entry, index) => ({ ...entry, origin: ['sqlSearch', 'filters', index] })),
  ]
}

/** The parts of the key of an update, whether it has one column or several. A single one has no origin of its own. */
export function sqlKeys({ keyColumn, keyParam, keys = [] }: SqlWrite): readonly SqlPart[] {
  const single = keyColumn === undefined ? [] : [{ column: keyColumn, param: keyParam, origin: ['sqlWrite'] }]
  return [...single, ...keys.map((entry, index) => ({ ...entry, origin: ['sqlWrite', 'keys', index] }))]
}
