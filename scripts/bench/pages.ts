import {
  type Connection,
  isJsonArray,
  isJsonObject,
  type Json,
  type PlannedCall,
} from '../../packages/model/src/index.ts'
import { openapiAdapter } from '../../packages/sources/src/openapi/adapter.ts'
import { callOver, startPaged } from '../../packages/sources/src/pages/testing/paged-provider.ts'
import { catalog } from '../../packages/sources/src/pages/testing/rest-lists.ts'
import { middle, print } from './measure.ts'
import type { BenchOptions } from './options.ts'

const pages = 10
const rows = 100
const rounds = 20

/** One read that follows ten pages, against each page as a call of its own with its rows put together (floor): by a page number and by links. */
export async function benchPages(options: BenchOptions): Promise<void> {
  const provider = await startPaged(({ path, query }) => {
    const page = Number(query.get('page') ?? 1)
    const data = Array.from({ length: rows }, (_, at) => ({
      id: page * rows + at,
      name: `Order ${at}`,
      note: 'x'.repeat(200),
    }))
    const next = page === pages ? null : `?page=${page + 1}`
    return { body: { data, ...(path.endsWith('/link') ? { next } : { meta: { page, total_pages: pages } }) } }
  })
  const { connection } = provider
  const signal = new AbortController().signal
  const maxResponseBytes = 10_000_000
  for (const path of ['page', 'link']) {
    const operation =
      catalog.operations.find(({ provenance }) => provenance.includes(`~1${path}/`))?.name ?? ''
    const reading = { adapter: openapiAdapter, catalog, operation, maxResponseBytes }
    const alone = callOver({ ...reading, pages: 1, arguments: path === 'page' ? { page: 1 } : {} })
    const together = callOver({ ...reading, pages })
    // In turns, so that both see the same machine.
    const alones: number[] = []
    const followed: number[] = []
    for (let round = 0; round < rounds * options.runs; round++) {
      const began = performance.now()
      const calls = Array.from({ length: pages }, (_, at) =>
        path === 'page' ? { ...alone, arguments: { page: at + 1 } } : alone,
      )
      await byHand(calls, connection, signal)
      const between = performance.now()
      const { bytes } = await openapiAdapter.execute(together, connection, signal)
      if (bytes < pages * rows * 200) throw new Error('Not all pages were read.')
      alones.push(between - began)
      followed.push(performance.now() - between)
    }
    const floor = middle(alones)
    const read = middle(followed)
    print(
      `Ten pages of a hundred rows, by ${path === 'page' ? 'their number' : 'links in the answer'}`,
      [
        { what: 'each page as a call of its own', medianMs: floor },
        { what: 'one read that follows them', medianMs: read, ratio: read / floor, goal: 1.1 },
      ],
      options.json ? 'json' : 'table',
    )
  }
  await provider.close()
}

/** Each page alone, and their rows put together. */
async function byHand(
  calls: readonly PlannedCall[],
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const kept: Json[] = []
  for (const call of calls) {
    const { data } = await openapiAdapter.execute(call, connection, signal)
    const list = isJsonObject(data) ? data['data'] : undefined
    if (isJsonArray(list)) kept.push(...list)
  }
  if (kept.length !== pages * rows) throw new Error('Not all pages were read.')
}
