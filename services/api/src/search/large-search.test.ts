import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { largeDocument } from '../testing/large-document.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const Found = z.object({
  data: z.array(z.object({ type: z.string(), kind: z.string(), name: z.string() })),
  meta: z.object({ totals: z.record(z.string(), z.int()), notSearched: z.array(z.string()) }),
})
const kinds = ['first', 'second', 'third']

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const environments = { production: { baseUrl: 'http://127.0.0.1:9' } }
  for (const kind of kinds) {
    const body = { kind, name: kind, type: 'openapi', environments }
    await must(server.api('POST', '/integrations', { body }))
    const document = JSON.stringify(largeDocument(kind === 'first' ? 10_000 : 1_000))
    await must(server.api('PUT', `/integrations/${kind}/source`, { body: document }))
    await must(server.api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=60' } }))
  }
}, 240_000)
afterAll(() => server.close())

const search = async (query: string) =>
  Found.parse((await must(server.api('GET', `/search?q=${query}&limit=50`))).body)

it('tells which catalogs it has not read yet, and reads each once for all who ask', async () => {
  const together = await Promise.all(['invoice', 'wallet', 'zone'].map(search))
  for (const { meta } of together) for (const kind of meta.notSearched) expect(kinds).toContain(kind)
  await expect.poll(async () => (await search('invoice')).meta.notSearched, { timeout: 60_000 }).toEqual([])
})

it('counts and ranks over 12,000 operations of several providers', async () => {
  const { data, meta } = await search('invoice')
  const list = async (kind: string) => {
    const { body } = await must(server.api('GET', `/integrations/${kind}/objects?search=invoice&limit=100`))
    return z.object({ meta: z.object({ total: z.int() }) }).parse(body).meta.total
  }
  const totals = await Promise.all(kinds.map(list))
  expect(meta.totals['object']).toBe(totals.reduce((sum, total) => sum + total, 0))
  expect(data.slice(0, 3)).toEqual(kinds.map((kind) => ({ type: 'object', kind, name: 'Invoice' })))
  expect(meta.totals['field']).toBe(kinds.length)
  expect(data.filter(({ type }) => type === 'operation')).toHaveLength(50)
})
