import type { Binding } from '@bindery/client'
import { freeLeaf, type Path, toSnake } from '../outputs.ts'
import type { Column } from './condition.ts'
import { moved } from './conditions.ts'
import { withOrder } from './order.ts'

export type Aggregate = NonNullable<Binding['aggregate']>
export type AggregateValue = Aggregate['values'][number]
export type AggregateFunction = AggregateValue['fn']
type Group = NonNullable<Aggregate['groupBy']>[number]

export const mostGroupFields = 2
export const mostGroups = 20

/** What an aggregate begins with: how many rows there are. */
export const counted: Aggregate = { values: [{ fn: 'count', leaf: 'row_count' }] }

/** What counts rows instead of showing them. Which list is meant was perhaps said by the outputs that go. */
export function countRows(
  { projection: _shown, orderBy: _order, ...binding }: Binding,
  list: Path | undefined,
): Binding {
  return { ...binding, aggregate: counted, ...(list !== undefined && { rows: list }) }
}

/** What shows rows again: an order was one of groups. */
export function showRows({ aggregate: _counted, orderBy: _order, ...binding }: Binding): Binding {
  return binding
}

const aggregateOf = ({ aggregate }: Binding): Aggregate => aggregate ?? { values: [] }

/** Names under which agents get something of it, in its order. */
export const leavesOf = ({ values, groupBy = [] }: Aggregate): readonly string[] =>
  [...groupBy, ...values].map(({ leaf }) => leaf)

/** What groups can be ordered by, with the type of what it is made of. */
export const shownBy = (
  { values, groupBy = [] }: Aggregate,
  columns: readonly Column[],
): readonly { readonly name: string; readonly type: string }[] =>
  [...groupBy, ...values].map((each) => ({
    name: each.leaf,
    type: isCounted(each) ? 'integer' : (columns.find(({ name }) => name === each.field)?.type ?? 'any'),
  }))

const isCounted = (each: Group | AggregateValue): boolean => 'fn' in each && each.fn === 'count'

/** A name that says what a value is: `total_sum`, `row_count`. */
export const leafFor = (fn: AggregateFunction, field: string | undefined): string =>
  `${field === undefined ? 'row' : toSnake(field)}_${fn}`

export function addValue(binding: Binding): Binding {
  const aggregate = aggregateOf(binding)
  const leaf = freeLeaf(leafFor('count', undefined), leavesOf(aggregate))
  return withValues(binding, [...aggregate.values, { fn: 'count', leaf }])
}

/** The value with another function, field or name; a name that only said what it was says what it is. */
export function setValue(binding: Binding, at: number, next: AggregateValue): Binding {
  const { values, groupBy = [] } = aggregateOf(binding)
  const before = values[at]
  if (before === undefined) return binding
  const others = [...groupBy, ...values.toSpliced(at, 1)].map(({ leaf }) => leaf)
  const isOwn = next.leaf === before.leaf && before.leaf.startsWith(leafFor(before.fn, before.field))
  const leaf = isOwn ? freeLeaf(leafFor(next.fn, next.field), others) : next.leaf
  return reordered(withValues(binding, values.with(at, { ...next, leaf })), before.leaf, leaf)
}

/** What a function can be made of; `count` is of rows, too. */
export const columnsFor = (fn: AggregateFunction, columns: readonly Column[]): readonly Column[] =>
  columns.filter(({ functions }) => functions?.includes(fn) === true)

/** The value by another function: of the same field where it can be, else of the first that it can be made of. */
export function withFunction(
  { field, leaf }: AggregateValue,
  fn: AggregateFunction,
  columns: readonly Column[],
): AggregateValue {
  const fitting = columnsFor(fn, columns)
  const isKept = fitting.some(({ name }) => name === field)
  const of = isKept ? field : fn === 'count' ? undefined : fitting[0]?.name
  return { fn, ...(of !== undefined && { field: of }), leaf }
}

export function removeValue(binding: Binding, at: number): Binding {
  const { values } = aggregateOf(binding)
  return reordered(withValues(binding, values.toSpliced(at, 1)), values[at]?.leaf, undefined)
}

export const moveValue = (binding: Binding, at: number, by: 1 | -1): Binding =>
  withValues(binding, moved(aggregateOf(binding).values, at, by))

const withValues = (binding: Binding, values: readonly AggregateValue[]): Binding => ({
  ...binding,
  aggregate: { ...aggregateOf(binding), values: [...values] },
})

/** The first group makes a list of the answer, which needs a name. */
export function addGroup(binding: Binding, field: string): Binding {
  const aggregate = aggregateOf(binding)
  const { groupBy = [], leaf = `by_${toSnake(field)}` } = aggregate
  const own = freeLeaf(field, leavesOf(aggregate))
  return { ...binding, aggregate: { ...aggregate, groupBy: [...groupBy, { field, leaf: own }], leaf } }
}

export function setGroup(binding: Binding, at: number, next: Group): Binding {
  const aggregate = aggregateOf(binding)
  const { groupBy = [], leaf: list } = aggregate
  const before = groupBy[at]
  if (before === undefined) return binding
  const others = leavesOf({ ...aggregate, groupBy: groupBy.toSpliced(at, 1) })
  const isOwn = next.leaf === before.leaf && isNamedBy(before)
  const leaf = isOwn ? freeLeaf(next.field, others) : next.leaf
  const isOwnList = list === `by_${toSnake(before.field)}`
  const groups = {
    groupBy: groupBy.with(at, { ...next, leaf }),
    ...(isOwnList && { leaf: `by_${toSnake(next.field)}` }),
  }
  return reordered({ ...binding, aggregate: { ...aggregate, ...groups } }, before.leaf, leaf)
}

/** Without groups there is one answer: no list, no order. */
export function removeGroup(binding: Binding, at: number): Binding {
  const { groupBy = [], leaf, max, ...kept } = aggregateOf(binding)
  const left = groupBy.toSpliced(at, 1)
  if (left.length === 0) return withOrder({ ...binding, aggregate: kept }, [])
  const aggregate = {
    ...kept,
    groupBy: left,
    ...(leaf !== undefined && { leaf }),
    ...(max !== undefined && { max }),
  }
  return reordered({ ...binding, aggregate }, groupBy[at]?.leaf, undefined)
}

export const moveGroup = (binding: Binding, at: number, by: 1 | -1): Binding => {
  const aggregate = aggregateOf(binding)
  return { ...binding, aggregate: { ...aggregate, groupBy: moved(aggregate.groupBy ?? [], at, by) } }
}

export const setGroups = (binding: Binding, said: Pick<Aggregate, 'leaf' | 'max'>): Binding => ({
  ...binding,
  aggregate: { ...aggregateOf(binding), ...said },
})

/** Groups are ordered by what they show: the order follows a name, and goes with it. */
function reordered(binding: Binding, before: string | undefined, after: string | undefined): Binding {
  if (before === after || binding.orderBy === undefined) return binding
  const orderBy = binding.orderBy.flatMap((entry) => {
    if (entry.field !== before) return [entry]
    return after === undefined ? [] : [{ ...entry, field: after }]
  })
  return withOrder(binding, orderBy)
}

/** Whether a group has the name of its field, short or in full, perhaps with a number behind it. */
const isNamedBy = ({ field, leaf }: Group): boolean =>
  [field, field.split('.').at(-1) ?? field].some((name) => leaf.startsWith(toSnake(name)))
