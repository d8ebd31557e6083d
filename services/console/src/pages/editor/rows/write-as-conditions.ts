import type { Binding } from '@bindery/client'
import type { Condition, FieldCondition } from './condition.ts'
import { withConditions } from './conditions.ts'
import type { OrderEntry } from './order.ts'
import { withOrder } from './order.ts'

type Input = NonNullable<Binding['inputs']>[number]
type Entry = NonNullable<Binding['inputObjectMap']>[number]
type Search = NonNullable<Binding['sqlSearch']>

/** So many rows at most is what the older form asked for. */
const mostOfOlder = 50

/**
 * The search in the form with conditions: it finds the same rows, in the same order, as many of them. What changes a value on
 * its way, or stands for one that is missing, is no condition and stays where it is.
 */
export function writeAsConditions(binding: Binding): Binding {
  const { sqlSearch, inputs = [], inputObjectMap = [], ...kept } = binding
  const where: readonly Condition[] = [
    ...(sqlSearch === undefined ? [] : ofSearch(sqlSearch)),
    ...inputs.filter(isPlainInput).map(ofInput),
    ...inputObjectMap.filter(isPlainEntry).map(({ field, ...said }) => compare(field, said)),
    ...(binding.where ?? []),
  ]
  const rest: Binding = {
    ...kept,
    ...left('inputs', inputs, isPlainInput),
    ...left('inputObjectMap', inputObjectMap, isPlainEntry),
  }
  const ordered = withOrder(withConditions(rest, where), binding.orderBy ?? orderOf(sqlSearch))
  return withRows(ordered, Math.min(sqlSearch?.limit ?? mostOfOlder, mostOfOlder))
}

/** Whether anything of a binding is in the older form and can be said as a condition. */
export const canBeTurned = ({ sqlSearch, inputs = [], inputObjectMap = [] }: Binding): boolean =>
  sqlSearch !== undefined || inputs.some(isPlainInput) || inputObjectMap.some(isPlainEntry)

const isPlainInput = ({ transform, default: missing, template }: Input): boolean =>
  transform === undefined && missing === undefined && template === undefined
const isPlainEntry = ({ transform }: Entry): boolean => transform === undefined

/** What is not turned into conditions; nothing at all where everything is. */
function left<Name extends 'inputs' | 'inputObjectMap', Item>(
  name: Name,
  items: readonly Item[],
  isTurned: (item: Item) => boolean,
): Partial<Record<Name, Item[]>> {
  const staying = items.filter((item) => !isTurned(item))
  const made: Partial<Record<Name, Item[]>> = {}
  if (staying.length > 0) made[name] = staying
  return made
}

function ofSearch({ filter, filters = [], constants = [] }: Search): readonly FieldCondition[] {
  const all = filter === undefined ? filters : [filter, ...filters]
  return [
    ...all.map(({ column, param }) => ({ field: column, param })),
    ...constants.map(({ column, const: value }) => compare(column, { const: value })),
  ]
}

const ofInput = ({ argument, param, const: value, description, example }: Input): FieldCondition => ({
  ...compare(argument, param === undefined ? { const: value } : { param }),
  ...(description !== undefined && { description }),
  ...(example !== undefined && { example }),
})

interface Compared {
  readonly param?: string
  readonly const?: unknown
}

/** Nothing equals null: a row that has nothing is asked for by that. */
function compare(field: string, { param, const: value }: Compared): FieldCondition {
  if (param !== undefined) return { field, param }
  return value === null ? { field, op: 'isNull', const: true } : { field, const: value }
}

function orderOf(search: Search | undefined): readonly OrderEntry[] {
  if (search?.orderBy === undefined) return []
  const { column, direction } = search.orderBy
  return [{ field: column, ...(direction === 'desc' && { direction }) }]
}

/** The list of rows hands out no more than the search did. */
function withRows(binding: Binding, limit: number): Binding {
  if (binding.projection === undefined) return binding
  const projection = binding.projection.map((entry) =>
    entry.fields !== undefined && isWhole(entry.path) && (entry.max ?? standardRows) > limit
      ? { ...entry, max: limit }
      : entry,
  )
  return { ...binding, projection }
}

const standardRows = 20

type Path = NonNullable<Binding['projection']>[number]['path']
const isWhole = (path: Path): boolean =>
  typeof path === 'string' ? ['', '$', '[]'].includes(path) : path.length === 0
