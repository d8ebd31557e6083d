import { type Index, type Json, keyAmong, type ObjectType, uniqueKeys } from '@bindery/model'
import type { ResolvedAssignment, ResolvedBinding } from './resolved-binding.ts'

/** What a binding does to a table. */
export interface SqlBinding {
  readonly mode: 'find' | 'insert' | 'update'
  readonly table: ObjectType
  /** Entries that fill columns. */
  readonly columns: readonly ResolvedAssignment[]
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
  const columns = assignments.filter(
    ({ resolution }) => resolution.status === 'found' && resolution.target.argument.place === 'column',
  )
  return { mode, table, columns }
}

function modeOf(
  { sqlSearch, sqlWrite }: ResolvedBinding['binding'],
  operation: string,
): SqlBinding['mode'] | undefined {
  if (sqlSearch !== undefined) return 'find'
  if (sqlWrite !== undefined) return sqlWrite.mode
  const [, ending] = /\.(find|insert|update)$/.exec(operation) ?? []
  return ending === 'find' || ending === 'insert' || ending === 'update' ? ending : undefined
}

/**
 * The entries that name the rows of a table operation, whether the binding calls them so or only fills columns: every
 * column that a search compares, and the key of an update. The call is refused without a value for each, and null is none.
 */
export function rowNames(resolved: ResolvedBinding): readonly ResolvedAssignment[] {
  const named = resolved.assignments.filter(({ namesRows }) => namesRows === true)
  const sql = findSqlBinding(resolved)
  if (sql === undefined || sql.mode === 'insert') return named
  if (sql.mode === 'find') return sql.columns
  if (named.length > 0) return named
  const key = keyAmong(uniqueKeys(sql.table), sql.columns.map(columnOf)) ?? []
  return sql.columns.filter((entry) => key.includes(columnOf(entry)))
}

/** How far indexes serve the filters of a search, the best of them: the filters that are among its first columns. */
export function servedFilters({ table, columns }: SqlBinding): ReadonlySet<string> {
  const constants = new Map(
    columns.flatMap((entry) =>
      entry.source.from === 'constant' ? [[columnOf(entry), entry.source.value]] : [],
    ),
  )
  const filters = new Set(columns.filter(({ source }) => source.from === 'parameter').map(columnOf))
  const usable = table.indexes.filter((index) => !index.isPartial || isImplied(index, { constants, filters }))
  const served = [table.key, ...usable.map(({ fields }) => fields)].map((fields) => {
    const end = fields.findIndex((field) => !filters.has(field) && !constants.has(field))
    return fields.slice(0, end === -1 ? fields.length : end).filter((field) => filters.has(field))
  })
  // Of two that serve as many, the one that serves the filter that was written first.
  const [first = ''] = filters
  const weigh = (fields: readonly string[]): number => fields.length * 2 + (fields.includes(first) ? 1 : 0)
  return new Set(served.reduce((best, next) => (weigh(next) > weigh(best) ? next : best), []))
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
