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
import { StatementWriter } from './statement-writer.ts'
import { mergeAccess } from './table-access.ts'

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
  const shape: Shape = { call, checked, dialect, aggregate }
  const { first, all, plan } = writeSets(conditionsOf(checked), (set) => writeAggregate(shape, set))
  return {
    answer: 'rows',
    ...plan,
    cells: first.cells.map(({ leaf, type }) => ({ path: [leaf], codec: codecOf(type, dialect.lists) })),
    joins: [],
    maxRows: mostRows(aggregate),
    access: [...mergeAccess(all.map(({ reads }) => ({ ...call.from, select: reads })))],
  }
}

interface Shape {
  readonly call: AggregateCall
  readonly checked: CheckedBinding
  readonly dialect: Dialect
  readonly aggregate: Aggregate
}

const mostRows = ({ groupBy, max = defaultGroups }: Aggregate): number => (groupBy === undefined ? 1 : max)

interface WrittenCell {
  readonly leaf: string
  readonly type: TypeRef
  /** As it is computed, before it is written out. */
  readonly expression: string
}

function writeAggregate(shape: Shape, set: ConditionSet) {
  const { call, checked, dialect, aggregate } = shape
  const writer = new StatementWriter(dialect)
  const groups = (aggregate.groupBy ?? []).map(
    ({ field, leaf }): WrittenCell => ({
      leaf,
      type: columnType(checked, field),
      expression: writer.column('t', field),
    }),
  )
  const values = aggregate.values.map((value) => writeValue(value, shape, writer))
  const cells = [...groups, ...values]
  const keys = groups.map(({ expression }) => expression)
  const text = [
    `select ${cells.map(({ expression, type }) => dialect.select(expression, type)).join(', ')}`,
    `from ${writer.table(call.from)} as t`,
    ...whereOf(checked, set, { writer, dialect, alias: 't' }),
    ...(keys.length === 0 ? [] : [`group by ${keys.join(', ')}`, orderOf(cells, keys, shape)]),
    `limit ${mostRows(aggregate) + 1}`,
  ].join(' ')
  return { statement: { text, binds: writer.binds }, cells, reads: [...writer.reads('t')] }
}

function writeValue(
  { fn, field, leaf }: AggregateValue,
  { checked, dialect }: Shape,
  writer: StatementWriter,
): WrittenCell {
  const integer: TypeRef = { kind: 'scalar', scalar: 'integer' }
  if (field === undefined) return { leaf, type: integer, expression: 'count(*)' }
  const from = columnType(checked, field)
  const type = aggregatedType(fn, from)
  if (type === undefined) {
    throw new PlatformError('binding_invalid', `"${fn}" makes nothing of "${field}".`, {
      reason: 'aggregate_invalid',
    })
  }
  const column = writer.column('t', field)
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
