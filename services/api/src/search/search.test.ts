import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'
import type { ApiClient } from '../testing/test-server.ts'

const markup = '<b onclick="x()">bold</b>'
const arabic = 'رقم_الهاتف'

const Found = z.object({
  data: z.array(
    z.object({
      type: z.string(),
      kind: z.string().optional(),
      agentId: z.string().optional(),
      skillId: z.string().optional(),
      object: z.string().optional(),
      name: z.string(),
      label: z.string(),
      path: z.array(z.string()),
      highlight: z.array(z.tuple([z.int(), z.int()])),
      href: z.string(),
    }),
  ),
  meta: z.object({
    totals: z.record(z.string(), z.int()),
    leftOut: z.array(z.object({ type: z.string(), requiredScope: z.string() })),
    notSearched: z.array(z.string()),
  }),
})

let server: ClinicServer
let skillId: string
beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish(findPatient)
  await registerOdd(server.api)
})
afterAll(() => server.close())

async function registerOdd(api: ApiClient): Promise<void> {
  const ok = (schema: object) => ({
    200: { description: 'ok', content: { 'application/json': { schema } } },
  })
  const Odd = {
    type: 'object',
    properties: { [markup]: { type: 'string' }, [arabic]: { type: 'string' }, 'a.*(b': { type: 'string' } },
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Odd', version: '1' },
    paths: {
      '/odds': { get: { operationId: 'listOdds', responses: ok({ $ref: '#/components/schemas/Odd' }) } },
    },
    components: { schemas: { Odd } },
  }
  const environments = { production: { baseUrl: 'http://127.0.0.1:9' } }
  await must(
    api('POST', '/integrations', { body: { kind: 'odd', name: 'Odd', type: 'openapi', environments } }),
  )
  await must(api('PUT', '/integrations/odd/source', { body: JSON.stringify(document) }))
  await must(api('POST', '/integrations/odd/discover', { headers: { prefer: 'wait=30' } }))
}

/** The answer when every catalog has been read: the first search of one may be told that it is not. */
async function search(query: string, more = '', api = server.api): Promise<z.output<typeof Found>> {
  const { body } = await must(api('GET', `/search?q=${encodeURIComponent(query)}${more}`))
  const found = Found.parse(body)
  return found.meta.notSearched.length === 0 ? found : search(query, more, api)
}
const named = async (...asked: Parameters<typeof search>) =>
  (await search(...asked)).data.map(({ type, label }) => `${type} ${label}`)

describe('the search', () => {
  it('finds a field, says where it is and where the word stands in it', async () => {
    const { data, meta } = await search('birth')
    expect(data.find(({ type }) => type === 'field')).toEqual({
      type: 'field',
      kind: 'clinic',
      object: 'Patient',
      name: 'dateOfBirth',
      label: 'dateOfBirth',
      path: ['Clinic', 'Patient'],
      highlight: [[6, 11]],
      href: '/integrations/clinic/objects/Patient',
    })
    expect([meta.leftOut, meta.notSearched]).toEqual([[], []])
  })

  it('finds one of each type by its name, and each address answers', async () => {
    const wanted = {
      provider: ['clinic', 'Clinic'],
      agent: ['front', 'front-desk'],
      skill: ['find_patient', 'find_patient'],
      object: ['Practitioner', 'Practitioner'],
      field: ['fileNumber', 'fileNumber'],
      operation: ['searchPatients', 'searchPatients'],
    } as const
    for (const [type, [query, label]] of Object.entries(wanted)) {
      const [first] = (await search(query, `&types=${type}`)).data
      expect([first?.type, first?.label]).toEqual([type, label])
      await must(server.api('GET', first?.href ?? ''))
    }
    expect((await search('find patient')).data.find(({ type }) => type === 'skill')).toMatchObject({
      label: 'Find patient',
      name: 'find_patient',
      kind: 'clinic',
      agentId: server.agentId,
      skillId,
      path: ['front-desk'],
    })
  })

  it('puts equal names first, then beginnings, then words, then parts', async () => {
    expect((await named('id', '&types=field&limit=50')).slice(0, 2)).toEqual(['field id', 'field id'])
    const labels = (await search('name', '&types=field&limit=50')).data.map(({ label }) => label)
    expect(labels.indexOf('name')).toBeLessThan(labels.indexOf('fullName'))
  })

  it('counts all of a type and gives the best of it', async () => {
    const { data, meta } = await search('id', '&types=field&limit=1')
    expect(data).toHaveLength(1)
    expect(meta.totals['field']).toBeGreaterThan(1)
    expect(Object.keys(meta.totals)).toEqual(['field'])
  })

  it('takes words beside a name: of its object, and of its provider', async () => {
    expect((await search('clinic patient birth')).data[0]).toMatchObject({
      object: 'Patient',
      name: 'dateOfBirth',
    })
    expect(await named('odd birth')).toEqual([])
  })

  test.each([
    ['markup', '<b onclick', markup],
    ['another direction', 'الهاتف', arabic],
    ['signs of patterns', '.*(', 'a.*(b'],
  ])('takes %s as text', async (_, query, label) => {
    const { data } = await search(query, '&types=field')
    expect(data.map((row) => [row.label, row.highlight.map((at) => label.slice(...at))])).toEqual([
      [label, [query]],
    ])
  })

  test.each([
    ['nothing', ''],
    ['blanks alone', '   '],
    ['more than 200 characters', 'a'.repeat(10_000)],
  ])('refuses %s', async (_, query) => {
    const answer = await server.api('GET', `/search?q=${encodeURIComponent(query)}`)
    expect([answer.status, answer.body['code']]).toEqual([400, 'validation_error'])
  })

  it('refuses a type that there is not', async () => {
    expect((await server.api('GET', '/search?q=a&types=field,pet')).status).toBe(400)
  })

  it('finds nothing that scoping blocks', async () => {
    const scope = (body: object) => must(server.api('PATCH', '/integrations/clinic/scoping', { body }))
    await scope({ blockedObjects: ['Practitioner'], blockedFields: ['Patient.phone'] })
    const hidden = await search('practitioner')
    expect(
      hidden.data.filter(({ object, name }) => object === 'Practitioner' || name === 'Practitioner'),
    ).toEqual([])
    expect(await named('listPractitioners')).toEqual([])
    expect((await search('phone', '&types=field')).data.map(({ object }) => object)).not.toContain('Patient')
    await scope({ blockedObjects: [], blockedFields: [] })
    expect(await named('listPractitioners')).not.toEqual([])
  })
})

describe('a key', () => {
  it('gets nothing of the types that it may not read, and is told which', async () => {
    const api = server.client(await server.keyWith(['agents:read']))
    const { data, meta } = await search('front patient', '', api)
    const everything = await search('e', '', api)
    expect(data).toEqual([])
    expect(new Set(everything.data.map(({ type }) => type))).toEqual(new Set(['agent']))
    expect(meta.totals).toEqual({ agent: 0 })
    expect(meta.leftOut.map(({ type, requiredScope }) => [type, requiredScope])).toEqual([
      ['provider', 'integrations:read'],
      ['skill', 'skills:read'],
      ['object', 'integrations:read'],
      ['field', 'integrations:read'],
      ['operation', 'integrations:read'],
    ])
  })

  it('of skills alone is not told the names of agents', async () => {
    const api = server.client(await server.keyWith(['skills:read']))
    const { data } = await search('find_patient', '', api)
    expect(data).toMatchObject([{ type: 'skill', path: [] }])
    expect(await named('front', '', api)).toEqual([])
  })

  it('of one environment finds what one of all finds, as in the lists', async () => {
    const scopes = ['integrations:read', 'skills:read', 'agents:read'] as const
    const api = server.client(await server.keyWith(scopes, 'development'))
    expect(await named('patient', '', api)).toEqual(await named('patient'))
  })

  it('of another organisation finds its own alone', async () => {
    const other = server.client(await server.otherOrganization())
    expect((await search('a', '', other)).data).toEqual([])
    await registerOdd(other)
    await must(other('POST', '/agents', { body: { name: 'Patient desk' } }))
    const found = await search('patient', '', other)
    expect(found.data.map(({ type, label }) => [type, label])).toEqual([['agent', 'Patient desk']])
    expect(await named('listOdds', '', other)).toEqual(['operation listOdds'])
    expect(await named('Patient desk', '&types=agent')).toEqual([])
  })
})
