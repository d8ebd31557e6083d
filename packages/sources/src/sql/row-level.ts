import {
  type CheckedBinding,
  type OrderEntry,
  type Output,
  parseFieldPath,
  type RowsOutput,
} from '@bindery/model'
import type { Join } from './call.ts'
import type { Dialect } from './dialect.ts'
import { type JoinedRow, namesOf, type ReadTable, type TableWalk, unreadable } from './read-tables.ts'
import { readsOfRows, type SelectedCell, selectCells } from './selected-cells.ts'
import type { SqlCondition } from './write-condition.ts'

/** Rows of one table that a statement reads, and what it reads of each. */
export interface RowLevel {
  readonly table: ReadTable
  readonly cells: readonly SelectedCell[]
  /** Joined rows that are handed out, or on the way to what is. */
  readonly joined: readonly JoinedRow[]
  /** Joined rows that are only compared or ordered by. */
  readonly others: readonly JoinedRow[]
  readonly inner: readonly InnerLevel[]
  /** The leaves that lead to these rows; none for those that the search itself finds. */
  readonly rows: readonly string[]
  readonly order: readonly OrderEntry[]
  readonly maxRows: number
}

/** Rows within a row. */
export interface InnerLevel extends RowLevel {
  /** Where they go in the row around them: after the relationships that lead to a joined row, a name. */
  readonly path: readonly string[]
  /** Pairs of a column here and a column of the row that they lead to. */
  readonly on: Join['on']
}

export interface LevelParts {
  readonly checked: CheckedBinding
  readonly dialect: Dialect
  readonly walk: TableWalk
  readonly conditions: readonly SqlCondition[]
}

/** What one output takes of rows, and the leaves that lead to it. Several may take of the rows that a search finds. */
export interface RowList {
  readonly leaves: readonly string[]
  readonly fields: readonly Output[]
}

export interface LevelRequest {
  readonly table: ReadTable
  /** What is taken of each row. */
  readonly lists: readonly RowList[]
  readonly rows: readonly string[]
  readonly order: readonly OrderEntry[]
  readonly maxRows: number
  /** Columns that are read beside those of the fields, already worked out. */
  readonly cells?: readonly SelectedCell[]
}

/** What a statement reads of the rows of a table and of rows within them. Throws `binding_invalid` for a whole row. */
export function toRowLevel(request: LevelRequest, parts: LevelParts): RowLevel {
  const { table, rows, order, maxRows } = request
  const { walk } = parts
  const inner = request.lists.flatMap(({ fields, leaves }) =>
    fields.flatMap((field) => innerOf(field, { table, leaves }, parts)),
  )
  const cells = request.cells ?? cellsOf(request, parts)
  const selected = [...cells.map(({ path }) => path), ...inner.map(({ path }) => path)].map(withoutLast)
  const joined = walk.joined(table, selected)
  const compared = [
    ...parts.conditions.filter((condition) => isOf(condition, rows)).map(({ via }) => via),
    ...order.map(({ field }) => orderedColumn(field, table, walk)?.via ?? []),
  ]
  const isSelected = new Set(joined.map(({ path }) => JSON.stringify(path)))
  const others = walk.joined(table, compared).filter(({ path }) => !isSelected.has(JSON.stringify(path)))
  return { table, cells, joined, others, inner, rows, order, maxRows }
}

const withoutLast = (path: readonly string[]): readonly string[] => path.slice(0, -1)

/** Whether a condition is about these rows. */
export const isOf = ({ condition }: SqlCondition, rows: readonly string[]): boolean =>
  JSON.stringify(condition.rows ?? []) === JSON.stringify(rows)

function cellsOf({ table, lists }: LevelRequest, parts: LevelParts): readonly SelectedCell[] {
  const { checked, dialect, walk } = parts
  const reads = readsOfRows(checked.reach, table.object)
  const fields = lists.flatMap((list) => list.fields)
  return selectCells(fields, {
    isJoin: (path) => walk.joinAt(table, path) !== undefined,
    isInner: (output) => backOf(output, table, walk) !== undefined,
    lists: dialect.lists,
    ...(reads === undefined ? {} : { reads }),
  })
}

/** The table of rows within rows; undefined for a list inside a column. */
export function backOf(output: RowsOutput, table: ReadTable, walk: TableWalk) {
  const names = namesOf(output)
  const around = walk.along(table, names.slice(0, -1))
  return around === undefined ? undefined : walk.back(around, names.at(-1) ?? '')
}

function innerOf(
  output: Output,
  { table, leaves }: { readonly table: ReadTable; readonly leaves: readonly string[] },
  parts: LevelParts,
): readonly InnerLevel[] {
  if (output.kind === 'value') return []
  const back = backOf(output, table, parts.walk)
  if (back === undefined) return []
  const order = output.orderBy ?? []
  const rows = [...leaves, output.leaf]
  const level = toRowLevel(
    {
      table: back.table,
      lists: [{ leaves: rows, fields: output.fields }],
      rows,
      order: [...order, ...keyAfter(back.table, order, parts.checked)],
      maxRows: output.max,
    },
    parts,
  )
  return [{ ...level, path: namesOf(output), on: back.on }]
}

/** A column that rows are ordered by, and the relationships that lead to its row; undefined where there is none. */
export function orderedColumn(field: string, table: ReadTable, walk: TableWalk) {
  const own = table.search?.arguments.find(({ name }) => name === field)
  if (own !== undefined) return { via: [], column: field, nullable: own.nullable }
  const parsed = parseFieldPath(field)
  const names = parsed.ok ? parsed.value.flatMap((step) => (step.kind === 'field' ? [step.name] : [])) : []
  const via = names.slice(0, -1)
  if (via.length === 0 || walk.joinAt(table, via) === undefined) return undefined
  // A row that there is not has none of its values.
  return { via, column: names.at(-1) ?? '', nullable: true }
}

/** Rows that are alike in the order that is asked for come by their key, so that they come the same way each time. */
export function keyAfter(
  { object, search }: Pick<ReadTable, 'object' | 'search'>,
  order: readonly OrderEntry[],
  { reach }: Pick<CheckedBinding, 'reach'>,
): readonly OrderEntry[] {
  // What scoping hides orders nothing either.
  const { key = [], fields = [] } = reach?.object(object) ?? {}
  const isSeen = new Set(fields.map(({ name }) => name))
  const isCompared = (name: string): boolean =>
    isSeen.has(name) && search?.arguments.some((argument) => argument.name === name) === true
  const direction = order.at(-1)?.direction ?? 'asc'
  return key
    .filter((name) => isCompared(name) && order.every(({ field }) => field !== name))
    .map((field) => ({ field, direction }))
}

/** Throws `binding_invalid` for an order by what is no column. */
export function requireOrdered(field: string, table: ReadTable, walk: TableWalk) {
  const found = orderedColumn(field, table, walk)
  if (found === undefined)
    throw unreadable(`"${table.object}" has no column "${field}" to order by.`, 'order_column')
  return found
}
