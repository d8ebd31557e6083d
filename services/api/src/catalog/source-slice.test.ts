import { clinicDocument } from '@bindery/fixtures'
import { createTestDatabase, findServer } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type DescribedProvider, startDescribedProvider } from '../testing/described-provider.ts'

const address = await findServer('postgres')
let provider: DescribedProvider
let json: string
const document = JSON.stringify(clinicDocument, null, 2)
beforeAll(async () => {
  provider = await startDescribedProvider()
  json = await provider.register({ document })
})
afterAll(() => provider.close())

const Slice = z.object({
  from: z.string(),
  because: z.string().optional(),
  language: z.string(),
  firstLine: z.number(),
  text: z.string(),
  truncated: z.boolean(),
})
const parsed = (text: string) => z.looseObject({}).parse(JSON.parse(text))
const ask = (kind: string, pointer: string) =>
  provider.api('GET', `/integrations/${kind}/source?${new URLSearchParams({ pointer }).toString()}`)
const slice = async (kind: string, pointer: string) => Slice.parse((await must(ask(kind, pointer))).data)
const Sourced = z.object({ source: z.string() })

it('cuts out of an uploaded document what an operation and an object were made from, with their lines', async () => {
  for (const place of ['operations/searchPatients', 'objects/Patient']) {
    const { source } = Sourced.parse((await must(provider.api('GET', `/integrations/${json}/${place}`))).data)
    const { text, firstLine, ...rest } = await slice(json, source)
    expect(rest).toEqual({ from: 'document', language: 'json', truncated: false })
    const lines = document.split('\n').slice(firstLine - 1, firstLine - 1 + text.split('\n').length)
    expect(lines.join('\n')).toContain(text)
    const member = place.startsWith('op') ? ['operationId', 'searchPatients'] : ['type', 'object']
    expect(Object.entries(parsed(text))).toContainEqual(member)
  }
})

it('gives 64 kB at the most', async () => {
  const description = 'é'.repeat(40_000)
  const kind = await provider.register({
    document: { ...clinicDocument, info: { ...clinicDocument.info, description } },
  })
  const { text, truncated } = await slice(kind, '#/info')
  expect([truncated, Buffer.byteLength(text) <= 65_536, text.endsWith('é')]).toEqual([true, true, true])
})

it('cuts a definition out of SDL', async () => {
  const sdl =
    'type Query {\n  contact(\n    phone: String!\n  ): Contact\n}\n\ntype Contact {\n  name: String\n}\n'
  const kind = await provider.register({ type: 'graphql', document: sdl })
  const { source } = Sourced.parse(
    (await must(provider.api('GET', `/integrations/${kind}/objects/Contact`))).data,
  )
  expect(await slice(kind, source)).toEqual({
    from: 'document',
    language: 'graphql',
    firstLine: 7,
    text: 'type Contact {\n  name: String\n}',
    truncated: false,
  })
})

describe('gives the part of the catalog, and says why,', () => {
  it('of a document in YAML', async () => {
    const text =
      'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths:\n  /a:\n    get: {operationId: readA, responses: {}}\n'
    const kind = await provider.register({ document: text })
    const { from, because, text: found } = await slice(kind, '#/paths/~1a/get')
    expect([from, because, parsed(found)]).toEqual([
      'catalog',
      expect.stringContaining('no JSON'),
      expect.objectContaining({ name: 'readA' }),
    ])
  })

  it('where scoping hides parts, without those', async () => {
    const kind = await provider.register({ document })
    const scoping = { blockedFields: ['Patient.email'] }
    await must(provider.api('PATCH', `/integrations/${kind}/scoping`, { body: scoping }))
    const { from, text } = await slice(kind, '#/components/schemas/Patient')
    expect([from, text.includes('fullName'), text.includes('email')]).toEqual(['catalog', true, false])
    await must(
      provider.api('PATCH', `/integrations/${kind}/scoping`, { body: { blockedObjects: ['Patient'] } }),
    )
    expect((await ask(kind, '#/components/schemas/Patient')).status).toBe(404)
  })

  test.skipIf(address === undefined)('of a table', async () => {
    if (address === undefined) return
    const database = await createTestDatabase('postgres', address)
    try {
      await database.script('create table orders (id int primary key, note text)')
      const body = { kind: 'tables', name: 'Tables', type: 'postgres' }
      await must(provider.api('POST', '/integrations', { body }))
      const connecting = { credentials: database.credentials, environment: 'development' }
      await must(provider.api('POST', '/integrations/tables/connect', { body: connecting }))
      await must(
        provider.api('POST', '/integrations/tables/discover', {
          body: { environment: 'development' },
          headers: { prefer: 'wait=30' },
        }),
      )
      const { from, because, text } = await slice('tables', 'table public.orders')
      expect([from, because]).toEqual(['catalog', expect.stringContaining('No document')])
      expect(text).toContain('"note"')
    } finally {
      await database.drop()
    }
  })
})

test.each(['#/paths/~1nothing', '#/__proto__', 'x', '999:1', '../../etc/passwd', 'other.json#/info'])(
  'knows nothing at %s',
  async (pointer) => {
    expect((await ask(json, pointer)).status).toBe(404)
  },
)

it('asks no provider', async () => {
  const before = provider.sent.length
  await slice(json, '#/info')
  expect(provider.sent.length).toBe(before)
})
