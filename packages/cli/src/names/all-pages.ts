import { type Answered, unwrap } from '@bindery/client'

export interface PageQuery {
  readonly limit: string
  readonly cursor?: string
}

export interface Page<Row> {
  readonly data: readonly Row[]
  readonly meta?: { readonly nextCursor: string | null; readonly hasMore: boolean; readonly total?: number }
}

/** Most rows that a page of the API holds. */
export const mostPerPage = 500

export interface Rows<Row> {
  readonly rows: readonly Row[]
  readonly hasMore: boolean
  readonly nextCursor: string | null
  readonly total: number | undefined
}

/** The first `most` rows of a list, or all of them, page by page. */
export async function readPages<Row>(
  ask: (query: PageQuery) => Promise<Answered<Page<Row>>>,
  most: number,
): Promise<Rows<Row>> {
  const rows: Row[] = []
  let cursor: string | null = null
  let total: number | undefined
  for (;;) {
    const limit = String(Math.min(mostPerPage, most - rows.length))
    const page: Page<Row> = unwrap(await ask({ limit, ...(cursor !== null && { cursor }) }))
    rows.push(...page.data)
    total = page.meta?.total ?? total
    cursor = page.meta?.nextCursor ?? null
    if (cursor === null || rows.length >= most || page.data.length === 0)
      return { rows: rows.slice(0, most), hasMore: cursor !== null, nextCursor: cursor, total }
  }
}
