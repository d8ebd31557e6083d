import type { ObjectType } from '@bindery/model'
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

/** Columns that lead an index, which a search by them can use. Partial indexes do not hold every row. */
export function leadingColumns(table: ObjectType): readonly string[] {
  const leads = table.indexes.filter((index) => !index.isPartial).map((index) => index.fields[0])
  return [...new Set([table.key[0], ...leads])].filter((column) => column !== undefined)
}

/** Columns that alone name one row. */
export function uniqueColumns(table: ObjectType): readonly string[] {
  const keys = table.indexes
    .filter((index) => index.isUnique && !index.isPartial)
    .map((index) => index.fields)
  return [...new Set([table.key, ...keys].flatMap((fields) => (fields.length === 1 ? fields : [])))]
}

/** The column that an entry fills. */
export function columnOf({ resolution, name }: ResolvedAssignment): string {
  return resolution.status === 'found' ? resolution.target.argument.name : name
}
