import type { Binding, ProjectionField, SqlSearch, SqlWrite } from '../binding.ts'
import type { FieldCondition } from '../condition.ts'
import type { PathSegment } from '../issue.ts'
import type { Json } from '../json.ts'

/** A column of a table binding with what fills it, and where both stand in the binding. */
export interface SqlPart {
  readonly column: string
  readonly param?: string | undefined
  readonly const?: Json | undefined
  /** The entry: `['sqlSearch', 'filters', 1]`. */
  readonly origin: readonly PathSegment[]
}

/** The conditions of a binding, and of rows within its rows, on one field each, those of an `anyOf` one by one. */
export function fieldConditions({ where = [], projection = [] }: Conditioned): readonly FieldCondition[] {
  const own = where.flatMap((condition) => ('anyOf' in condition ? condition.anyOf : [condition]))
  return [...own, ...projection.flatMap(({ fields = [] }) => fields.flatMap(innerConditions))]
}

type Conditioned = Pick<Binding, 'where'> & { readonly projection?: Binding['projection'] }

const innerConditions = ({ where, fields }: ProjectionField): readonly FieldCondition[] => [
  ...fieldConditions({ where }),
  ...(fields ?? []).flatMap(innerConditions),
]

/** Whether a binding says which rows it means in the form with conditions, which has rules of its own. */
export const hasConditions = ({ where, orderBy, acceptScan, aggregate }: RowsAuthored): boolean =>
  [where, orderBy, acceptScan, aggregate].some((member) => member !== undefined)

/** Whether a binding says anything of rows that servers who know the first format alone would not understand. */
export const saysRows = ({ rows, pages, ...rest }: RowsAuthored & Pick<Binding, 'rows' | 'pages'>): boolean =>
  hasConditions(rest) || rows !== undefined || pages !== undefined

type RowsAuthored = Pick<Binding, 'where' | 'orderBy' | 'acceptScan' | 'aggregate'>

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
