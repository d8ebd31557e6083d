import { isJsonArray, type Json, type JsonObject, parseJson, PlatformError } from '@bindery/model'
import type { Codec } from './codec.ts'
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
  return toRow({ texts: row, lists, from: 0 }, { cells, joins, inner }, maxBytes)
}

interface RowParts {
  readonly texts: Texts
  /** JSON of the rows within the row begins at `from`. */
  readonly lists: readonly Json[]
  readonly from: number
}

type Shape = Pick<Rows, 'cells' | 'joins' | 'inner'>

/** Where a value goes: which of the row and its joined rows, the row itself first, and under which name. */
interface Slot {
  readonly of: number
  readonly name: string
}

interface Layout {
  readonly cells: readonly (Slot & { readonly codec: Codec })[]
  readonly inner: readonly (Slot & { readonly rows: Rows })[]
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
    cells: cells.map(({ path, codec }) => ({ ...slotOf(path), codec })),
    inner: inner.map((rows) => ({ ...slotOf(rows.path), rows })),
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

type Members = { [name: string]: Json }

/** An answer may have thousands of rows: each becomes its objects at once, without lists of members in between. */
function toRow({ texts, lists, from }: RowParts, shape: Shape, maxBytes: number): JsonObject {
  const { cells, inner, joins } = layoutOf(shape)
  const own: Members = {}
  const joined: readonly Members[] = joins.length === 0 ? noRows : joins.map(() => ({}))
  const holderOf = (of: number): Members => (of === 0 ? own : (joined[of - 1] ?? own))
  let at = 0
  for (const { of, name, codec } of cells) {
    put(holderOf(of), name, readValue(texts[at] ?? null, codec))
    at += 1
  }
  at = from
  for (const { of, name, rows } of inner) {
    put(holderOf(of), name, readNested(lists[at] ?? null, rows, maxBytes))
    at += 1
  }
  for (const { of, name, own: place, witness } of joins) {
    const isThere = (texts[witness] ?? null) !== null
    put(holderOf(of), name, isThere ? holderOf(place) : null)
  }
  return own
}

const noRows: readonly Members[] = []

/** A column may be called `__proto__`: it is a member like any other, and never a prototype. */
function put(members: Members, name: string, value: Json): void {
  if (name !== '__proto__') members[name] = value
  else Object.defineProperty(members, name, { value, enumerable: true, writable: true, configurable: true })
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
  const width = rows.cells.length + rows.joins.length
  return items.map((item) => {
    const lists = isJsonArray(item) ? item : []
    const [texts] = lists
    if (!isTexts(texts) || texts.length !== width) throw tooLarge(maxBytes)
    return toRow({ texts, lists, from: 1 }, rows, maxBytes)
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
