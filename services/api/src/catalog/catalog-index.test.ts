import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, must, startClinicServer } from '../testing/clinic-server.ts'
import { askPacked } from '../testing/packed-answer.ts'
import { largeDocument } from '../testing/large-document.ts'

const Columns = z.object({
  operations: z.object({
    name: z.array(z.string()),
    title: z.array(z.string()),
    method: z.array(z.string()),
    path: z.array(z.string()),
    group: z.array(z.string()),
    effect: z.array(z.string()),
    availability: z.array(z.string()),
  }),
  objects: z.object({ name: z.array(z.string()), fieldCount: z.array(z.int()) }),
})

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const read = (kind: string, headers = {}) => server.api('GET', `/integrations/${kind}/index`, { headers })
const columnsOf = async (kind: string) => Columns.parse((await must(read(kind))).data)

describe('the index of a provider', () => {
  it('says of every operation what its own page says', async () => {
    const { operations } = await columnsOf('clinic')
    const at = operations.name.indexOf('getPatient')
    const row = Object.fromEntries(Object.entries(operations).map(([column, values]) => [column, values[at]]))
    expect(row).toEqual({
      name: 'getPatient',
      title: 'Show one patient',
      method: 'GET',
      path: '/patients/{patientId}',
      group: 'patients',
      effect: 'read',
      availability: 'bindable',
    })
  })

  it('lists what the lists list, in columns of one length', async () => {
    const { operations, objects } = await columnsOf('clinic')
    const Rows = z.array(z.object({ name: z.string(), fieldCount: z.int().optional() }))
    const list = async (what: string) =>
      Rows.parse((await must(server.api('GET', `/integrations/clinic/${what}?limit=100`))).data)
    expect(operations.name).toEqual((await list('operations')).map(({ name }) => name))
    expect(objects.name.map((name, at) => ({ name, fieldCount: objects.fieldCount[at] }))).toEqual(
      (await list('objects')).map(({ name, fieldCount }) => ({ name, fieldCount })),
    )
    const lengths = Object.values(operations).map((column) => column.length)
    expect(new Set(lengths)).toEqual(new Set([operations.name.length]))
  })

  it('is not sent again until something changes: an effect, a class, the scoping', async () => {
    const changes = [
      ['operations/searchPatients', { effect: 'update' }],
      ['scoping', { blockedObjects: ['Practitioner'] }],
    ] as const
    for (const [path, body] of changes) {
      const tag = (await must(read('clinic'))).headers.get('etag') ?? ''
      const again = await read('clinic', { 'if-none-match': tag })
      expect([again.status, again.text]).toEqual([304, ''])
      await must(server.api('PATCH', `/integrations/clinic/${path}`, { body }))
      expect((await read('clinic', { 'if-none-match': tag })).status).toBe(200)
    }
    const { operations, objects } = await columnsOf('clinic')
    expect(operations.effect[operations.name.indexOf('searchPatients')]).toBe('update')
    expect(objects.name).not.toContain('Practitioner')
    expect(operations.name).not.toContain('listPractitioners')
  })

  it('of 10,000 operations is 250 kB at the most', async () => {
    const environments = { production: { baseUrl: server.clinic.baseUrl } }
    const body = { kind: 'large', name: 'Large', type: 'openapi', environments }
    await must(server.api('POST', '/integrations', { body }))
    const document = JSON.stringify(largeDocument(10_000))
    await must(server.api('PUT', '/integrations/large/source', { body: document }))
    const wait = { headers: { prefer: 'wait=60' } }
    const discovered = await must(server.api('POST', '/integrations/large/discover', wait))
    expect(discovered.data).toMatchObject({ operationCount: 10_000 })
    const address = `${server.address}/api/v1/integrations/large/index`
    const { encoding, bytes } = await askPacked(address, { encodings: 'br' })
    const text = brotliDecompressSync(bytes).toString('utf8')
    const { data } = z.object({ data: Columns }).parse(JSON.parse(text))
    expect([encoding, data.operations.path.length]).toEqual(['br', 10_000])
    expect(bytes.length).toBeLessThanOrEqual(250_000)
  })
})
