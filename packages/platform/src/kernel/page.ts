import { PlatformError } from '@bindery/model'
import type { ListMeta } from './list-meta.ts'

export interface PageRequest {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Where a page begins. Throws `bad_request` for a cursor that no list gave out. */
export function offsetOf(page: PageRequest): number {
  if (page.cursor === undefined) return 0
  const text = Buffer.from(page.cursor, 'base64url').toString('utf8')
  const offset = /^o(\d{1,9})$/.exec(text)?.[1]
  if (offset === undefined)
    throw new PlatformError('bad_request', 'The cursor is not one that a list gave out.')
  return Number(offset)
}

/** Cuts rows, of which one more than the page holds was read, to the page and says how to go on. */
export function toPage<Row>(
  rows: readonly Row[],
  page: PageRequest,
  total?: number,
): { readonly rows: readonly Row[]; readonly meta: ListMeta } {
  const hasMore = rows.length > page.limit
  const next = offsetOf(page) + page.limit
  return {
    rows: rows.slice(0, page.limit),
    meta: {
      nextCursor: hasMore ? Buffer.from(`o${next}`).toString('base64url') : null,
      hasMore,
      limit: page.limit,
      ...(total === undefined ? {} : { total }),
    },
  }
}

/** A page of rows that are all in memory. */
export function pageOf<Row>(
  rows: readonly Row[],
  page: PageRequest,
): { readonly rows: readonly Row[]; readonly meta: ListMeta } {
  const offset = offsetOf(page)
  return toPage(rows.slice(offset, offset + page.limit + 1), page, rows.length)
}
