import { type Index, type Json, type ObjectType, type Operation } from '@bindery/model'
import { keyAmong, uniqueKeys } from '@bindery/model/tables'
import type { ResolvedAssignment, ResolvedBinding } from './resolved-binding.ts'

/** What a binding does to a table. */
export interface SqlBinding {
  readonly mode: 'find' | 'aggregate' | 'insert' | 'update'
  readonly table: ObjectType
  /** Entries that fill columns, or of a search compare them for equality in the plain form. */
  readonly columns: readonly ResolvedAssignment[]
  /** Conditions on its rows, not those on rows within them. */
  readonly conditions: readonly ResolvedAssignment[]
}

/** The table operation that a binding is, or undefined when it is none: its arguments are columns of a known table. */
export function findSqlBinding({
  binding,
  operation,
  view,
  assignments,
}: ResolvedBinding): SqlBinding | undefined {
  const table = operation.object === undefined ? undefined : view.index.object(operation.object)
  const mode = modeOf(binding, operation.name)
  const hasColumns = operation.arguments.some((argument) => argument.place === 'column')
  if (table === undefined || mode === undefined || !hasColumns) return undefined
  const found = assignments.filter(
    ({ resolution }) => resolution.status === 'found' && resolution.target.argument.place === 'column',
  )
  return {
    mode,
    table,
    columns: found.filter(({ condition }) => condition === undefined),
    conditions: found.filter(({ condition }) => condition !== undefined && condition.rows === undefined),
  }
}

/** Whether an operation finds rows of a table. */
export const isTableSearch = ({ name, object, arguments: taken }: Operation): boolean =>
  object !== undefined && name === `${object}.find` && taken.some(({ place }) => place === 'column')

function modeOf(
  { sqlSearch, sqlWrite }: ResolvedBinding['binding'],
  operation: string,
): SqlBinding['mode'] | undefined {
  if (sqlSearch !== undefined) return 'find'
  if (sqlWrite !== undefined) return sqlWrite.mode
  const [, ending] = /\.(find|aggregate|insert|update)$/.exec(operation) ?? []
  return ending === 'find' || ending === 'aggregate' || ending === 'insert' || ending === 'update'
    ? ending
    : undefined
}

/**
 * The entries that name the rows of a table operation, whether the binding calls them so or only fills columns: every
 * column that a search compares, and the key of an update. The call is refused without a value for each, and null is none.
 */
export function rowNames(resolved: ResolvedBinding): readonly ResolvedAssignment[] {
  const named = resolved.assignments.filter(({ namesRows }) => namesRows === true)
  const sql = findSqlBinding(resolved)
  if (sql === undefined || sql.mode === 'insert') return named
  if (sql.mode === 'find' || sql.mode === 'aggregate')
    return [...sql.columns, ...named.filter(({ condition }) => condition !== undefined)]
  if (named.some(({ condition }) => condition === undefined)) return named
  const key = keyAmong(uniqueKeys(sql.table), sql.columns.map(columnOf)) ?? []
  return [...named, ...sql.columns.filter((entry) => key.includes(columnOf(entry)))]
}

/** Whether a partial index holds every row that a search asks for in every call. */
export function holdsRowsOf(index: Index, { columns, conditions }: SqlBinding): boolean {
  const own = conditions.filter(
    ({ resolution }) => resolution.status === 'found' && resolution.target.path.length === 1,
  )
  const certain = [
    ...columns,
    ...own.filter(({ condition }) => condition?.optional !== true && condition?.id.includes('.') === false),
  ]
  // What is compared without regard to case leaves rows of other values too.
  const equal = certain.filter(
    ({ condition }) => condition === undefined || (condition.op === 'eq' && condition.fold !== true),
  )
  const nulls = certain.filter(
    ({ condition, source }) =>
      condition?.op === 'isNull' && source.from === 'constant' && source.value === true,
  )
  const constants = new Map(
    equal.flatMap((entry) =>
      entry.source.from === 'constant' ? [[columnOf(entry), entry.source.value] as const] : [],
    ),
  )
  for (const entry of nulls) constants.set(columnOf(entry), null)
  // What is compared with a value is not null; `ne` takes null too.
  const comparing = certain.filter(
    ({ condition, source }) =>
      condition?.op !== 'ne' &&
      (condition?.op !== 'isNull' || (source.from === 'constant' && source.value === false)),
  )
  const filters = new Set(
    comparing
      .filter(({ source, condition }) => source.from !== 'constant' || condition?.op === 'isNull')
      .map(columnOf),
  )
  return isImplied(index, { constants, filters })
}

/** True when what a search compares leaves only rows that a partial index holds. */
function isImplied(
  { rows }: Index,
  compared: { readonly constants: ReadonlyMap<string, Json>; readonly filters: ReadonlySet<string> },
): boolean {
  return (
    rows?.every((condition) => {
      const constant = compared.constants.get(condition.column)
      if ('in' in condition) return condition.in.some((value) => value === constant)
      if (condition.is === 'null') return constant === null
      return compared.filters.has(condition.column) || (constant !== undefined && constant !== null)
    }) === true
  )
}

/** The column that an entry fills. */
export function columnOf({ resolution, name }: ResolvedAssignment): string {
  return resolution.status === 'found' ? resolution.target.argument.name : name
}
