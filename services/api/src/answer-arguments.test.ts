import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import { createSchema, createYoga } from 'graphql-yoga'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from './testing/clinic-server.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

/* Fields of an answer take arguments of their own in GraphQL: a binding gives them as it gives those of the operation. */

const typeDefs = `
scalar DateTime
enum State { OPEN SHIPPED }
input Window { from: DateTime, to: DateTime }
interface Party { name: String! }
type Person implements Party { name: String!, orders(state: State): [Order!]! }
type Firm implements Party { name: String! }
type Query { customer(id: ID!): Customer, party(id: ID!): Party }
type Customer {
  name: String!
  orders(first: Int, last: Int, after: String, search: String, states: [State!], within: Window): Orders!
  balance(currency: String!): Int!
}
type Orders { nodes: [Order!]!, pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean!, hasPreviousPage: Boolean! }
type Order { number: String!, note(length: Int = 5): String! }
`
const told: Record<string, unknown>[] = []
const orders = ['a', 'b', 'c'].map((number) => ({ number, note: 'a long note' }))
const heard = (args: Record<string, unknown>): void => void told.push(args)
const resolvers = {
  Party: { __resolveType: () => 'Person' },
  Query: { customer: () => ({ name: 'Ada' }), party: () => ({ name: 'Ada' }) },
  Person: { orders: (_: unknown, args: Record<string, unknown>) => (heard(args), orders) },
  Customer: {
    orders: (_: unknown, args: { first?: number; last?: number }) => {
      heard(args)
      const count = args.first ?? args.last ?? orders.length
      const more = count < orders.length
      return { nodes: orders.slice(0, count), pageInfo: { hasNextPage: more, hasPreviousPage: more } }
    },
    balance: (_: unknown, args: Record<string, unknown>) => (heard(args), 7),
  },
  Order: { note: (_: unknown, { length }: { length: number }) => 'a long note'.slice(0, length) },
}
const schemaOf = (text: string) => createSchema({ typeDefs: text, resolvers })
let schema = schemaOf(typeDefs)

let provider: LocalProvider
let server: TestServer
let agentId = ''
beforeAll(async () => {
  const yoga = createYoga({
    schema: () => schema,
    logging: false,
    graphqlEndpoint: '/graphql',
    maskedErrors: false,
  })
  provider = await startProvider((request, response) => void yoga(request, response))
  server = await startTestServer()
  const environments = { production: { baseUrl: `${provider.origin}/graphql` } }
  const body = { kind: 'shop', name: 'Shop', type: 'graphql', environments }
  await must(server.api('POST', '/integrations', { body }))
  await must(server.api('POST', '/integrations/shop/connect', { body: {} }))
  await discover()
  agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'desk' } })))
})
afterAll(async () => {
  await server.close()
  await provider.close()
})
const discover = () =>
  must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=60' } }))
beforeEach(() => {
  told.length = 0
})

const byId = { param: 'customer_id', argument: 'id', required: true }
const rows = {
  path: 'orders.nodes',
  leaf: 'orders',
  max: 2,
  fields: [{ path: 'number', leaf: 'order_number' }],
}
let count = 0
const bindingOf = (inputs: readonly object[], projection: readonly object[] = [rows]) => ({
  operation: 'customer',
  toolName: `Orders ${(count += 1)}`,
  inputs: [byId, ...inputs],
  projection,
})
const bindings = () => `/agents/${agentId}/integrations/shop/bindings`
const Issues = z.object({ errors: z.array(z.looseObject({ code: z.string() })) })
const errorsOf = async (binding: object) => {
  const checked = await must(server.api('POST', `${bindings()}/validate`, { body: binding }))
  return Issues.parse(checked.data).errors
}

/** Gives the id of the live skill. */
async function publish(binding: object): Promise<string> {
  const id = idOf(await must(server.api('POST', bindings(), { body: binding })))
  const enable = { isEnabled: true, acknowledge: ['sensitive_parameter', 'optional_identity'] }
  await must(server.api('PATCH', `/agents/${agentId}/skills/${id}`, { body: enable }))
  await must(server.api('POST', `/agents/${agentId}/publish`))
  return id
}
const call = (id: string, params: object) =>
  server.api('POST', `/agents/${agentId}/skills/${id}/execute`, { body: { params } })
const ask = async (binding: object, params: object) => call(await publish(binding), params)
const called = { customer_id: '7' }

describe('an argument of a field of the answer', () => {
  test('is filled by what a caller says, as a value and never as a part of the document', async () => {
    const attack = '") { nodes { number } } } }'
    const { data } = await ask(bindingOf([{ param: 'words', argument: 'orders.search' }]), {
      ...called,
      words: attack,
    })
    expect(data).toMatchObject({
      status: 'ok',
      output: { orders: [{ order_number: 'a' }, { order_number: 'b' }] },
    })
    expect(told).toEqual([{ first: 2, search: attack }])
  })

  test('that is not given is not sent', async () => {
    await must(ask(bindingOf([{ param: 'words', argument: 'orders.search', required: false }]), called))
    expect(told).toEqual([{ first: 2 }])
  })

  test.each([
    ['a constant of a closed set', { const: ['OPEN'], argument: 'orders.states' }, { states: ['OPEN'] }],
    [
      'an object of the provider',
      { const: { from: '2026-01-01T00:00:00Z' }, argument: 'orders.within' },
      { within: { from: '2026-01-01T00:00:00Z' } },
    ],
  ])('takes %s', async (_, input, sent) => {
    await must(ask(bindingOf([input]), called))
    expect(told).toEqual([{ first: 2, ...sent }])
  })

  test('may say how many items there are, and whether there are more is told all the same', async () => {
    const { data, body } = await ask(bindingOf([{ param: 'count', argument: 'orders.last' }]), {
      ...called,
      count: 1,
    })
    expect(told).toEqual([{ last: 1 }])
    expect(data).toMatchObject({ output: { orders: [{ order_number: 'a' }] } })
    expect(body['warnings']).toMatchObject([{ message: expect.stringContaining('the provider has more') }])
  })

  test('is found through a list, for each of its rows', async () => {
    const noted = { ...rows, fields: [{ path: 'note', leaf: 'note' }] }
    const { data } = await ask(
      bindingOf([{ const: 3, argument: 'orders.nodes.note.length' }], [noted]),
      called,
    )
    expect(data).toMatchObject({ output: { orders: [{ note: 'a l' }, { note: 'a l' }] } })
  })

  test('that the provider needs makes a field askable, and must be given in every call', async () => {
    const balance = [{ path: 'balance', leaf: 'balance' }]
    const given = { param: 'currency', argument: 'balance.currency' }
    const { data } = await ask(bindingOf([{ ...given, required: true }], balance), {
      ...called,
      currency: 'EUR',
    })
    expect(data).toMatchObject({ output: { balance: 7 } })
    expect(told).toEqual([{ currency: 'EUR' }])
    const errors = await errorsOf(bindingOf([{ ...given, required: false }], balance))
    expect(errors).toMatchObject([{ code: 'argument_required', path: '/inputs/1' }])
    expect(await errorsOf(bindingOf([], balance))).toMatchObject([
      { code: 'graphql_document', message: expect.stringContaining('needs the argument "currency"') },
    ])
  })

  test.each([
    ['whose name is written wrong', 'orders.serch', 'argument_unknown', ['orders.search']],
    ['of a field that is not there', 'ordres.search', 'argument_unknown', []],
    ['of a field that takes none', 'name.search', 'argument_unknown', []],
  ])('%s is no argument', async (...[, argument, code, suggestions]) => {
    const [error] = await errorsOf(bindingOf([{ param: 'words', argument }]))
    expect(error).toMatchObject({ code, ...(suggestions.length > 0 ? { suggestions } : {}) })
  })

  test('of a field that no output reads would be asked of nothing', async () => {
    const binding = bindingOf(
      [{ param: 'words', argument: 'orders.search' }],
      [{ path: 'name', leaf: 'customer_name' }],
    )
    expect(await errorsOf(binding)).toMatchObject([
      { code: 'graphql_document', message: expect.stringContaining('No output reads "orders"') },
    ])
  })

  test('of a field that scoping blocks is refused', async () => {
    const scope = (blockedFields: readonly string[]) =>
      must(server.api('PATCH', '/integrations/shop/scoping', { body: { blockedObjects: [], blockedFields } }))
    await scope(['Customer.orders'])
    const binding = bindingOf(
      [{ param: 'words', argument: 'orders.search' }],
      [{ path: 'name', leaf: 'customer_name' }],
    )
    const errors = await errorsOf(binding)
    await scope([])
    expect(errors).toMatchObject([{ code: 'scoped_out' }])
  })

  test('of a field that only some values have is given where they have it', async () => {
    const binding = {
      operation: 'party',
      toolName: 'Orders of a party',
      inputs: [byId, { const: 'OPEN', argument: 'orders.state' }],
      projection: [
        { path: 'orders', leaf: 'orders', max: 2, fields: [{ path: 'number', leaf: 'order_number' }] },
      ],
    }
    const { data } = await ask(binding, called)
    expect(told).toEqual([{ state: 'OPEN' }])
    expect(data).toMatchObject({ output: { orders: [{ order_number: 'a' }, { order_number: 'b' }] } })
  })

  test.each([
    ['is gone', typeDefs.replace(' search: String,', '')],
    ['takes something else', typeDefs.replace('search: String', 'search: Int')],
  ])('that %s after a discovery makes what fills it stale', async (_, later) => {
    const binding = bindingOf([{ const: 'x', argument: 'orders.search' }])
    const id = await publish(binding)
    schema = schemaOf(later)
    await discover()
    const { data } = await must(server.api('GET', `/agents/${agentId}/skills/${id}`))
    schema = schemaOf(typeDefs)
    await discover()
    expect(data).toMatchObject({ status: 'stale', statusReason: expect.stringContaining('orders.search') })
  })
})
