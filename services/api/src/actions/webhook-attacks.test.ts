import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'
import type { ApiAnswer } from '../testing/test-server.ts'

/* Whoever may write skills, and wants an endpoint to reach, send or do more than its skill may. */

let server: ShopServer
beforeAll(async () => {
  server = await startShopServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
})

let count = 0
const webhook = (change: object = {}): object => ({
  name: `Hook ${(count += 1)}`,
  description: 'Tell the desk that somebody waits.',
  method: 'POST',
  path: '/hooks/desk',
  environments: { production: { baseUrl: server.shopUrl } },
  ...change,
})

const pathOf = (agentId: string): string => `/agents/${agentId}/skills`
const create = (change: object, agentId = server.agentId) =>
  server.api('POST', pathOf(agentId), { body: webhook(change) })
const codeOf = ({ status, body }: ApiAnswer) => [status, body['code']]

const Skill = z.object({
  id: z.string(),
  integration: z.string(),
  isEnabled: z.boolean(),
  effect: z.string(),
})
const make = async (change: object) => Skill.parse((await must(create(change))).data)

const port = (): string => new URL(server.shopUrl).port

describe('no endpoint is at', () => {
  it.each<readonly [string, () => string]>([
    ['an address with a name and a password', () => `http://ada:pw@127.0.0.1:${port()}`],
    ['an address behind another one', () => `http://api.example.com@127.0.0.1:${port()}`],
    ['an address with a query', () => `${server.shopUrl}/?to=`],
    ['an address with a fragment', () => `${server.shopUrl}/#`],
    ['a placeholder for the host', () => 'http://{{host}}/x'],
    ['a placeholder for the port', () => 'http://127.0.0.1:{{port}}'],
    ['the metadata service as one number', () => 'http://2852039166'],
    ['the metadata service in hexadecimal', () => 'http://0xA9.0xFE.0xA9.0xFE'],
    ['the metadata service inside of IPv6', () => 'http://[::ffff:169.254.169.254]'],
    ['the metadata service by name, with a dot', () => 'http://metadata.google.internal.'],
    ['a private host of full-width digits', () => 'http://１０.0.0.1'],
    ['a file', () => 'file:///etc/passwd'],
    ['port 0', () => 'http://127.0.0.1:0'],
  ])('%s', async (_, baseUrl) => {
    const answer = await create({ environments: { production: { baseUrl: baseUrl() } } })
    expect([400, 403, 422]).toContain(answer.status)
    expect(server.seen).toEqual([])
  })
})

describe('no template holds', () => {
  it.each<readonly [string, object]>([
    ['a path of another host', { path: '//10.0.0.1/x' }],
    ['a path with an encoded way up', { path: '/a/%2e%2E/b' }],
    ['a path with a tab', { path: '/\t/10.0.0.1' }],
    ['a header of the connection', { headers: { Connection: 'upgrade' } }],
    ['a header that says the host', { headers: { HOST: 'other.example' } }],
    ['a header that says how the body ends', { headers: { 'Transfer-Encoding': 'chunked' } }],
    ['a header with two lines', { headers: { 'X-Note': 'a\r\nX-Admin: 1' } }],
    ['a header in two spellings', { headers: { 'X-Note': 'a', 'x-note': 'b' } }],
    ['a placeholder in a name', { bodyTemplate: { '{{urgency}}': 1 } }],
  ])('%s', async (_, change) => {
    expect(codeOf(await create(change))).toEqual([422, 'template_invalid'])
  })
})

const schemaOf = (schema: unknown) => ({
  parametersSchema: { type: 'object', properties: { words: schema } },
})
const nested = (depth: number): object =>
  depth === 0 ? { type: 'string' } : { type: 'object', properties: { a: nested(depth - 1) } }
const many = (number: number) =>
  Object.fromEntries(Array.from({ length: number }, (_, at) => [`p${at}`, { type: 'string' }]))

describe('a schema is not taken for less than it says:', () => {
  it.each<readonly [string, object]>([
    ['a reference', schemaOf({ type: 'string', $ref: '#/definitions/short' })],
    ['a pattern', schemaOf({ type: 'string', pattern: '^[0-9]+$' })],
    ['a length', schemaOf({ type: 'string', maxLength: 5 })],
    ['a bound', schemaOf({ type: 'integer', maximum: 100 })],
    ['one value', schemaOf({ type: 'string', const: 'late' })],
    ['a choice of schemas', schemaOf({ type: 'string', oneOf: [{ const: 'a' }] })],
    ['what it is not', schemaOf({ type: 'string', not: { const: 'a' } })],
    [
      'a pattern inside of an object',
      schemaOf({ type: 'object', properties: { a: { type: 'string', pattern: 'x' } } }),
    ],
    ['a number of items', schemaOf({ type: 'array', items: { type: 'string' }, maxItems: 1 })],
    [
      'members of any name',
      { parametersSchema: { type: 'object', properties: {}, additionalProperties: true } },
    ],
    ['no object', { parametersSchema: { type: 'array', items: { type: 'string' } } }],
    ['100 parameters', { parametersSchema: { type: 'object', properties: many(100) } }],
    ['90 objects inside of each other', schemaOf(nested(90))],
    ['an enumeration of 10,000 values', schemaOf({ type: 'string', enum: Object.keys(many(10_000)) })],
    [
      'what it requires and does not have',
      { parametersSchema: { type: 'object', properties: {}, required: ['words'] } },
    ],
  ])('%s', async (_, change) => {
    expect([400, 422]).toContain((await create(change)).status)
  })

  it('annotations are let by', async () => {
    const words = { type: 'string', title: 'Words', examples: ['late'], $comment: 'x', deprecated: false }
    const properties = { words }
    await make({
      parametersSchema: { type: 'object', $schema: 'x', title: 'X', properties, additionalProperties: false },
    })
  })

  it.each(['__proto__', 'constructor'])(
    'a member %s of the body is refused or one like others',
    async (name) => {
      const body = JSON.stringify(webhook({ parametersSchema: { type: 'object', properties: {} } })).replace(
        '"properties":{}',
        `"properties":{"${name}":{"type":"string","properties":{"isAdmin":{"type":"boolean"}}}}`,
      )
      const answer = await server.api('POST', pathOf(server.agentId), { body })
      expect([201, 400, 422]).toContain(answer.status)
      expect('isAdmin' in {}).toBe(false)
    },
  )
})

describe('nobody makes one', () => {
  it.each<readonly [string, () => Promise<ApiAnswer>, readonly unknown[]]>([
    [
      'for an agent of another organisation',
      async () => {
        const stranger = server.client(await server.otherOrganization())
        return stranger('POST', pathOf(server.agentId), { body: webhook() })
      },
      [404, 'not_found'],
    ],
    ['for an agent in capitals', () => create({}, server.agentId.toUpperCase()), [404, 'not_found']],
    [
      'with a connector of another organisation',
      async () => {
        const stranger = server.client(await server.otherOrganization())
        const body = {
          name: 'x',
          type: 'bearer',
          environments: { production: { access_token: 'cnry-theirs' } },
        }
        const authConnectorId = idOf(await must(stranger('POST', '/auth-connectors', { body })))
        return create({ environments: { production: { baseUrl: server.shopUrl, authConnectorId } } })
      },
      [404, 'not_found'],
    ],
    [
      'with no connector by name',
      () => create({ environments: { production: { baseUrl: server.shopUrl, authConnectorId: '' } } }),
      [404, 'not_found'],
    ],
    [
      'that is said to read and deletes',
      () => create({ method: 'DELETE', isWrite: false }),
      [422, 'template_invalid'],
    ],
    [
      'that is said to read and puts',
      () => create({ method: 'PUT', isWrite: false }),
      [422, 'template_invalid'],
    ],
  ])('%s', async (_, attack, expected) => {
    expect(codeOf(await attack())).toEqual(expected)
    expect(server.seen).toEqual([])
  })

  it('that is a read by its method and a write by its name', async () => {
    expect((await make({ name: 'Delete order', method: 'GET' })).effect).toBe('delete')
  })
})

describe('a write is not enabled without an acknowledgement:', () => {
  const skillPath = ({ id }: { id: string }): string => `${pathOf(server.agentId)}/${id}`
  type Made = Awaited<ReturnType<typeof make>>

  it.each<readonly [string, (skill: Made) => Promise<unknown>]>([
    ['by itself', ({ id }) => server.api('PATCH', skillPath({ id }), { body: { isEnabled: true } })],
    [
      'with others',
      ({ id }) =>
        server.api('POST', `/agents/${server.agentId}/actions/enable`, { body: { skillIds: [id] } }),
    ],
    [
      'by its binding',
      ({ id, integration }) => {
        const binding = {
          operation: 'x',
          toolName: 'X',
          description: 'x',
          enabled: true,
          inputs: [],
          projection: [],
        }
        const path = `/agents/${server.agentId}/integrations/${integration}/bindings/${id}`
        return server.api('PUT', path, { body: binding })
      },
    ],
    [
      'by another link to its action',
      async ({ integration }) => {
        const shared = await must(server.api('GET', `/integrations/${integration}/shared-actions`))
        const [action] = z.array(z.object({ id: z.string() })).parse(shared.data)
        const body = { kind: integration, actionId: action?.id, toolName: 'Twice', enabled: true }
        return server.api('POST', `/agents/${server.agentId}/action-links`, { body })
      },
    ],
  ])('%s', async (_, attack) => {
    const skill = await make({})
    await attack(skill)
    const listed = await must(server.api('GET', `${pathOf(server.agentId)}?limit=100`))
    const own = z
      .array(Skill)
      .parse(listed.data)
      .filter(({ integration }) => integration === skill.integration)
    expect(own.map(({ isEnabled }) => isEnabled).filter((isEnabled) => isEnabled)).toEqual([])
  })

  it('by becoming one after it was enabled as a read', async () => {
    const skill = await make({ method: 'GET' })
    await must(server.api('PATCH', skillPath(skill), { body: { isEnabled: true } }))
    const path = `/integrations/${skill.integration}/shared-actions`
    const [action] = z.array(z.object({ id: z.string() })).parse((await must(server.api('GET', path))).data)
    await must(server.api('PATCH', `${path}/${action?.id}`, { body: { method: 'POST' } }))
    const now = Skill.parse((await must(server.api('GET', skillPath(skill)))).data)
    expect([now.effect, now.isEnabled]).toEqual(['action', false])
  })
})

it.each([
  ['constructor', 'constructor'],
  ['toString', 'to_string'],
])('a parameter %s has no value that nobody gave', async (name, parameter) => {
  const skill = await make({ method: 'GET', path: `/hooks/{{${name}}}` })
  const path = `${pathOf(server.agentId)}/${skill.id}`
  await must(server.api('PATCH', path, { body: { isEnabled: true } }))
  await must(server.api('POST', `/agents/${server.agentId}/publish`))
  expect((await server.api('POST', `${path}/execute`, { body: {} })).status).toBe(400)
  await must(server.api('POST', `${path}/execute`, { body: { params: { [parameter]: 'x' } } }))
  expect(server.seen.map(({ url }) => url)).toEqual(['/hooks/x'])
})

it('a default that looks like a placeholder is sent as it is', async () => {
  const words = { type: 'string', default: '{{contact_number}}' }
  const skill = await make({
    method: 'GET',
    queryTemplate: { w: '{{words}}' },
    parametersSchema: { type: 'object', properties: { words } },
  })
  const path = `${pathOf(server.agentId)}/${skill.id}`
  await must(server.api('PATCH', path, { body: { isEnabled: true } }))
  await must(server.api('POST', `/agents/${server.agentId}/publish`))
  await must(server.api('POST', `${path}/execute`, { body: { context: { contact_number: '+31600000000' } } }))
  expect(server.seen.map(({ url }) => url)).toEqual(['/hooks/desk?w=%7B%7Bcontact_number%7D%7D'])
})
