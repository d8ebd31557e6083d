import { type CheckedBinding, type OrderEntry, type Output, type SqlSearch } from '@bindery/model'
import { hasConditions } from '@bindery/model/tables'
import type { Call } from './call.ts'
import type { Dialect } from './dialect.ts'
import { type ConditionSet, conditionsOf, writeSets } from './lower-conditions.ts'
import { whereOf } from './lower-where.ts'
import type { Plan, Rows } from './plan.ts'
import { type ReadTable, TableWalk, unreadable } from './read-tables.ts'
import {
  backOf,
  isOf,
  keyAfter,
  type LevelParts,
  type RowLevel,
  type RowList,
  toRowLevel,
} from './row-level.ts'
import { readsOfRows, type SelectedCell, selectCells } from './selected-cells.ts'
import { StatementWriter } from './statement-writer.ts'
import { mergeAccess } from './table-access.ts'
import type { SqlCondition } from './write-condition.ts'
import { type LevelWriting, TableNames, writeLevel, writeOrder } from './write-level.ts'

type FindCall = Extract<Call, { mode: 'find' }>

/** Rows that a search returns when it does not say how many, and at most. */
const rowLimits = { standard: 5, most: 50 } as const

/**
 * One `select` with its joins and with rows within its rows; pinned constants narrow it, and one row more than is handed out
 * is asked for, of inner rows too. Where calls may leave conditions out, one statement for each set that a call can give.
 */
export function lowerFind(call: FindCall, checked: CheckedBinding, dialect: Dialect): Plan {
  const { operation, reach } = checked
  const walk = new TableWalk(reach)
  const table: ReadTable = { object: operation.object ?? '', ...call, search: operation }
  const conditions = conditionsOf(checked, table)
  const parts: LevelParts = { checked, dialect, walk, conditions }
  const level = toRowLevel(
    {
      table,
      lists: checked.outputs.flatMap((output): readonly RowList[] =>
        output.kind === 'rows' && isWholeAnswer(output)
          ? [{ leaves: [output.leaf], fields: output.fields }]
          : [],
      ),
      rows: [],
      order: orderOf(checked, table),
      maxRows: rowsOf(checked),
      cells: cellsOf(table, parts),
    },
    parts,
  )
  const { all, plan } = writeSets(conditions, (set) => writeFind(level, parts, set))
  requireLevels(level, conditions)
  const { cells, joins, inner, maxRows } = toRows(level, [])
  return {
    answer: 'rows',
    ...plan,
    cells,
    joins,
    ...(inner.length === 0 ? {} : { inner }),
    maxRows,
    access: [...mergeAccess(all.flatMap(({ uses }) => uses))],
  }
}

function cellsOf(table: ReadTable, { checked, dialect, walk }: LevelParts): readonly SelectedCell[] {
  const reads = readsOfRows(checked.reach, table.object)
  return selectCells(checked.outputs, {
    isJoin: (path) => walk.joinAt(table, path) !== undefined,
    isInner: (output) => backOf(output, table, walk) !== undefined,
    lists: dialect.lists,
    ...(reads === undefined ? {} : { reads }),
  })
}

/** A condition that is about no rows of the statement would be left out of it, and let more through. */
function requireLevels(level: RowLevel, conditions: readonly SqlCondition[]): void {
  const levels = [level]
  for (const { inner } of levels) levels.push(...inner)
  const lost = conditions.find((condition) => !levels.some(({ rows }) => isOf(condition, rows)))
  if (lost !== undefined)
    throw unreadable(`"${lost.column}" is compared of rows that nothing reads.`, 'condition_rows')
}

/** How the columns of a level are read back into rows. */
function toRows({ cells, joined, inner, maxRows }: RowLevel, path: readonly string[]): Rows {
  return {
    path: [...path],
    cells: cells.map((cell) => ({ path: [...cell.path], codec: cell.codec })),
    joins: joined.map((row, index) => {
      const around = row.path.slice(0, -1)
      const at = { name: row.join.name, witness: cells.length + index }
      return around.length === 0 ? at : { ...at, within: around }
    }),
    inner: inner.map((rows) => toRows(rows, rows.path)),
    maxRows,
  }
}

function writeFind(level: RowLevel, parts: LevelParts, set: ConditionSet) {
  const { dialect } = parts
  const { text, writer, names } = writeText(level, parts, { set, dialect })
  const other = level.inner.length === 0 ? undefined : dialect.other
  const statement = {
    text,
    binds: writer.binds,
    // The same places in the same order: only how rows within rows are put together differs.
    ...(other === undefined ? {} : { otherText: writeText(level, parts, { set, dialect: other }).text }),
  }
  return { statement, uses: names.uses(writer) }
}

function writeText(
  level: RowLevel,
  { checked, walk }: LevelParts,
  { set, dialect }: Pick<LevelWriting, 'set' | 'dialect'>,
) {
  const writer = new StatementWriter(dialect)
  const names = new TableNames()
  const writing: LevelWriting = { writer, dialect, walk, set, names }
  const written = writeLevel(level, names.own(level.table.from), writing)
  const { alias, aliasOf } = written
  const selected = [...writer.cells(level.cells, aliasOf), ...written.witnesses, ...written.inner]
  const own = { ...set, conditions: set.conditions.filter((condition) => isOf(condition, [])) }
  const where = whereOf(checked, own, { writer, dialect, alias, aliasOf })
  const order = writeOrder(level, written, writing)
  const sorted = order === '' ? [] : [`order by ${order}`]
  const found = [`from ${written.from}`, ...where, ...sorted, `limit ${level.maxRows + 1}`].join(' ')
  const isEarly = level.inner.length > 0 && written.joins.length > 0 && sorted.length > 0
  const rest =
    isEarly && dialect.innerRows === 'before_sort'
      ? [`from (select ${ownColumns(writer, alias)} ${found}) as ${alias}`, ...written.joins, ...sorted].join(
          ' ',
        )
      : found
  return { text: `select ${selected.join(', ') || '1'} ${rest}`, writer, names }
}

/** Everything that the statement reads of the rows that were chosen, and of those alone. */
function ownColumns(writer: StatementWriter, alias: string): string {
  const columns = [...writer.reads(alias)].map((name) => writer.column(alias, name))
  return columns.join(', ') || '1'
}

/**
 * As many rows as both the search and the outputs say: the smaller of `limit` and of the largest `max`. What says nothing
 * leaves it to the other.
 */
function rowsOf({ binding, outputs }: CheckedBinding): number {
  const authored = binding.projection.flatMap(({ fields, max }) =>
    fields === undefined || max === undefined ? [] : [max],
  )
  if (hasConditions(binding)) return mostRows(outputs)
  const asked =
    binding.sqlSearch?.limit ?? (authored.length === 0 ? rowLimits.standard : Math.max(...authored))
  const needed = outputs.map((output) => (output.kind === 'rows' ? output.max : rowLimits.most))
  return Math.min(asked, rowLimits.most, ...(needed.length === 0 ? [] : [Math.max(...needed)]))
}

/** The largest list that the outputs hand out; single values are of the first row, and of a second that shows there are more. */
function mostRows(outputs: readonly Output[]): number {
  const lists = outputs.flatMap((output) =>
    output.kind === 'rows' && isWholeAnswer(output) ? [output.max] : [],
  )
  return lists.length === 0 ? rowLimits.standard : Math.max(...lists)
}

const isWholeAnswer = ({ path }: Output): boolean => path.every((step) => step.kind !== 'field')

/** What rows are ordered by. In the form with conditions the key of the table comes last. */
function orderOf(checked: CheckedBinding, table: ReadTable): readonly OrderEntry[] {
  const { orderBy, sqlSearch } = checked.binding
  if (orderBy === undefined) return oldOrder(sqlSearch)
  return [...orderBy, ...keyAfter(table, orderBy, checked)]
}

const oldOrder = (search: SqlSearch | undefined): readonly OrderEntry[] =>
  search?.orderBy === undefined
    ? []
    : [{ field: search.orderBy.column, direction: search.orderBy.direction ?? 'asc' }]
