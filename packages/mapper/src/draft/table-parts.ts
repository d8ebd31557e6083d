import { type BindingInputDocument, mostOptional, type ObjectType } from '@bindery/model'
import { compositeKeys, leadingColumns, uniqueColumns } from '@bindery/model/tables'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import { recordIdName } from './proposed-names.ts'
import type { TableMode } from './table-mode.ts'

/** Conditions that a binding can have. */
const mostConditions = 20

/**
 * A search compares every column that was named, an update names its row by a unique one: by the key of the table where
 * nobody named one, since without it there is nothing to update.
 */
export function tableParts(
  mode: TableMode,
  table: ObjectType,
  { assigned }: AssignedParameters,
): Pick<BindingInputDocument, 'where' | 'sqlWrite'> {
  const columns = assigned.map(({ name, place }) => ({ column: place.target, param: name }))
  if (mode === 'insert' && columns.length > 0) return { sqlWrite: { table: table.name, mode, columns } }
  if (columns.length === 0) return {}
  if (mode === 'find') return { where: conditionsOf(table, assigned) }
  const [first] = columns
  if (first === undefined) return {}
  const whole = wholeKey(table, columns)
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

/** All columns of a key of several columns, where all of them are among what was named. */
const wholeKey = (table: ObjectType, columns: readonly SqlColumn[]): readonly string[] | undefined =>
  compositeKeys(table).find((key) => key.every((part) => columns.some(({ column }) => column === part)))

/**
 * A condition for each column that was named. What an index or a key serves bounds what a call reads, and what says who
 * somebody is narrows every call; the others a call may leave out, as many as a skill can have of these.
 */
function conditionsOf(
  table: ObjectType,
  assigned: AssignedParameters['assigned'],
): NonNullable<BindingInputDocument['where']> {
  const lines = assigned.map(({ name, place, isAsked }) => ({
    column: place.target,
    param: name,
    place,
    isAsked: isAsked === true,
  }))
  const leading = leadingColumns(table)
  const served = lines.find(({ column }) => leading.includes(column)) ?? lines[0]
  const names = [...(wholeKey(table, lines) ?? []), ...uniqueColumns(table)]
  const isNeeded = (line: (typeof lines)[number]): boolean =>
    line === served || line.isAsked || names.includes(line.column) || line.place.sensitivity !== 'none'
  const optional = lines.filter((line) => !isNeeded(line)).slice(0, mostOptional)
  return lines.slice(0, mostConditions).map((line) => ({
    field: line.column,
    param: line.param,
    ...(optional.includes(line) ? { optional: true } : {}),
  }))
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
