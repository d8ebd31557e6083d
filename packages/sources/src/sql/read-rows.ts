import { isJsonArray, type Json, type JsonObject, objectFrom, parseJson, PlatformError } from '@bindery/model'
import type { Plan, Rows } from './plan.ts'
import { readValue } from './read-value.ts'

type Texts = readonly (string | null)[]

/** The columns of a row: those of its joins are members of objects, or null when no row was joined, and inner rows are lists. */
export function readRow(
  row: Texts,
  { cells, joins, inner = [] }: Pick<Plan, 'cells' | 'joins' | 'inner'>,
  maxBytes: number,
): JsonObject {
  const start = cells.length + joins.length
  const lists = inner.map((_, at) => parseNested(row[start + at] ?? null, maxBytes))
  return toRow({ texts: row, lists }, { cells, joins, inner }, maxBytes)
}

interface RowParts {
  readonly texts: Texts
  /** JSON of the rows within the row. */
  readonly lists: readonly Json[]
}

type Shape = Pick<Rows, 'cells' | 'joins' | 'inner'>

/** Where a value goes: which of the row and its joined rows, the row itself first, and under which name. */
interface Slot {
  readonly of: number
  readonly name: string
}

interface Layout {
  readonly cells: readonly Slot[]
  readonly inner: readonly Slot[]
  /** The joined rows, farthest first: what one leads to is a member of it. */
  readonly joins: readonly (Slot & { readonly own: number; readonly witness: number })[]
}

const known = new WeakMap<Shape['cells'], Layout>()

/** Worked out once for each shape: an answer has many rows of it. */
function layoutOf({ cells, joins, inner }: Shape): Layout {
  const earlier = known.get(cells)
  if (earlier !== undefined) return earlier
  const keyOf = (path: readonly string[]): string => JSON.stringify(path)
  const places = new Map(joins.map(({ name, within = [] }, at) => [keyOf([...within, name]), at + 1]))
  const slotOf = (path: readonly string[]): Slot => ({
    of: places.get(keyOf(path.slice(0, -1))) ?? 0,
    name: path.at(-1) ?? '',
  })
  const farthest = joins.map((join, at) => ({ join, own: at + 1, depth: join.within?.length ?? 0 }))
  const layout: Layout = {
    cells: cells.map(({ path }) => slotOf(path)),
    inner: inner.map(({ path }) => slotOf(path)),
    joins: farthest
      .sort((one, other) => other.depth - one.depth)
      .map(({ join: { name, within = [], witness }, own }) => ({
        ...slotOf([...within, name]),
        own,
        witness,
      })),
  }
  known.set(cells, layout)
  return layout
}

function toRow({ texts, lists }: RowParts, shape: Shape, maxBytes: number): JsonObject {
  const { cells, inner, joins } = layoutOf(shape)
  const members: (readonly [name: string, value: Json])[][] = [[], ...joins.map(() => [])]
  for (const [index, { of, name }] of cells.entries()) {
    const codec = shape.cells[index]?.codec
    if (codec !== undefined) members[of]?.push([name, readValue(texts[index] ?? null, codec)])
  }
  for (const [index, { of, name }] of inner.entries()) {
    const rows = shape.inner[index]
    if (rows !== undefined) members[of]?.push([name, readNested(lists[index] ?? null, rows, maxBytes)])
  }
  for (const { of, name, own, witness } of joins) {
    const isThere = (texts[witness] ?? null) !== null
    members[of]?.push([name, isThere ? objectFrom(members[own] ?? []) : null])
  }
  return objectFrom(members[0] ?? [])
}

function parseNested(text: string | null, maxBytes: number): Json {
  try {
    return parseJson(text ?? '')
  } catch {
    throw tooLarge(maxBytes)
  }
}

/**
 * `[how many rows there were, the rows]`, each row `[its texts, rows within it ...]`. A server may cut what it aggregates, in
 * the middle of a value or between two: what is no such list, or not as long as it says, is none of its rows.
 */
function readNested(found: Json, rows: Rows, maxBytes: number): Json {
  const [count, list] = isJsonArray(found) ? found : []
  const items = list === null ? [] : list
  const asked = rows.maxRows + 1
  if (typeof count !== 'number' || !isJsonArray(items) || items.length !== Math.min(count, asked))
    throw tooLarge(maxBytes)
  return items.map((item) => {
    const [texts, ...lists] = isJsonArray(item) ? item : []
    if (!isTexts(texts) || texts.length !== rows.cells.length + rows.joins.length) throw tooLarge(maxBytes)
    return toRow({ texts, lists }, rows, maxBytes)
  })
}

const isTexts = (value: Json | undefined): value is Texts =>
  value !== undefined &&
  isJsonArray(value) &&
  value.every((item) => item === null || typeof item === 'string')

/** Of rows that are beyond the budget of their skill, or that the server could not write out whole. */
export function tooLarge(limit: number): PlatformError {
  return new PlatformError(
    'upstream_invalid_response',
    `The rows are larger than ${limit} bytes: select fewer columns or rows in the binding.`,
    { reason: 'response_too_large' },
  )
}
