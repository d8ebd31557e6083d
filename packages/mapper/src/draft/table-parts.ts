import {
  type BindingInputDocument,
  compositeKeys,
  leadingColumns,
  type ObjectType,
  uniqueColumns,
} from '@bindery/model'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import { recordIdName } from './proposed-names.ts'
import type { TableMode } from './table-mode.ts'

const mostRows = 10

/**
 * A search filters by a column that leads an index, an update names its row by a unique one: by the key of the table where
 * nobody named one, since without it there is nothing to update.
 */
export function tableParts(
  mode: TableMode,
  table: ObjectType,
  { assigned }: AssignedParameters,
): Pick<BindingInputDocument, 'sqlSearch' | 'sqlWrite'> {
  const columns = assigned.map(({ name, place }) => ({ column: place.target, param: name }))
  if (mode === 'insert' && columns.length > 0) return { sqlWrite: { table: table.name, mode, columns } }
  const [first] = columns
  if (first === undefined) return {}
  const whole = compositeKeys(table).find((key) =>
    key.every((part) => columns.some(({ column }) => column === part)),
  )
  const isPart = ({ column }: SqlColumn): boolean => whole?.includes(column) === true
  if (mode === 'find') {
    const leading = leadingColumns(table)
    if (whole !== undefined)
      return { sqlSearch: { table: table.name, filters: columns.filter(isPart), limit: mostRows } }
    const filter = columns.find(({ column }) => leading.includes(column)) ?? first
    return { sqlSearch: { table: table.name, filter, limit: mostRows } }
  }
  const unique = uniqueColumns(table)
  const named = columns.find(({ column }) => unique.includes(column))
  const [own] = unique
  if (named === undefined && (whole !== undefined || own === undefined))
    return updateByKey(table, columns, whole)
  const key = named ?? { column: own ?? first.column, param: recordIdName(table, own ?? first.column) }
  const written = columns.filter((column) => column !== key)
  return written.length === 0
    ? {}
    : { sqlWrite: { table: table.name, mode, columns: written, keyColumn: key.column, keyParam: key.param } }
}

interface SqlColumn {
  readonly column: string
  readonly param: string
}

/** By all columns of a key; without any that is known, by the first column that was named, which the compiler refuses. */
function updateByKey(
  table: ObjectType,
  columns: readonly SqlColumn[],
  whole: readonly string[] | undefined,
): Pick<BindingInputDocument, 'sqlWrite'> {
  const [first] = columns
  const parts = whole ?? compositeKeys(table)[0] ?? [first?.column ?? '']
  const keys = parts.map(
    (part) =>
      columns.find(({ column }) => column === part) ?? { column: part, param: recordIdName(table, part) },
  )
  const written = columns.filter(({ column }) => !parts.includes(column))
  const [only, second] = keys
  if (written.length === 0 || only === undefined) return {}
  const named = second === undefined ? { keyColumn: only.column, keyParam: only.param } : { keys }
  return { sqlWrite: { table: table.name, mode: 'update', columns: written, ...named } }
}
