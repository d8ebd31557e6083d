import {
  type Aggregate,
  aggregatedType,
  type AggregateValue,
  type CheckedBinding,
  type OrderEntry,
  PlatformError,
  type TypeRef,
} from '@bindery/model'
import type { Call } from './call.ts'
import { codecOf } from './codec.ts'
import type { Dialect } from './dialect.ts'
import { columnType, type ConditionSet, conditionsOf, writeSets } from './lower-conditions.ts'
import { whereOf } from './lower-where.ts'
import type { Plan } from './plan.ts'
import { type ReadTable, TableWalk } from './read-tables.ts'
import { orderedColumn, type RowLevel } from './row-level.ts'
import { StatementWriter } from './statement-writer.ts'
import { mergeAccess } from './table-access.ts'
import { TableNames, writeLevel } from './write-level.ts'

type AggregateCall = Extract<Call, { mode: 'aggregate' }>

/** Groups that are returned when a binding does not say how many. */
const defaultGroups = 20

/** One `select` of counts and sums, grouped or not; as many statements as there are sets of conditions that a call gives. */
export function lowerAggregate(call: AggregateCall, checked: CheckedBinding, dialect: Dialect): Plan {
  const { aggregate } = checked.binding
  if (aggregate === undefined) {
    const message = 'Counts and sums are said in "aggregate".'
    throw new PlatformError('binding_invalid', message, { reason: 'aggregate_missing' })
  }
  const walk = new TableWalk(checked.reach)
  const table = walk.of(checked.operation.object ?? '', call.from)
  const shape: Shape = { checked, dialect, aggregate, walk, table }
  const { first, all, plan } = writeSets(conditionsOf(checked, table), (set) => writeAggregate(shape, set))
  return {
    answer: 'rows',
    ...plan,
    cells: first.cells.map(({ leaf, type }) => ({ path: [leaf], codec: codecOf(type, dialect.lists) })),
    joins: [],
    maxRows: mostRows(aggregate),
    access: [...mergeAccess(all.flatMap(({ uses }) => uses))],
  }
}

interface Shape {
  readonly checked: CheckedBinding
  readonly dialect: Dialect
  readonly aggregate: Aggregate
  readonly walk: TableWalk
  readonly table: ReadTable
}

const mostRows = ({ groupBy, max = defaultGroups }: Aggregate): number => (groupBy === undefined ? 1 : max)

interface WrittenCell {
  readonly leaf: string
  readonly type: TypeRef
  /** As it is computed, before it is written out. */
  readonly expression: string
}

function writeAggregate(shape: Shape, set: ConditionSet) {
  const { checked, dialect, aggregate } = shape
  const writer = new StatementWriter(dialect)
  const names = new TableNames()
  const level = levelOf(shape, set)
  const { alias, aliasOf, from } = writeLevel(level, names.own(level.table.from), {
    writer,
    names,
    dialect,
    walk: shape.walk,
    set,
  })
  const columnOf: ColumnOf = (field) => {
    const { via, column, type } = findColumn(field, shape)
    return { column: writer.column(aliasOf(via), column), type }
  }
  const groups = (aggregate.groupBy ?? []).map(({ field, leaf }): WrittenCell => {
    const { column: expression, type } = columnOf(field)
    return { leaf, type, expression }
  })
  const values = aggregate.values.map((value) => writeValue(value, dialect, columnOf))
  const cells = [...groups, ...values]
  const keys = groups.map(({ expression }) => expression)
  const text = [
    `select ${cells.map(({ expression, type }) => dialect.select(expression, type)).join(', ')}`,
    `from ${from}`,
    ...whereOf(checked, set, { writer, dialect, alias, aliasOf }),
    ...(keys.length === 0 ? [] : [`group by ${keys.join(', ')}`, orderOf(cells, keys, shape)]),
    `limit ${mostRows(aggregate) + 1}`,
  ].join(' ')
  return { statement: { text, binds: writer.binds }, cells, uses: names.uses(writer) }
}

/** The rows that are counted, with the rows that they lead to and of which something is compared, grouped by or added up. */
function levelOf({ aggregate, table, walk, ...shape }: Shape, { conditions }: ConditionSet): RowLevel {
  const fields = [...(aggregate.groupBy ?? []), ...aggregate.values].flatMap(({ field }) => field ?? [])
  const ways = [
    ...conditions.map(({ via }) => via),
    ...fields.map((field) => findColumn(field, { ...shape, aggregate, table, walk }).via),
  ]
  const others = walk.joined(table, ways)
  return { table, cells: [], joined: [], others, inner: [], rows: [], order: [], maxRows: 1 }
}

type ColumnOf = (field: string) => { readonly column: string; readonly type: TypeRef }

/** A column of the rows, or of a row that they lead to. Throws `binding_invalid` for one that there is not. */
function findColumn(field: string, { checked, table, walk }: Shape) {
  const found = orderedColumn(field, table, walk)
  const { via, column } = found ?? { via: [], column: field }
  const there = via.length === 0 ? undefined : walk.along(table, via)
  const type = there === undefined ? undefined : walk.columnType(there, column)
  return { via, column, type: type ?? columnType(checked, column) }
}

function writeValue({ fn, field, leaf }: AggregateValue, dialect: Dialect, columnOf: ColumnOf): WrittenCell {
  const integer: TypeRef = { kind: 'scalar', scalar: 'integer' }
  if (field === undefined) return { leaf, type: integer, expression: 'count(*)' }
  const { column, type: from } = columnOf(field)
  const type = aggregatedType(fn, from)
  if (type === undefined) {
    throw new PlatformError('binding_invalid', `"${fn}" makes nothing of "${field}".`, {
      reason: 'aggregate_invalid',
    })
  }
  const isExact = type.kind === 'scalar' && type.scalar === 'decimal'
  if (fn === 'count' || (fn === 'avg' && !isExact)) return { leaf, type, expression: `${fn}(${column})` }
  const expression =
    fn === 'avg' ? dialect.average(column, digitsOf(from), from) : dialect.aggregates(fn, column, from)
  return { leaf, type, expression }
}

/** Digits of a field behind the point: none for whole numbers; a decimal without a scale has as many as it likes. */
function digitsOf(type: TypeRef): number {
  if (type.kind !== 'scalar' || type.scalar !== 'decimal') return 0
  const [, scale] = /\(\d+,\s*(\d+)\)/.exec(type.format ?? '') ?? []
  return scale === undefined ? unscaled : Number(scale)
}

const unscaled = 12

/** Groups come in the order that is asked for, then by what they are groups of: the same way each time. */
function orderOf(
  cells: readonly WrittenCell[],
  keys: readonly string[],
  { checked, dialect }: Shape,
): string {
  const asked = (checked.binding.orderBy ?? []).flatMap(({ field, direction = 'asc' }: OrderEntry) => {
    const cell = cells.find(({ leaf }) => leaf === field)
    return cell === undefined ? [] : [`${cell.expression} ${direction}${dialect.nulls[direction]}`]
  })
  return `order by ${[...asked, ...keys.map((key) => `${key} asc${dialect.nulls.asc}`)].join(', ')}`
}
