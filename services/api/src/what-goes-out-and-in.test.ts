import type { BindingInputDocument, Json } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type DescribedProvider, startDescribedProvider } from './testing/described-provider.ts'
import { mcpClients } from './testing/mcp-clients.ts'

let provider: DescribedProvider
beforeAll(async () => {
  provider = await startDescribedProvider()
})
afterAll(() => provider.close())

const Ran = z.object({ output: z.unknown().optional(), warnings: z.array(z.string()).optional() })

interface Reading {
  readonly binding: BindingInputDocument
  readonly answer: unknown
  readonly params?: object
}

/** What a run of a binding gives: its output, or the code and the sentence of its failure. */
async function outputOf(kind: string, { binding, answer, params }: Reading): Promise<unknown> {
  provider.answer({ body: answer })
  const ran = await provider.run(await provider.publish(kind, binding), params)
  const { output } = Ran.parse(ran.data ?? {})
  return ran.status < 300 ? output : `${String(ran.body['code'])}: ${String(ran.body['detail'])}`
}

/** A description whose only operation answers a GET with such a value. */
const answering = (path: string, operationId: string, schema: object) => ({
  [path]: {
    get: {
      operationId,
      responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
    },
  },
})

const openapi = (paths: object, schemas: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Case', version: '1' },
  paths,
  components: { schemas },
})

describe('a union', () => {
  const tagged = (kind: string, rest: object) => ({
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string', enum: [kind] }, ...rest },
  })
  const members = [{ $ref: '#/components/schemas/ToCard' }, { $ref: '#/components/schemas/ToBank' }]
  const value = { oneOf: [{ type: 'string' }, { type: 'number' }] }
  const document = openapi(
    {
      ...answering('/payout', 'getPayout', { oneOf: members, discriminator: { propertyName: 'kind' } }),
      ...answering('/payouts', 'listPayouts', { type: 'array', items: { anyOf: members } }),
      ...answering('/reading', 'getReading', { type: 'object', properties: { value } }),
    },
    {
      ToCard: tagged('card', { last_four: { type: 'string' } }),
      ToBank: tagged('bank', { bank_name: { type: 'string' } }),
    },
  )
  const rows = [{ path: '$', leaf: 'rows', max: 5, fields: [{ path: 'kind', leaf: 'payout_kind' }] }]
  let kind = ''
  beforeAll(async () => {
    kind = await provider.register({ document })
  })

  test.each<[string, string, BindingInputDocument['projection'], Json, Json]>([
    [
      'its tag',
      'getPayout',
      [{ path: 'kind', leaf: 'payout_kind' }],
      { kind: 'bank' },
      { payout_kind: 'bank' },
    ],
    [
      'the tag of each row',
      'listPayouts',
      rows,
      [{ kind: 'card' }, { kind: 'bank' }],
      { rows: [{ payout_kind: 'card' }, { payout_kind: 'bank' }] },
    ],
    [
      'text or a number',
      'getReading',
      [{ path: 'value', leaf: 'reading' }],
      { value: 12.5 },
      { reading: 12.5 },
    ],
  ])('can be an output: %s', async (...[toolName, operation, projection = [], answer, expected]) => {
    expect(await outputOf(kind, { binding: { operation, toolName, projection }, answer })).toEqual(expected)
  })
})

describe('null under a transform', () => {
  const person = {
    type: 'object',
    required: ['id', 'nick'],
    properties: {
      id: { type: 'integer' },
      nick: { type: ['string', 'null'] },
      town: { type: 'string' },
      tags: { type: ['array', 'null'], items: { type: 'string' } },
    },
  }
  const people = [
    { id: 1, nick: 'bo', town: 'Oslo', tags: ['a'] },
    { id: 2, nick: null, tags: null },
  ]
  let kind = ''
  beforeAll(async () => {
    const document = openapi(answering('/people', 'listPeople', { type: 'array', items: person }))
    kind = await provider.register({ document })
  })
  const reading = (path: string, transform: string): BindingInputDocument => ({
    operation: 'listPeople',
    toolName: `Read ${path} ${transform}`,
    projection: [{ path: '$', leaf: 'rows', max: 5, fields: [{ path, leaf: 'value', transform }] }],
  })

  test.each<[string, string, Json, Json]>([
    ['nick', '$uppercase($)', 'BO', null],
    ['town', '$uppercase($)', 'OSLO', null],
    ['tags', '$', ['a'], null],
    ['nick', '$exists($) ? $ : "none"', 'bo', null],
    ['', '$uppercase(nick)', 'BO', null],
    ['', 'nick > "a" ? "late" : "early"', 'late', null],
    ['', '$count(tags)', 1, 1],
    ['', 'tags[$ = "b"]', [], []],
  ])(
    'of %s, %s, is null for its row, and the schema says so',
    async (...[path, transform, first, second]) => {
      const binding = reading(path, transform)
      const output = await outputOf(kind, { binding, answer: people })
      expect(output).toEqual({ rows: [{ value: first }, { value: second }] })
      const schema = await outputSchemaOf(kind, binding)
      expect(JSON.stringify(schema).includes('"null"')).toBe(second === null || Array.isArray(second))
    },
  )

  async function outputSchemaOf(of: string, binding: BindingInputDocument): Promise<unknown> {
    const validated = await provider.validate(of, binding)
    return z.object({ compiled: z.object({ outputSchema: z.unknown() }) }).parse(validated.data).compiled
  }
})

describe('what a provider really sends', () => {
  const ticket = {
    type: 'object',
    required: ['price'],
    properties: {
      price: { type: 'number' },
      count: { type: 'integer' },
      state: { type: 'string', enum: ['open', 'closed'] },
      mail: { type: 'string', format: 'email' },
      due: { type: 'string', format: 'date-time' },
      code: { type: 'string', maxLength: 3, pattern: '^[A-Z]+$' },
      score: { type: 'number', minimum: 0, maximum: 10 },
    },
  }
  const names = ['price', 'count', 'state', 'mail', 'due', 'code', 'score']
  beforeAll(async () => {
    const kind = await provider.register({ document: openapi(answering('/ticket', 'getTicket', ticket)) })
    for (const path of names)
      await provider.publish(kind, {
        operation: 'getTicket',
        toolName: `Show ${path}`,
        projection: [{ path, leaf: 'value' }],
      })
  })

  const answers: readonly (readonly [string, string, Json])[] = [
    ['show_price', '{"price":19.99}', 19.99],
    ['show_price', '{"price":19.989999999999998}', 19.99],
    ['show_price', '{"price":0.10000000000000001}', 0.1],
    ['show_price', '{"price":1e20}', 1e20],
    ['show_price', '{"price":123456789.123456789}', '123456789.123456789'],
    ['show_count', '{"price":1,"count":12345678901234567890}', '12345678901234567890'],
    ['show_state', '{"price":1,"state":"on_hold"}', 'on_hold'],
    ['show_mail', '{"price":1,"mail":"none"}', 'none'],
    ['show_due', '{"price":1,"due":"2026-12-01 10:00"}', '2026-12-01 10:00'],
    ['show_code', '{"price":1,"code":"four"}', 'four'],
    ['show_score', '{"price":1,"score":11}', 11],
  ]
  test.each(mcpClients)('is taken by %s', async (_, connect) => {
    const key = await provider.keyWith(['skills:execute', 'agents:read', 'skills:read'])
    const client = await connect({ url: `${provider.address}/mcp/agents/${provider.agentId}`, key })
    // The SDK checks answers against the output schemas that it has seen.
    await client.names()
    const got: unknown[] = []
    for (const [name, body] of answers) {
      provider.answer({ body })
      got.push((await client.call(name, {})).structured)
    }
    await client.close()
    expect(got).toEqual(answers.map(([, , value]) => ({ value })))
  })
})

test('a required member with a default that nothing is bound to is sent', async () => {
  const order = {
    type: 'object',
    required: ['size', 'name'],
    properties: { size: { type: 'integer', default: 10 }, name: { type: 'string' } },
  }
  const schema = { type: 'object', properties: { ok: { type: 'boolean' } } }
  const post = {
    operationId: 'createOrder',
    requestBody: { required: true, content: { 'application/json': { schema: order } } },
    responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
  }
  const kind = await provider.register({ document: openapi({ '/orders': { post } }) })
  const binding: BindingInputDocument = {
    operation: 'createOrder',
    toolName: 'Order',
    inputObjectMap: [{ field: 'name', param: 'customer' }],
    projection: [{ path: 'ok', leaf: 'is_ok' }],
  }
  expect(await outputOf(kind, { binding, answer: { ok: true }, params: { customer: 'Ada' } })).toEqual({
    is_ok: true,
  })
  expect(JSON.parse(provider.sent.at(-1)?.body ?? '')).toEqual({ name: 'Ada', size: 10 })
  expect((await provider.validate(kind, binding)).text).toContain('its default 10 is sent')
})

test('an integer of any size goes in as it comes out', async () => {
  const rich = '115792089237316195423570985008687907853269984665640564039457584007913129639935'
  const document = `
scalar BigInt
type Wallet { id: ID! balance: BigInt! }
input WalletFilter { balance_gt: BigInt }
type Query { wallets(where: WalletFilter, first: Int = 10): [Wallet!]! wallet(minimum: BigInt): Wallet }`
  const kind = await provider.register({ type: 'graphql', document, path: '/graphql' })
  const data = { wallets: [{ id: '1', balance: rich }], wallet: { id: '1', balance: rich } }
  const fields = [{ path: 'balance', leaf: 'amount' }]
  const filtered: BindingInputDocument = {
    operation: 'wallets',
    toolName: 'Rich wallets',
    inputObjectMap: [{ field: 'balance_gt', param: 'minimum' }],
    projection: [{ path: '$', leaf: 'rows', max: 5, fields }],
  }
  const argued: BindingInputDocument = {
    operation: 'wallet',
    toolName: 'One wallet',
    inputs: [{ param: 'minimum', argument: 'minimum' }],
    projection: fields,
  }
  const params = { minimum: rich }
  expect(await outputOf(kind, { binding: filtered, answer: { data }, params })).toEqual({
    rows: [{ amount: rich }],
  })
  expect(provider.sent.at(-1)?.body).toContain(`{"where":{"balance_gt":"${rich}"}}`)
  expect(await outputOf(kind, { binding: argued, answer: { data }, params })).toEqual({ amount: rich })
})

describe('headers that a connection fills', () => {
  const header = (name: string) => ({ name, in: 'header', required: true, schema: { type: 'string' } })
  const content = {
    'application/json': { schema: { type: 'object', properties: { ok: { type: 'boolean' } } } },
  }
  const get = {
    operationId: 'listRooms',
    parameters: [header('X-Auth-Token'), header('X-User-Id')],
    responses: { 200: { description: 'ok', content } },
  }
  const document = openapi({ '/rooms': { get } })
  const headers = { 'X-Auth-Token': 'token-1', 'X-User-Id': 'user-1' }
  const binding: BindingInputDocument = {
    operation: 'listRooms',
    toolName: 'Rooms',
    projection: [{ path: 'ok', leaf: 'is_ok' }],
  }

  test('need no argument, whatever their names', async () => {
    const kind = await provider.register({ document, credentials: { headers } })
    expect(await outputOf(kind, { binding, answer: { ok: true } })).toEqual({ is_ok: true })
    expect(provider.sent.at(-1)?.headers).toMatchObject({ 'x-auth-token': 'token-1', 'x-user-id': 'user-1' })
  })

  test('are told of where one environment fills them and another does not', async () => {
    const kind = await provider.register({
      document,
      credentials: { headers },
      environments: ['production', 'development'],
    })
    expect((await provider.validate(kind, binding)).text).not.toContain('connection_fills_partly')
    const other = { environment: 'development', credentials: { headers: { 'X-Auth-Token': 'token-2' } } }
    await provider.api('POST', `/integrations/${kind}/connect`, { body: other })
    const validated = await provider.validate(kind, binding)
    expect(validated.text).toContain('connection_fills_partly')
    expect(validated.text).toContain('but not in development')
  })

  test('cannot be bound, since a run would refuse them', async () => {
    const kind = await provider.register({ document, credentials: { headers } })
    const bound = { ...binding, inputs: [{ param: 'user', argument: 'X-User-Id' }] }
    expect((await provider.validate(kind, bound)).text).toContain(
      'The connection fills it; a binding cannot.',
    )
  })
})

describe('absence', () => {
  const contact = {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, note: { type: 'string' } },
  }
  const page = {
    type: 'object',
    required: ['contacts'],
    properties: { contacts: { type: 'array', items: contact } },
  }
  const responses = {
    200: { description: 'ok', content: { 'application/json': { schema: contact } } },
    204: { description: 'nobody' },
  }
  const document = openapi({
    ...answering('/page', 'getPage', page),
    ...answering('/contact', 'getContact', contact),
    '/nobody': { get: { operationId: 'getNobody', responses } },
  })
  const idOf = [{ path: 'id', leaf: 'contact_id' }]
  const rows: BindingInputDocument['projection'] = [
    { path: 'contacts', leaf: 'contacts', max: 5, fields: idOf },
  ]
  let kind = ''
  beforeAll(async () => {
    kind = await provider.register({ document })
  })
  const failing = (place: string): string =>
    `upstream_invalid_response: The answer of "${kind}" cannot be used: ${place}`

  test.each<[string, string, BindingInputDocument['projection'], unknown, unknown]>([
    ['an empty list is no rows', 'getPage', rows, { contacts: [] }, { contacts: [] }],
    [
      'the first of none is null',
      'getPage',
      [{ path: 'contacts[0].id', leaf: 'first' }],
      { contacts: [] },
      { first: null },
    ],
    [
      'a field that need not be there is null',
      'getContact',
      [{ path: 'note', leaf: 'note' }],
      { id: '1' },
      { note: null },
    ],
    ['an empty answer that is described is null', 'getNobody', idOf, '', { contact_id: null }],
    ['a missing list fails', 'getPage', rows, {}, '"contacts" (path contacts) has no value in it.'],
    ['a missing field fails', 'getContact', idOf, {}, '"contact_id" (path id) has no value in it.'],
    ['an empty answer fails', 'getContact', idOf, '', '"contact_id" (path $) has no value in it.'],
    ['null fails', 'getContact', idOf, null, '"contact_id" (path $) has no value in it.'],
    [
      'text for an object fails',
      'getContact',
      [{ path: 'note', leaf: 'note' }],
      '"gone"',
      '"note" (path $) is text where the schema of the provider says an object.',
    ],
    [
      'text for a list fails',
      'getPage',
      rows,
      { contacts: 'none' },
      '"contacts" (path contacts) is text where the schema of the provider says a list.',
    ],
    [
      'text for a row fails',
      'getPage',
      rows,
      { contacts: ['ada'] },
      '"contacts" (path contacts) is text where the schema of the provider says an object.',
    ],
    [
      'an object that tells of an error is no row',
      'getPage',
      rows,
      { contacts: { error: 'no' } },
      '"contacts" (path contacts) is an object where the schema of the provider says a list.',
    ],
  ])('%s', async (...[toolName, operation, projection = [], answer, expected]) => {
    const output = await outputOf(kind, { binding: { operation, toolName, projection }, answer })
    expect(output).toEqual(typeof expected === 'string' ? failing(expected) : expected)
  })
})
