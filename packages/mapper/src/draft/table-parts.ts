import type { BindingInputDocument, ObjectType } from '@bindery/model'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import { recordIdName } from './proposed-names.ts'
import { leadingColumns, type TableMode, uniqueColumns } from './table-columns.ts'

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
  if (mode === 'find') {
    const leading = leadingColumns(table)
    const filter = columns.find(({ column }) => leading.includes(column)) ?? first
    return { sqlSearch: { table: table.name, filter, limit: mostRows } }
  }
  const unique = uniqueColumns(table)
  const named = columns.find(({ column }) => unique.includes(column))
  const [own] = unique
  const key = named ?? (own === undefined ? first : { column: own, param: recordIdName(table, own) })
  const written = columns.filter((column) => column !== key)
  return written.length === 0
    ? {}
    : { sqlWrite: { table: table.name, mode, columns: written, keyColumn: key.column, keyParam: key.param } }
}
