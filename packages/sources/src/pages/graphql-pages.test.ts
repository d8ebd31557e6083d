import { isJsonObject, type Json, type SchemaCatalog } from '@bindery/model'
import { buildSchema, graphql, type GraphQLSchema } from 'graphql'
import { expect, test } from 'vitest'
import { graphqlAdapter } from '../graphql/adapter.ts'
import { valueAt } from '../http-json/value-at.ts'
import { introspectText } from '../graphql/test-schema.ts'
import { type Answer, type Asked, type Reading, readOver, startPaged } from './testing/paged-provider.ts'

const text = `
type Query {
  orders(first: Int, after: String, last: Int, before: String): OrderConnection!
  page(page: Int, perPage: Int): OrderPage!
  plain(limit: Int! = 3, offset: Int! = 0): [Order!]!
  states(first: Int, after: String): StateConnection!
  ignoring(limit: Int, offset: Int): [Order!]!
}
type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! pageInfo: PageInfo! totalCount: Int! }
type OrderEdge { cursor: String! node: Order! role: String }
type StateConnection { nodes: [State!]! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String startCursor: String }
type OrderPage { items: [Order!]! total: Int! page: Int! heavy(size: Int!): Int! }
type Order { id: ID! state: String! }
type State { state: String! }
`
const { catalog }: { readonly catalog: SchemaCatalog } = await introspectText(text)
const schema: GraphQLSchema = buildSchema(text)

const all = Array.from({ length: 8 }, (_, at) => ({ id: `${at + 1}`, state: 'open' }))

interface Given {
  readonly first?: number
  readonly after?: string
  readonly page?: number
  readonly limit?: number
  readonly offset?: number
}

function connection({ first = 50, after = '0' }: Given) {
  const from = Number(after)
  const nodes = all.slice(from, from + first)
  const to = from + nodes.length
  const pageInfo = { hasNextPage: to < all.length, hasPreviousPage: from > 0, endCursor: `${to}` }
  const edges = nodes.map((node) => ({ node, cursor: node.id, role: 'buyer' }))
  return { nodes, edges, pageInfo, totalCount: all.length }
}

const slice = ({ limit = 3, offset = 0 }: Given) => all.slice(offset, offset + limit)

const root = {
  orders: connection,
  states: connection,
  page: ({ page = 1 }: Given) => ({ items: all.slice(page * 3 - 3, page * 3), total: all.length, page }),
  plain: slice,
  ignoring: () => all.slice(0, 3),
}

async function answer({ body }: Asked): Promise<Answer> {
  const { query = '', variables = {} } = isJsonObject(body) ? body : {}
  const variableValues = isJsonObject(variables) ? variables : {}
  const result = await graphql({
    schema,
    source: typeof query === 'string' ? query : '',
    rootValue: root,
    variableValues,
  })
  const said: Json = JSON.parse(JSON.stringify(result))
  return { body: said }
}

async function run(operation: string, rows: readonly string[], more: Partial<Reading> = {}) {
  const provider = await startPaged(answer)
  try {
    const { connection: door, asked } = provider
    const given = {
      adapter: graphqlAdapter,
      catalog,
      operation,
      rows,
      connection: door,
      fields: ['state'],
      ...more,
    }
    const { data, partial, pageNotes } = await readOver(given)
    const list = valueAt(data, rows)
    return { rows: Array.isArray(list) ? list.length : list, requests: asked.length, partial, pageNotes }
  } finally {
    await provider.close()
  }
}

test.each<[string, string, readonly string[], Partial<Reading>, number]>([
  ['a connection by its nodes', 'orders', ['nodes'], { arguments: { first: 2 } }, 4],
  ['a connection by its edges', 'orders', ['edges'], { fields: ['role'], arguments: { first: 2 } }, 4],
  ['a connection whose rows look alike', 'states', ['nodes'], { arguments: { first: 2 } }, 4],
  ['pages with a number and a total', 'page', ['items'], {}, 3],
  ['a plain list with an offset that has a default', 'plain', [], { arguments: { limit: 2 } }, 5],
  ['a plain list in the size that the caller says', 'plain', [], { arguments: { limit: 5 } }, 2],
])('follows %s', async (...[, operation, rows, more, requests]) => {
  expect(await run(operation, rows, more)).toEqual({
    rows: 8,
    requests,
    partial: undefined,
    pageNotes: undefined,
  })
})

test('says what is left of a connection after the last page', async () => {
  expect(await run('orders', ['nodes'], { pages: 2, arguments: { first: 2 } })).toEqual({
    rows: 4,
    requests: 2,
    partial: [{ path: ['nodes'], more: 'certain', total: 8 }],
    pageNotes: undefined,
  })
})

test('rows of a field that ignores its argument are taken once', async () => {
  expect(await run('ignoring', [], { arguments: { limit: 3 } })).toEqual({
    rows: 3,
    requests: 2,
    partial: [{ path: [], more: 'possible' }],
    pageNotes: [{ kind: 'page_repeated', page: 2 }],
  })
})

test('the document holds the cursor as a variable, and asks for no field that needs more', async () => {
  const provider = await startPaged(answer)
  await readOver({
    adapter: graphqlAdapter,
    catalog,
    operation: 'page',
    rows: ['items'],
    connection: provider.connection,
    fields: ['state'],
  })
  expect(provider.asked[1]).toBe(
    '/v1 {"query":"query page($page: Int) { page(page: $page, perPage: 100) { items { id state } page total } }","variables":{"page":2},"operationName":"page"}',
  )
  await provider.close()
})

test('pages are not followed backward', async () => {
  await expect(run('orders', ['nodes'], { arguments: { last: 3 } })).rejects.toThrow(
    'Pages are followed forward',
  )
})
