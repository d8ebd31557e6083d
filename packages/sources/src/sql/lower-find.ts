import {
  type CheckedBinding,
  hasConditions,
  type OrderEntry,
  type Output,
  parseFieldPath,
  PlatformError,
  type SqlSearch,
} from '@bindery/model'
import type { Call, Join } from './call.ts'
import type { Dialect } from './dialect.ts'
import { type ConditionSet, conditionsOf, writeSets } from './lower-conditions.ts'
import { whereOf } from './lower-where.ts'
import type { Plan } from './plan.ts'
import { readsOfRows, type SelectedCell, selectCells } from './selected-cells.ts'
import { StatementWriter } from './statement-writer.ts'
import { mergeAccess, type TableUse } from './table-access.ts'
import type { ConditionPlace } from './write-condition.ts'

type FindCall = Extract<Call, { mode: 'find' }>

/** Rows that a search returns when it does not say how many, and at most. */
const rowLimits = { standard: 5, most: 50 } as const

/**
 * One `select` with its joins; pinned constants narrow it, and one row more than is handed out is asked for. Where calls may
 * leave conditions out, one statement for each set of conditions that a call can give.
 */
export function lowerFind(call: FindCall, checked: CheckedBinding, dialect: Dialect): Plan {
  const reads = readsOfRows(checked.reach, checked.operation.object ?? '')
  const cells = selectCells(checked.outputs, {
    joins: call.joins,
    lists: dialect.lists,
    ...(reads === undefined ? {} : { reads }),
  })
  const joins = call.joins.filter((join) =>
    cells.some(({ path }) => path.length === 2 && path[0] === join.name),
  )
  const conditions = conditionsOf(checked)
  const compared = new Set([...conditions.flatMap(({ join }) => join ?? []), ...orderJoins(checked, call)])
  const others = call.joins.filter((join) => compared.has(join.name) && !joins.includes(join))
  const shape: FindShape = { call, checked, dialect, cells, joins, others, maxRows: rowsOf(checked) }
  const { all, plan } = writeSets(conditions, (set) => writeFind(shape, set))
  return {
    answer: 'rows',
    ...plan,
    cells: cells.map(({ path, codec }) => ({ path: [...path], codec })),
    joins: joins.map(({ name }, index) => ({ name, witness: cells.length + index })),
    maxRows: shape.maxRows,
    access: [...mergeAccess(all.flatMap(({ uses }) => uses))],
  }
}

interface FindShape {
  readonly call: FindCall
  readonly checked: CheckedBinding
  readonly dialect: Dialect
  readonly cells: readonly SelectedCell[]
  /** Joins whose columns are handed out, and those that are only compared or ordered by. */
  readonly joins: readonly Join[]
  readonly others: readonly Join[]
  readonly maxRows: number
}

function writeFind(shape: FindShape, set: ConditionSet) {
  const { call, checked, dialect, cells, joins, maxRows } = shape
  const all = [...joins, ...shape.others]
  const aliases = new Map(all.map((join, index) => [join.name, `r${index + 1}`]))
  const aliasOf = (join: string): string => aliases.get(join) ?? ''
  const writer = new StatementWriter(dialect)
  const witnesses = joins.map((join) => writer.column(aliasOf(join.name), join.on[0]?.[1] ?? ''))
  const text = [
    `select ${[...writer.cells(cells, aliasOf, 't'), ...witnesses].join(', ') || '1'}`,
    `from ${writer.table(call.from)} as t`,
    ...all.map((join) => writer.leftJoin(join, aliasOf(join.name), 't')),
    ...whereOf(checked, set, { writer, dialect, alias: 't', aliasOf }),
    ...orderBy(checked, { writer, dialect, alias: 't', aliasOf }, call),
    `limit ${maxRows + 1}`,
  ].join(' ')
  const uses: readonly TableUse[] = [
    { ...call.from, select: writer.reads('t') },
    ...all.map(({ name, to }) => ({ ...to, select: writer.reads(aliasOf(name)) })),
  ]
  return { statement: { text, binds: writer.binds }, uses }
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

/** Only a column that can be compared orders rows: those are the arguments of the operation, and of those that it leads to. */
function orderBy(
  checked: CheckedBinding,
  { writer, dialect, aliasOf }: ConditionPlace,
  call: FindCall,
): readonly string[] {
  const { binding, operation } = checked
  const order = binding.orderBy ?? oldOrder(binding.sqlSearch)
  if (order.length === 0) return []
  const entries = [...order, ...(binding.orderBy === undefined ? [] : keyAfter(checked, binding.orderBy))]
  const written = entries.map(({ field, direction = 'asc' }) => {
    const column = operation.arguments.find((argument) => argument.name === field)
    if (column === undefined) {
      const joined = joinedColumn(field, call)
      if (joined === undefined)
        throw invalid(`"${operation.object}" has no column "${field}" to order by.`, 'order_column')
      const name = writer.column(aliasOf?.(joined.join) ?? '', joined.column)
      return `${name} ${direction}${dialect.nulls[direction]}`
    }
    // Where there are no nulls the plain order is kept: an index serves it.
    const nulls = column.nullable ? dialect.nulls[direction] : ''
    return `${writer.column('t', field)} ${direction}${nulls}`
  })
  return [`order by ${written.join(', ')}`]
}

/** Joins by whose columns rows are ordered. */
const orderJoins = ({ binding, operation }: CheckedBinding, call: FindCall): readonly string[] =>
  (binding.orderBy ?? []).flatMap(({ field }) => {
    if (operation.arguments.some(({ name }) => name === field)) return []
    const joined = joinedColumn(field, call)
    return joined === undefined ? [] : [joined.join]
  })

/** The join and the column of `customer.city`; undefined where nothing of that name is joined. */
function joinedColumn(field: string, call: FindCall) {
  const parsed = parseFieldPath(field)
  const [first, second, ...more] = parsed.ok ? parsed.value : []
  if (first?.kind !== 'field' || second?.kind !== 'field' || more.length > 0) return undefined
  const isJoin = call.joins.some(({ name }) => name === first.name)
  return isJoin ? { join: first.name, column: second.name } : undefined
}

const oldOrder = (search: SqlSearch | undefined): readonly OrderEntry[] =>
  search?.orderBy === undefined
    ? []
    : [{ field: search.orderBy.column, direction: search.orderBy.direction ?? 'asc' }]

/** Rows that are alike in the order that is asked for come by their key, so that they come the same way each time. */
function keyAfter({ operation, reach }: CheckedBinding, order: readonly OrderEntry[]): readonly OrderEntry[] {
  // What scoping hides orders nothing either.
  const { key = [], fields = [] } = reach?.object(operation.object ?? '') ?? {}
  const isSeen = new Set(fields.map(({ name }) => name))
  const isCompared = (name: string): boolean =>
    isSeen.has(name) && operation.arguments.some((argument) => argument.name === name)
  const direction = order.at(-1)?.direction ?? 'asc'
  return key
    .filter((name) => isCompared(name) && order.every(({ field }) => field !== name))
    .map((field) => ({ field, direction }))
}

const invalid = (message: string, reason: string): PlatformError =>
  new PlatformError('binding_invalid', message, { reason })
