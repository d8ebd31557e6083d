import type { Answered } from '@bindery/client'
import type { Answer, Call, View } from '../command.ts'
import { numberFlag, switchFlag } from '../command-line/parameter.ts'
import { type Page, type PageQuery, readPages } from '../names/all-pages.ts'

const limit = numberFlag('limit', 'Most rows (50)', { least: 1, most: 100_000 })
const all = switchFlag('all', 'Every row')

/** The flags of every command that lists. */
export const pageFlags = [limit, all] as const

/** A list as an answer: its rows, how many there are, and a note where some are not shown. */
export async function listPages<Row>(
  { get }: Call,
  ask: (query: PageQuery) => Promise<Answered<Page<Row>>>,
  view: View,
): Promise<Answer> {
  const most = get(all) ? Number.POSITIVE_INFINITY : (get(limit) ?? 50)
  const { rows, hasMore, nextCursor, total } = await readPages(ask, most)
  const counted = total === undefined ? '' : ` of ${total}`
  return {
    data: rows,
    meta: { shown: rows.length, hasMore, nextCursor, ...(total !== undefined && { total }) },
    view,
    ...(hasMore && { note: `Showing ${rows.length}${counted}; --all shows the rest.` }),
  }
}
