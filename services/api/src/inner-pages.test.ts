import { text } from 'node:stream/consumers'
import { startProvider } from '@bindery/connection/testing'
import { isJsonObject, parseJson, type SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runOver } from './testing/agreement/run-once.ts'
import { connectionTo } from './testing/conditions/connection-to.ts'
import { compiledOver } from './testing/conditions/tables-database.ts'

const schema = `
type Query { customers: [Customer!]! }
type Customer { name: String! orders(first: Int, after: String): Orders! }
type Orders { nodes: [Order!]! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type Order { number: String! total: Int! note: String }
`
const adapter: SourceAdapter = await loadAdapter('graphql')
const asked: string[] = []
let provider: Awaited<ReturnType<typeof startProvider>>

/** Two orders of each customer, of which Bea has more. */
const customers = ['Ada', 'Bea'].map((name, at) => ({
  name,
  orders: {
    nodes: [
      { number: `${name}-1`, total: 10, note: null },
      { number: `${name}-2`, total: 90, note: null },
    ],
    pageInfo: { hasNextPage: at === 1 },
  },
}))

beforeAll(async () => {
  provider = await startProvider((request, response) => {
    void text(request).then((body) => {
      const sent = parseJson(body)
      const query = isJsonObject(sent) ? sent['query'] : undefined
      asked.push(typeof query === 'string' ? query : '')
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data: { customers } }))
    })
  })
})
afterAll(() => provider.close())

async function ordersAbove(least: number) {
  const connection = connectionTo(provider.origin)
  const documents = () => Promise.resolve([{ name: 'shop', bytes: new TextEncoder().encode(schema) }])
  const { catalog } = await adapter.introspect({ ...connection, documents }, AbortSignal.timeout(60_000))
  const skill = compiledOver(catalog, adapter, {
    operation: catalog.operations[0]?.name,
    toolName: 'Large orders',
    projection: [
      {
        path: '$',
        leaf: 'customers',
        max: 2,
        fields: [
          { path: 'name', leaf: 'customer_name' },
          {
            path: 'orders.nodes',
            leaf: 'orders',
            max: 5,
            where: [{ field: 'total', op: 'gte', param: 'least' }],
            fields: [{ path: 'number', leaf: 'order_number' }],
          },
        ],
      },
    ],
  })
  return runOver(skill, { params: { least }, rules: [], adapter, connection })
}

test('a list within rows is asked for what is tested and whether there is more, and says of how many it is', async () => {
  const result = await ordersAbove(50)
  expect(asked.at(-1)).toBe(
    'query customers { customers { name orders(first: 50) { nodes { number total } pageInfo { hasNextPage } } } }',
  )
  expect(result).toMatchObject({
    status: 'succeeded',
    output: {
      customers: [
        { customer_name: 'Ada', orders: [{ order_number: 'Ada-2' }] },
        { customer_name: 'Bea', orders: [{ order_number: 'Bea-2' }] },
      ],
    },
    warnings: [
      'rows_truncated: "customers.orders" holds 1 rows of the first 2 that were read; the provider has more.',
    ],
  })
})

test('that none of it fits is not certain where there is more', async () => {
  expect(await ordersAbove(100)).toMatchObject({ status: 'not_certain' })
})
