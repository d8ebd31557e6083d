import { isJsonObject, type Json, type JsonObject, type SchemaCatalog } from '@bindery/model'
import { expect, test } from 'vitest'
import { customHttpAdapter } from '../custom-http/adapter.ts'
import { documentOf } from '../custom-http/test-action.ts'
import { documentConnection } from '../describe-source.contract.ts'
import { mcpAdapter } from '../mcp/adapter.ts'
import { sdkConnection } from '../mcp/test-connection.ts'
import { readOver, startPaged } from './testing/paged-provider.ts'

const all = Array.from({ length: 8 }, (_, at) => ({ sku: `p${at + 1}` }))
const signal = new AbortController().signal

/** Three rows a page, and the token of the next one. */
function pageAt(token: string) {
  const from = Number(token)
  return { data: all.slice(from, from + 3), ...(from + 3 < all.length ? { next_cursor: `${from + 3}` } : {}) }
}

const variable = (name: string, type = 'string') => ({ name, type })
const mapping = [
  { path: 'data', leaf: 'products', max: 50, fields: [{ path: 'sku', leaf: 'sku' }] },
  { path: 'next_cursor', leaf: 'next', type: 'string' },
]
const actions = documentOf({
  by_cursor: {
    name: 'List',
    description: 'List of products.',
    method: 'GET',
    path: '/products',
    variables: [variable('cursor')],
    responseMapping: mapping,
  },
  by_body: {
    name: 'Search',
    description: 'Search of products.',
    method: 'POST',
    path: '/search',
    bodyTemplate: { kind: 'product' },
    variables: [variable('cursor')],
    responseMapping: mapping,
  },
  by_page: {
    name: 'Pages',
    description: 'Pages of products.',
    method: 'GET',
    path: '/pages',
    variables: [variable('page', 'integer')],
    responseMapping: mapping.slice(0, 1),
  },
})

const declared = documentOf({
  seiten: {
    name: 'Seiten',
    description: 'Products of a page.',
    method: 'GET',
    path: '/seiten',
    queryTemplate: { menge: '{{anzahl}}' },
    variables: [variable('seite', 'integer'), { ...variable('anzahl', 'integer'), default: 3 }],
    pages: { by: 'page', variable: 'seite', size: 'anzahl' },
    responseMapping: mapping.slice(0, 1),
  },
  weiter: {
    name: 'Weiter',
    description: 'Products behind a mark.',
    method: 'GET',
    path: '/weiter',
    variables: [variable('marke')],
    pages: { by: 'cursor', variable: 'marke', next: 'blatt.weiter' },
    responseMapping: mapping.slice(0, 1),
  },
  adresse: {
    name: 'Adresse',
    description: 'Products at an address.',
    method: 'GET',
    path: '/adresse',
    pages: { by: 'link', next: 'blatt.adresse' },
    responseMapping: mapping.slice(0, 1),
  },
})

test.each<[string, readonly string[]]>([
  ['seiten', ['/v1/seiten', '/v1/seiten?seite=1', '/v1/seiten?seite=2', '/v1/seiten?seite=3']],
  ['weiter', ['/v1/weiter', '/v1/weiter?marke=3', '/v1/weiter?marke=6']],
  ['adresse', ['/v1/adresse', '/v1/adresse?ab=3', '/v1/adresse?ab=6']],
])(
  'pages that an operator declares are followed, whatever they are called: %s',
  async (operation, expected) => {
    const provider = await startPaged(({ path, query }) => {
      if (path === '/v1/seiten') {
        const page = Number(query.get('seite') ?? 1)
        return { body: { data: all.slice(page * 3 - 3, page * 3) } }
      }
      const from = Number(query.get('marke') ?? query.get('ab') ?? 0)
      const isMore = from + 3 < all.length
      const next =
        path === '/v1/weiter' ? { weiter: `${from + 3}` } : { adresse: `/v1/adresse?ab=${from + 3}` }
      return { body: { data: all.slice(from, from + 3), blatt: isMore ? next : {} } }
    })
    const { catalog } = await customHttpAdapter.introspect(documentConnection({ 'a.json': declared }), signal)
    const { connection } = provider
    const { data, partial } = await readOver({ adapter: customHttpAdapter, catalog, operation, connection })
    await provider.close()
    expect(isJsonObject(data) ? data['data'] : data).toEqual(all)
    expect(provider.asked).toEqual(expected)
    expect(partial).toBeUndefined()
  },
)

test.each<[string, readonly string[]]>([
  ['by_cursor', ['/v1/products', '/v1/products?cursor=3', '/v1/products?cursor=6']],
  [
    'by_body',
    [
      '/v1/search {"kind":"product"}',
      '/v1/search {"kind":"product","cursor":"3"}',
      '/v1/search {"kind":"product","cursor":"6"}',
    ],
  ],
  ['by_page', ['/v1/pages', '/v1/pages?page=1', '/v1/pages?page=2', '/v1/pages?page=3']],
])('an action that an operator described is followed: %s', async (operation, expected) => {
  const provider = await startPaged(({ path, query, body }) => {
    if (path === '/v1/pages') {
      const page = Number(query.get('page') ?? 1)
      return { body: { data: all.slice(page * 3 - 3, page * 3), meta: { total: all.length } } }
    }
    const token = isJsonObject(body) ? body['cursor'] : query.get('cursor')
    return { body: pageAt(typeof token === 'string' ? token : '0') }
  })
  const found = await customHttpAdapter.introspect(documentConnection({ 'actions.json': actions }), signal)
  // As operators say of a search that is sent as a POST.
  const operations = found.catalog.operations.map((each) => ({ ...each, effect: 'read' as const }))
  const catalog = { ...found.catalog, operations }
  const { connection } = provider
  const { data, partial } = await readOver({ adapter: customHttpAdapter, catalog, operation, connection })
  await provider.close()
  expect(isJsonObject(data) ? data['data'] : data).toEqual(all)
  expect(provider.asked).toEqual(expected)
  expect(partial).toBeUndefined()
})

const lines = (count: number) => ({ data: Array.from({ length: count }, (_, at) => ({ sku: `p${at}` })) })
const sized = documentOf({
  by_variable: {
    name: 'Sized',
    description: 'Products by the page.',
    method: 'GET',
    path: '/products',
    variables: [{ ...variable('limit', 'integer'), default: 6 }],
    responseMapping: mapping.slice(0, 1),
  },
  by_query: {
    name: 'Written',
    description: 'Products as many as are written.',
    method: 'GET',
    path: '/products',
    queryTemplate: { per_page: 6 },
    responseMapping: mapping.slice(0, 1),
  },
  by_template: {
    name: 'Named',
    description: 'Products as many as are wanted.',
    method: 'POST',
    path: '/search',
    bodyTemplate: { limit: '{{anzahl}}' },
    variables: [{ ...variable('anzahl', 'integer'), default: 6 }],
    responseMapping: mapping.slice(0, 1),
  },
  without: {
    name: 'All',
    description: 'All of the products.',
    method: 'GET',
    path: '/products',
    responseMapping: mapping.slice(0, 1),
  },
})

test.each<[string, number, JsonObject, 'possible' | undefined]>([
  ['by_variable', 6, {}, 'possible'],
  ['by_variable', 5, {}, undefined],
  ['by_variable', 6, { limit: 7 }, undefined],
  ['by_variable', 7, { limit: 7 }, 'possible'],
  ['by_query', 6, {}, 'possible'],
  ['by_query', 5, {}, undefined],
  ['by_template', 6, {}, 'possible'],
  ['by_template', 6, { anzahl: 8 }, undefined],
  ['without', 20, {}, undefined],
])('a page of an action that is as long as was asked for may be one of more: %s, %i, %j', async (...row) => {
  const [operation, count, given, expected] = row
  const provider = await startPaged(() => ({ body: lines(count) }))
  const found = await customHttpAdapter.introspect(documentConnection({ 'actions.json': sized }), signal)
  const operations = found.catalog.operations.map((each) => ({ ...each, effect: 'read' as const }))
  const { partial } = await readOver({
    adapter: customHttpAdapter,
    catalog: { ...found.catalog, operations },
    operation,
    connection: provider.connection,
    pages: 1,
    arguments: given,
  })
  await provider.close()
  expect(partial).toEqual(expected && [{ path: ['data'], more: expected }])
})

test.each<[number, JsonObject, 'possible' | undefined]>([
  [6, {}, 'possible'],
  [5, {}, undefined],
  [6, { limit: 8 }, undefined],
  [8, { limit: 8 }, 'possible'],
])('an answer of a tool that is as long as was asked for may be a part of more: %i, %j', async (...row) => {
  const [count, given, expected] = row
  const rows = { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } }
  const connection = sdkConnection({
    tools: [
      {
        name: 'list_products',
        annotations: { readOnlyHint: true },
        inputSchema: { type: 'object', properties: { limit: { type: 'integer', default: 6 } } },
        outputSchema: { type: 'object', properties: { data: rows } },
      },
    ],
    answer: () => ({ structuredContent: lines(count) }),
  })
  const { catalog } = await mcpAdapter.introspect(connection, signal)
  const { partial } = await readOver({
    adapter: mcpAdapter,
    catalog,
    operation: 'list_products',
    connection,
    pages: 1,
    arguments: given,
  })
  expect(partial).toEqual(expected && [{ path: ['data'], more: expected }])
})

test('a tool that takes a cursor is called once for each page, in one session', async () => {
  const asked: Json[] = []
  const connection = sdkConnection({
    tools: [
      {
        name: 'list_products',
        annotations: { readOnlyHint: true },
        inputSchema: { type: 'object', properties: { cursor: { type: 'string' } } },
        outputSchema: {
          type: 'object',
          properties: {
            data: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
            next_cursor: { type: 'string' },
          },
        },
      },
    ],
    answer: (_, args) => {
      asked.push(args)
      const token = isJsonObject(args) ? args['cursor'] : undefined
      return { structuredContent: pageAt(typeof token === 'string' ? token : '0') }
    },
  })
  const { catalog }: { readonly catalog: SchemaCatalog } = await mcpAdapter.introspect(connection, signal)
  const { data } = await readOver({ adapter: mcpAdapter, catalog, operation: 'list_products', connection })
  expect(isJsonObject(data) ? data['data'] : data).toEqual(all)
  expect(asked).toEqual([{}, { cursor: '3' }, { cursor: '6' }])
})
