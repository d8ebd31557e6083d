import {
  type Connection,
  type HttpRequest,
  type HttpResponse,
  isJsonObject,
  type Json,
  type JsonObject,
  parseJson,
  PlatformError,
} from '@bindery/model'
import { buildSchema, graphqlSync, introspectionFromSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { documentConnection } from '../describe-source.contract.ts'
import { introspectGraphql } from './introspect.ts'
import { introspectText, operationIn } from './test-schema.ts'

const sdl = `
interface Pet { name: String! }
type Cat implements Pet { name: String!, lives: Int }
type Query { pets(kind: Kind = CAT, page: Page = {size: 5, tags: []}): [Pet!]! old: Int @deprecated(reason: "gone") }
enum Kind { CAT DOG }
input Page { size: Int = 10, after: ID, tags: [String!] = ["a"] }
type Mutation { feed(page: Page!): Cat }
`
const introspection = introspectionFromSchema(buildSchema(sdl))
const answer: Json = parseJson(JSON.stringify({ data: introspection }))

const signal = new AbortController().signal
const read = (document: Json | string) => introspectGraphql(documentConnection({ document }), signal)

describe('the result of an introspection', () => {
  test.each<[string, Json | string]>([
    ['as it was answered', answer],
    ['without data', inner(answer)],
    ['in a list', [answer]],
    ['as text', JSON.stringify(JSON.stringify(answer))],
    ['in a file of a tool', { introspection: inner(answer), version: 1 }],
    ['in an exchange', { request: {}, response: { status: 200, body: JSON.stringify(answer) } }],
    ['beside other members', { data: inner(answer), extensions: { tracing: {} } }],
    ['the schema alone', inner(inner(answer))],
    ['with a byte order mark', `\ufeff${JSON.stringify(answer)}`],
  ])('is found %s', async (_, document) => {
    const { catalog, issues } = await read(document)
    expect([catalog.operations.map((operation) => operation.name), catalog.objects.length, issues]).toEqual([
      ['feed', 'old', 'pets'],
      3,
      [],
    ])
  })

  test('says the same as the SDL, but for where', async () => {
    const strip = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key: string, member: unknown) => (key === 'provenance' ? undefined : member)),
      )
    expect(strip((await read(answer)).catalog)).toEqual(strip((await read(sdl)).catalog))
  })
})

test('SDL in a JSON document is found', async () => {
  const { catalog } = await read({ data: { _service: { sdl } } })
  expect(catalog.operations).toHaveLength(3)
})

test('several files are one schema', async () => {
  const files = {
    'a.graphql': 'type Query { a: Thing }',
    'b.graphql': 'type Thing { id: ID! } extend type Query { b: Thing }',
  }
  const { catalog, issues } = await introspectGraphql(documentConnection(files), signal)
  expect([catalog.operations.map(({ name, provenance }) => [name, provenance]), issues]).toEqual([
    [
      ['a', 'a.graphql#1:14'],
      ['b', 'b.graphql#1:44'],
    ],
    [],
  ])
})

test.each<[string, string, Json | string]>([
  ['an error answer', 'introspection_refused', { errors: [{ message: 'no' }], data: null }],
  ['an empty schema', 'not_graphql', { data: { __schema: {} } }],
  ['a REST description', 'not_graphql', { openapi: '3.1.0', paths: {} }],
  ['broken SDL', 'invalid_sdl', 'type Query { a: }'],
  [
    'SDL nested beyond reason',
    'invalid_sdl',
    `type Query { a(b: [Int] = ${'['.repeat(5000)}${']'.repeat(5000)}): Int }`,
  ],
])('refuses %s', async (_, reason, document) => {
  await expect(read(document)).rejects.toMatchObject({ code: 'document_unreadable', details: { reason } })
})

describe('what graphql-js refuses still gives a catalog', () => {
  test.each<[string, string, readonly string[]]>([
    ['a field that is defined twice', 'type Query { a: Int a: String }', ['field_duplicate']],
    [
      'a type that is defined twice',
      'type Query { a: A } type A { b: Int } type A { c: Int }',
      ['type_duplicate'],
    ],
    [
      'a directive that is not defined',
      'type Query { a: Int @cost(weight: 3) b: Int @cost }',
      ['directive_unknown'],
    ],
    ['a type that is not there', 'type Query { a: Int b: Missing }', ['answer_type_unknown']],
    [
      'a field of a type that is not there',
      'type Query { a: A } type A { b: Missing c: Int }',
      ['type_unknown'],
    ],
    [
      'an output where an input belongs',
      'type Query { a(b: A): Int } type A { b: Int }',
      ['argument_type_unknown'],
    ],
    ['an extension of nothing', 'extend type Query { a: Int }', []],
    ['a query among the types', 'type Query { a: Int } query q { a }', ['definition_ignored']],
    ['a reserved name', 'type Query { a: Int __b: Int }', ['name_invalid']],
    [
      'a union of nothing',
      'type Query { a: Int b: U } union U = Missing',
      ['union_unusable', 'answer_type_unknown'],
    ],
  ])('%s', async (_, text, codes) => {
    const { catalog, issues } = await introspectText(text)
    expect(catalog.operations[0]).toMatchObject({ name: 'a' })
    expect(issues.map((issue) => issue.code)).toEqual(codes)
    expect(issues.every((issue) => issue.pointer !== undefined && issue.pointer !== '')).toBe(true)
  })
})

describe('availability', () => {
  const inputs = `
    scalar Upload
    input Broken { a: Missing! }
    input Endless { next: Endless! }
    input Whole { items: [Endless!]!, maybe: Broken }
    input File { file: Upload! }
  `
  test.each([
    ['(a: Int)', 'bindable', []],
    ['(a: Missing)', 'limited', ['argument_type_unknown']],
    ['(a: Missing!)', 'quarantined', ['argument_type_unknown']],
    ['(a: Missing! = 3)', 'limited', ['argument_type_unknown']],
    ['(a: Broken)', 'limited', ['argument_type_unknown']],
    ['(a: Broken!)', 'quarantined', ['argument_type_unknown']],
    ['(a: Endless!)', 'quarantined', ['argument_type_unknown']],
    ['(a: Whole!)', 'bindable', []],
    ['(a: Upload)', 'limited', ['upload_unsupported']],
    ['(a: [Upload!]!)', 'quarantined', ['upload_unsupported']],
    ['(a: File!)', 'quarantined', ['argument_type_unknown']],
  ])('an operation with %s is %s', async (args, status, codes) => {
    const { catalog } = await introspectText(
      `type Query { x: Int } type Mutation { do${args}: Int } ${inputs}`,
    )
    const { availability } = operationIn(catalog, 'do')
    expect([
      availability.status,
      'reasons' in availability ? availability.reasons.map((reason) => reason.code) : [],
    ]).toEqual([status, codes])
  })
})

test.each([
  ['createIssue', 'create'],
  ['issueCreate', 'create'],
  ['orderUpdate', 'update'],
  ['bookDelete', 'delete'],
  ['productVariantsBulkDelete', 'delete'],
  ['orderCancel', 'action'],
  ['lockConversation', 'action'],
  ['getToken', 'action'],
  ['search', 'action'],
  ['like', 'action'],
])('the mutation %s is a %s', async (name, effect) => {
  const { catalog } = await introspectText(`type Query { issue: Int } type Mutation { ${name}: Int }`)
  expect([operationIn(catalog, 'issue').effect, operationIn(catalog, name).effect]).toEqual(['read', effect])
})

test('where one type is the root of queries and mutations, all of its fields write', async () => {
  const { catalog } = await introspectText(
    'schema { query: Root, mutation: Root } type Root { order(id: ID!): Int deleteAll: Int }',
  )
  expect(catalog.operations.map(({ name, effect, call }) => [name, effect, call])).toEqual([
    ['deleteAll', 'delete', expect.objectContaining({ root: 'mutation' })],
    ['order', 'action', expect.objectContaining({ root: 'mutation' })],
  ])
})

test.each([
  [
    'issues(first: Int, after: String): IssueConnection',
    'Issue',
    { style: 'cursor', arguments: ['after'], sizeArgument: 'first', nextPath: ['pageInfo', 'endCursor'] },
  ],
  ['issues: IssueConnection', 'Issue', undefined],
  ['issues(first: Int, after: String): [Issue]', 'Issue', undefined],
])('%s is about %s', async (field, object, pagination) => {
  const { catalog } = await introspectText(`
    type Query { ${field} }
    type Issue { id: ID! }
    type IssueConnection { nodes: [Issue], pageInfo: PageInfo }
    type PageInfo { endCursor: String }
  `)
  const operation = operationIn(catalog, 'issues')
  expect([operation.object, operation.pagination]).toEqual([object, pagination])
})

test.each([
  ['createIssue', '{ issue: Issue, userErrors: [E!]! }', 'Issue', ['userErrors']],
  ['deleteIssue', '{ deletedId: ID, errors: [E!]! }', 'Issue', ['errors']],
  ['mergeIssue', '{ issue: Issue, author: User, mergeErrors: [E!] }', 'Issue', ['mergeErrors']],
  ['closeIssue', '{ ok: Boolean, errors: [String!] }', 'Issue', []],
])('%s answering %s is about %s', async (...[name, payload, object, channels]) => {
  const { catalog } = await introspectText(`
    type Query { a: Int } type Mutation { ${name}: ThePayload } type ThePayload ${payload}
    type Issue { id: ID! } type User { id: ID! } type E { message: String! }
  `)
  const marked = catalog.objects
    .find(({ name: type }) => type === 'ThePayload')
    ?.fields.filter((field) => field.isErrorChannel)
    .map((field) => field.name)
  expect([operationIn(catalog, name).object, marked]).toEqual([object, channels])
})

/** The first member of an object. */
function inner(value: Json): JsonObject {
  const [member] = isJsonObject(value) ? Object.values(value) : []
  if (!isJsonObject(member)) throw new Error('Not wrapped.')
  return member
}

describe('an endpoint without a document', () => {
  const schema = buildSchema(sdl)
  const bare = 'The schema has no document.'

  function queryOf(request: HttpRequest): string {
    const body = parseJson(new TextDecoder().decode(request.body?.bytes))
    return isJsonObject(body) && typeof body['query'] === 'string' ? body['query'] : ''
  }

  /** A server that answers a query unless it holds a word that it does not know. */
  function serving(
    refused: RegExp,
    change: Partial<HttpResponse> = {},
  ): { readonly connection: Connection; readonly asked: string[] } {
    const asked: string[] = []
    const connection: Connection = {
      environment: 'development',
      fetch: async (request) => {
        const query = queryOf(request)
        expect([request.method, request.path, request.effect]).toEqual(['POST', '', 'read'])
        expect(validate(schema, parse(query)).map((error) => error.message)).toEqual([])
        asked.push(query)
        const isRefused = refused.test(query)
        const result = isRefused
          ? { errors: [{ message: 'Cannot query field' }] }
          : graphqlSync({ schema, source: query })
        return {
          status: isRefused ? 400 : 200,
          headers: new Map(),
          body: new TextEncoder().encode(JSON.stringify(result)),
          ...change,
        }
      },
      database: () => Promise.reject(new Error(bare)),
      documents: () =>
        Promise.reject(new PlatformError('integration_connection_failed', bare, { reason: 'no_document' })),
    }
    return { connection, asked }
  }

  test.each([
    ['knows everything', /never/, 1],
    ['does not know oneOf', /isOneOf/, 2],
    ['does not know deprecated arguments', /isOneOf|args\(includeDeprecated/, 3],
    ['refuses deep queries', /(?:ofType[^}]*){5}/, 4],
  ])('is asked for less until it answers: one that %s', async (_, refused, count) => {
    const { connection, asked } = serving(refused)
    const { catalog } = await introspectGraphql(connection, signal)
    expect([asked.length, catalog.operations.map(({ name }) => name)]).toEqual([
      count,
      ['feed', 'old', 'pets'],
    ])
  })

  test('that refuses every query asks for an upload', async () => {
    await expect(introspectGraphql(serving(/./).connection, signal)).rejects.toMatchObject({
      code: 'document_unreadable',
      message: expect.stringContaining('SDL'),
      details: { reason: 'introspection_refused' },
    })
  })

  test('that wants other credentials says so', async () => {
    await expect(introspectGraphql(serving(/./, { status: 401 }).connection, signal)).rejects.toMatchObject({
      code: 'upstream_error',
      details: { upstreamStatus: 401 },
    })
  })
})
