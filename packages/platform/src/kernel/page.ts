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
  const { rows, next, total } = await read({ after: keysIn(list, request.cursor), limit: request.limit })
  return { rows, meta: toMeta(next && toCursor(list, next), request.limit, total) }
}

/**
 * A page of rows that are all in memory, as those of a catalog are: its cursor is a position, since a catalog changes only
 * as a whole. What the store can read page by page is for `readList`.
 */
export function pageOf<Row>(list: ListName, rows: readonly Row[], request: PageRequest): Page<Row> {
  const [position = '0', ...others] = keysIn(list, request.cursor) ?? []
  if (!/^\d{1,9}$/.test(position) || others.length > 0) throw foreignCursor()
  const end = Number(position) + request.limit
  const next = rows.length > end ? toCursor(list, [String(end)]) : undefined
  return { rows: rows.slice(Number(position), end), meta: toMeta(next, request.limit, rows.length) }
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

/** Eight bytes tell what narrows a list from what narrowed it before; nothing hangs on that but an honest answer. */
const markOf = ([name, ...narrowed]: ListName): readonly string[] => [
  name,
  fingerprint(narrowed.map((value) => value ?? null)).slice('sha256:'.length, 23),
]

const Cursor = z.tuple([z.string(), z.string()], z.string())

function keysIn(list: ListName, cursor: string | undefined): readonly string[] | undefined {
  if (cursor === undefined) return undefined
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
