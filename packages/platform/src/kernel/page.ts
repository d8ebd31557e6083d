import { fingerprint, PlatformError } from '@bindery/model'
import type { PageWindow, RowPage } from '@bindery/store'
import { z } from 'zod'
import type { ListMeta } from './list-meta.ts'

export interface PageRequest {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** The name of a list, then what narrows it: ids, filters. A cursor leads on in the very same list only. */
export type ListName = readonly [name: string, ...narrowed: (string | undefined)[]]

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly meta: ListMeta
}

/** A page that the store reads. Throws `bad_request` for a cursor that this list did not give out. */
export async function readList<Row>(
  list: ListName,
  request: PageRequest,
  read: (window: PageWindow) => Promise<RowPage<Row>>,
): Promise<Page<Row>> {
  const after = request.cursor === undefined ? undefined : keysIn(list, request.cursor)
  const { rows, next, total } = await read({ after, limit: request.limit })
  return { rows, meta: toMeta(next && toCursor(list, next), request.limit, total) }
}

/** Every row of a list that is in memory, in its order. */
export interface WholeList<Row> {
  readonly rows: readonly Row[]
  /** What tells a row from all others. */
  readonly nameOf: (row: Row) => string
}

/**
 * A page of rows that are all in memory, as those of a catalog are. A cursor is a position, and tells the rows that it counts
 * in: when others come or go, by scoping or by an operator's word, it is refused, since a page would lose or repeat some.
 * What the store can read page by page is for `readList`. Throws `bad_request` for a cursor that this list did not give out.
 */
export function pageOf<Row>(
  list: ListName,
  { rows, nameOf }: WholeList<Row>,
  { cursor, limit }: PageRequest,
): Page<Row> {
  const counted = shortMark(rows.map(nameOf))
  const start = cursor === undefined ? 0 : positionIn(keysIn(list, cursor), counted)
  const end = start + limit
  const next = rows.length > end ? toCursor(list, [String(end), counted]) : undefined
  return { rows: rows.slice(start, end), meta: toMeta(next, limit, rows.length) }
}

function positionIn([position = '', counted, ...others]: readonly string[], countsNow: string): number {
  if (!/^\d{1,9}$/.test(position) || counted === undefined || others.length > 0) throw foreignCursor()
  if (counted === countsNow) return Number(position)
  throw new PlatformError(
    'bad_request',
    'The list has changed since it gave out the cursor: it has other rows now, or another order. Leave the cursor out to begin again.',
  )
}

function toMeta(nextCursor: string | undefined, limit: number, total: number | undefined): ListMeta {
  return {
    nextCursor: nextCursor ?? null,
    hasMore: nextCursor !== undefined,
    limit,
    ...(total === undefined ? {} : { total }),
  }
}

const toCursor = (list: ListName, keys: readonly string[]): string =>
  Buffer.from(JSON.stringify([...markOf(list), ...keys])).toString('base64url')

const markOf = ([name, ...narrowed]: ListName): readonly string[] => [
  name,
  shortMark(narrowed.map((value) => value ?? null)),
]

/** Eight bytes tell one list from another; nothing hangs on that but an honest answer. */
const shortMark = (values: readonly (string | null)[]): string =>
  fingerprint(values).slice('sha256:'.length, 23)

const Cursor = z.tuple([z.string(), z.string()], z.string())

function keysIn(list: ListName, cursor: string): readonly string[] {
  const parsed = Cursor.safeParse(readJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success) throw foreignCursor()
  const [name, narrowed, ...keys] = parsed.data
  const [ownName, ownNarrowed] = markOf(list)
  if (name !== ownName || narrowed !== ownNarrowed) throw foreignCursor()
  return keys
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function foreignCursor(): PlatformError {
  return new PlatformError(
    'bad_request',
    'The cursor is not one that this list gave out, asked with these filters. Leave it out to begin again.',
  )
}
