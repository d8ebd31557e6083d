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

type Members = (readonly [name: string, value: Json])[]

function toRow(
  { texts, lists }: RowParts,
  { cells, joins, inner }: Pick<Rows, 'cells' | 'joins' | 'inner'>,
  maxBytes: number,
): JsonObject {
  const members = new Map<string, Members>([[keyOf([]), []]])
  for (const { name, within = [] } of joins) members.set(keyOf([...within, name]), [])
  const put = (path: readonly string[], value: Json): void => {
    members.get(keyOf(path.slice(0, -1)))?.push([path.at(-1) ?? '', value])
  }
  for (const [index, { path, codec }] of cells.entries()) put(path, readValue(texts[index] ?? null, codec))
  for (const [index, rows] of inner.entries())
    put(rows.path, readNested(lists[index] ?? null, rows, maxBytes))
  // What a joined row leads to is a member of it, so the farthest come first.
  for (const { name, within = [], witness } of farthestFirst(joins)) {
    const path = [...within, name]
    const isThere = (texts[witness] ?? null) !== null
    put(path, isThere ? objectFrom(members.get(keyOf(path)) ?? []) : null)
  }
  return objectFrom(members.get(keyOf([])) ?? [])
}

const keyOf = (path: readonly string[]): string => JSON.stringify(path)

const farthestFirst = (joins: Rows['joins']): Rows['joins'] =>
  [...joins].sort((one, other) => (other.within?.length ?? 0) - (one.within?.length ?? 0))

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
