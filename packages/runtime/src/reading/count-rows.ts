import {
  aggregatedType,
  type AggregatedField,
  formatFieldPath,
  type Json,
  type JsonObject,
  objectFrom,
  type RowAggregate,
  type RowField,
} from '@bindery/model'
import { coerceValue } from '../coerce-value.ts'
import { plainDecimal } from '../exact-number.ts'
import { unusable } from '../unusable-answer.ts'
import { type Comparable, compare, keyText, toComparable } from './comparable.ts'
import { add, average, type Exact, toExact, writeExact } from './exact-sum.ts'
import { readField } from './row-value.ts'
import { compareAll } from './sort-rows.ts'

/**
 * Counts, sums, extremes and averages of rows: one row of them, or one for each group, in the order that is asked for and
 * then by what they are groups of. Throws `upstream_invalid_response` for a value that is not what the provider describes:
 * a sum without it would be none.
 */
export function countRows(
  rows: readonly Json[],
  aggregate: RowAggregate,
  provider: string,
): readonly JsonObject[] {
  const { values, groupBy = [], order = [] } = aggregate
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const by = groupBy.map(({ field }) => readValue(row, field, provider))
    const key = JSON.stringify(by.map((value) => (value === null ? null : keyText(value.comparable))))
    const group = groups.get(key) ?? { by, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  if (groupBy.length === 0 && groups.size === 0) groups.set('', { by: [], rows: [] })
  const counted = [...groups.values()].map((group) => [
    ...groupBy.map(({ leaf }, at): Cell => ({ leaf, value: group.by[at] ?? null })),
    ...values.map((value): Cell => ({ leaf: value.leaf, value: countOf(group.rows, value, provider) })),
  ])
  const asked = [...order, ...groupBy.map(({ leaf }) => ({ leaf, direction: 'asc' as const }))]
  const keysOf = (cells: readonly Cell[]) =>
    asked.map(({ leaf }) => cells.find((cell) => cell.leaf === leaf)?.value?.comparable ?? null)
  const directions = asked.map(({ direction }) => direction)
  return counted
    .map((cells) => ({ cells, keys: keysOf(cells) }))
    .sort((one, other) => compareAll(one.keys, other.keys, directions))
    .map(({ cells }) => objectFrom(cells.map(({ leaf, value }) => [leaf, value?.json ?? null] as const)))
}

interface Group {
  readonly by: readonly (Value | null)[]
  readonly rows: Json[]
}

interface Cell {
  readonly leaf: string
  readonly value: Value | null
}

interface Value {
  readonly json: Json
  readonly comparable: Comparable
}

function readValue(row: Json, field: RowField, provider: string): Value | null {
  const found = readField(row, field)
  if (found === null) return null
  const comparable = toComparable(found, field.type)
  const json = coerceValue(found, field.type)?.value
  if (comparable === undefined || json === undefined) throw notCounted(field, provider)
  return { json, comparable }
}

function notCounted({ path }: RowField, provider: string) {
  const name = formatFieldPath(path)
  const what = 'is not what the schema of the provider says, so nothing can be counted'
  return unusable(provider, { name, path }, { flaw: 'type_mismatch', what })
}

function countOf(
  rows: readonly Json[],
  { fn, field, scale = 0 }: AggregatedField,
  provider: string,
): Value | null {
  if (field === undefined) return whole(rows.length)
  // Something is there, whatever it is.
  if (fn === 'count') return whole(rows.filter((row) => readField(row, field) !== null).length)
  const values = rows.flatMap((row) => readValue(row, field, provider) ?? [])
  if (values.length === 0) return null
  if (fn === 'min' || fn === 'max') return values.reduce((best, next) => better(fn, best, next))
  const sum = values.map((value) => exactOf(value, field, provider)).reduce(add)
  return exactly(fn === 'avg' ? average(sum, values.length, scale) : sum, { fn, field })
}

const better = (fn: 'min' | 'max', best: Value, next: Value): Value => {
  const side = compare(next.comparable, best.comparable)
  return (fn === 'min' ? side < 0 : side > 0) ? next : best
}

function exactOf({ json }: Value, field: RowField, provider: string): Exact {
  const text = typeof json === 'number' ? plainDecimal(json) : typeof json === 'string' ? json : ''
  const exact = toExact(text)
  if (exact === undefined) throw notCounted(field, provider)
  return exact
}

function whole(count: number): Value {
  const text = String(count)
  return { json: count, comparable: toComparable(text, exactNumber) ?? { kind: 'text', text } }
}

const exactNumber = { kind: 'scalar', scalar: 'decimal' } as const

/** Exact numbers travel as text; the sum of floating numbers is one, and nothing was lost on the way to it. */
function exactly(
  exact: Exact,
  { fn, field }: Pick<AggregatedField, 'fn'> & { readonly field: RowField },
): Value {
  const text = writeExact(exact)
  const type = aggregatedType(fn, field.type)
  const isFloating = type?.kind === 'scalar' && type.scalar === 'number'
  const comparable = toComparable(text, exactNumber)
  return { json: isFloating ? Number(text) : text, comparable: comparable ?? { kind: 'text', text } }
}
