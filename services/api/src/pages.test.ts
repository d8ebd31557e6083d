import type { BindingInputDocument, Json } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type DescribedProvider,
  type ProviderAnswer,
  startDescribedProvider,
} from './testing/described-provider.ts'
import type { ApiAnswer } from './testing/test-server.ts'

let provider: DescribedProvider
let kind = ''
const key = 'canary-provider-key-2Pq7'

const text = { type: 'string' }
const integer = { type: 'integer' }
const order = { type: 'object', properties: { id: integer, number: text }, required: ['id'] }
const schema = { type: 'object', properties: { orders: { type: 'array', items: order }, next: text } }
const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } }
const query = (name: string, of: Json) => ({ name, in: 'query', schema: of })
const document = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        parameters: [query('page', integer), query('state', text)],
        responses,
      },
    },
    '/orders/create': { post: { operationId: 'createOrder', responses } },
    '/fixed': {
      get: {
        operationId: 'listFixed',
        parameters: [query('state', text)],
        responses: {
          200: {
            description: 'ok',
            content: { 'application/json': { schema: { type: 'array', items: order } } },
          },
        },
      },
    },
  },
}

const binding: BindingInputDocument = {
  operation: 'listOrders',
  toolName: 'Orders of a state',
  inputs: [{ param: 'order_state', argument: 'state', required: true }],
  pages: 3,
  projection: [
    { path: 'orders', leaf: 'orders', max: 20, fields: [{ path: 'number', leaf: 'order_number' }] },
  ],
}

const rows = (page: number): readonly object[] =>
  [page * 2 - 1, page * 2].map((id) => ({ id, number: `A${id}` }))
const numbers = (to: number): readonly object[] =>
  Array.from({ length: to }, (_, at) => ({ order_number: `A${at + 1}` }))
const pageOf = (url: string): number => Number(new URL(url, 'http://x').searchParams.get('page') ?? 1)

/** Five pages of two orders; what is given stands in place of a page. */
const paged =
  (instead: Readonly<Record<number, ProviderAnswer>> = {}) =>
  ({ url }: { readonly url: string }): ProviderAnswer => {
    const page = pageOf(url)
    return instead[page] ?? { body: { orders: rows(page), page, total_pages: 5 } }
  }

beforeAll(async () => {
  provider = await startDescribedProvider()
  const credentials = { api_key: key, in: 'header', name: 'X-Shop-Key' }
  kind = await provider.register({ document, path: '/v1', credentials })
})
afterAll(() => provider.close())

const Told = z.object({
  data: z.object({ output: z.unknown() }),
  warnings: z.array(z.object({ message: z.string() })),
})

const toldOf = ({ status, body }: ApiAnswer) => {
  const { data, warnings } = Told.parse(body)
  return { status, output: data.output, warnings: warnings.map(({ message }) => message) }
}

const asked = (): readonly string[] => provider.sent.splice(0).map(({ url }) => url)

describe('a skill that reads several pages', () => {
  let skillId = ''
  beforeAll(async () => {
    skillId = await provider.publish(kind, binding)
  })
  const run = () => provider.run(skillId, { order_state: 'open' })

  test('gives the rows of all of them as one list, and says that there is more', async () => {
    provider.answer(paged())
    asked()
    const ran = await run()
    expect(toldOf(ran)).toEqual({
      status: 200,
      output: { orders: numbers(6) },
      warnings: ['rows_truncated: "orders" holds 6 rows; the provider has more.'],
    })
    expect(asked()).toEqual([
      '/v1/orders?state=open',
      '/v1/orders?page=2&state=open',
      '/v1/orders?page=3&state=open',
    ])
  })

  test('a page that fails fails the call, whatever came before', async () => {
    provider.answer(paged({ 3: { status: 500, body: {} } }))
    expect(await run()).toMatchObject({ status: 502, body: { code: 'upstream_error' } })
    provider.answer(paged({ 2: { status: 429, headers: { 'retry-after': '30' }, body: {} } }))
    expect(await run()).toMatchObject({ status: 502, body: { code: 'upstream_error' } })
  })

  test('no request and no key goes to another host, and the agent is told', async () => {
    asked()
    provider.answer(paged({ 2: { body: { orders: rows(2), next: 'http://127.0.0.2:9/v1/orders?page=3' } } }))
    const ran = await run()
    expect(toldOf(ran)).toEqual({
      status: 200,
      output: { orders: numbers(4) },
      warnings: [
        'next_page_elsewhere: Page 2 names a next one outside of the address of the connection; nothing was sent there.',
        'rows_truncated: "orders" holds 4 rows; the provider has more.',
      ],
    })
    expect(asked()).toHaveLength(2)
  })

  test('a provider that ignores the page gives its rows once', async () => {
    provider.answer({ body: { orders: rows(1), page: 1, total_pages: 5 } })
    expect(toldOf(await run())).toEqual({
      status: 200,
      output: { orders: numbers(2) },
      warnings: [
        'page_repeated: Page 2 holds what an earlier page held; it is left out and no further one was read.',
        'rows_truncated: "orders" holds 2 rows; the provider has more.',
      ],
    })
  })
})

describe('a skill that counts over pages', () => {
  const counting = (pages: number, toolName: string): BindingInputDocument => ({
    operation: 'listOrders',
    toolName,
    inputs: binding.inputs ?? [],
    pages,
    aggregate: { values: [{ fn: 'count', leaf: 'order_count' }] },
  })

  test('counts the rows of all of them', async () => {
    provider.answer(paged())
    const skillId = await provider.publish(kind, counting(5, 'Count orders'))
    expect(await provider.run(skillId, { order_state: 'open' })).toMatchObject({
      status: 200,
      data: { output: { order_count: 10 } },
    })
  })

  test('gives no figure where there is more than it reads', async () => {
    provider.answer(paged())
    const skillId = await provider.publish(kind, counting(4, 'Count some orders'))
    const { data } = await provider.run(skillId, { order_state: 'open' })
    expect(JSON.stringify(data)).toContain('not_certain')
    expect(JSON.stringify(data)).not.toContain('order_count')
  })
})

test('each page counts as a call of the limit of its skill', async () => {
  provider.answer(paged())
  const limited = { ...binding, toolName: 'Orders a minute', rateLimitPerMinute: 4 }
  const skillId = await provider.publish(kind, limited)
  expect(await provider.run(skillId, { order_state: 'open' })).toMatchObject({ status: 200 })
  asked()
  expect(await provider.run(skillId, { order_state: 'open' })).toMatchObject({
    status: 429,
    body: { code: 'action_rate_limited' },
  })
  expect(asked()).toHaveLength(1)
})

test.each<[string, BindingInputDocument, readonly string[]]>([
  ['names that suggest a page', binding, ['pages_inferred']],
  [
    'no way to a next page',
    {
      ...binding,
      operation: 'listFixed',
      projection: [{ ...binding.projection?.[0], path: '$', leaf: 'orders' }],
    },
    ['pages_unknown'],
  ],
  ['a write', { ...binding, operation: 'createOrder', inputs: [] }, ['rows_unsupported']],
])('validation tells of %s', async (_, given, codes) => {
  const { body } = await provider.validate(kind, given)
  expect(JSON.stringify(body).match(/"code":"(?:pages|rows)_[a-z]+"/g)).toEqual(
    codes.map((code) => `"code":"${code}"`),
  )
})
