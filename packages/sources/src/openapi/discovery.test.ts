import type { Introspection, JsonObject, Operation } from '@bindery/model'
import { describe, expect, it, test } from 'vitest'
import { introspectDocuments } from './introspect.ts'

/* Google Discovery documents, in the shape that the Discovery service publishes. */

const bookings: JsonObject = {
  kind: 'discovery#restDescription',
  discoveryVersion: 'v1',
  name: 'bookings',
  version: 'v2',
  title: 'Bookings API',
  rootUrl: 'https://bookings.googleapis.example/',
  servicePath: 'bookings/v2/',
  auth: { oauth2: { scopes: { 'https://auth.example/bookings': { description: 'All' } } } },
  parameters: {
    key: { type: 'string', location: 'query', description: 'API key' },
    prettyPrint: { type: 'boolean', default: 'true', location: 'query' },
    alt: { type: 'string', enum: ['json'], enumDescriptions: ['JSON'], default: 'json', location: 'query' },
  },
  schemas: {
    Booking: {
      id: 'Booking',
      type: 'object',
      description: 'One visit',
      properties: {
        id: { type: 'string', readOnly: true },
        seats: { type: 'integer', format: 'int32', minimum: '1', maximum: '8', default: '2' },
        cents: { type: 'string', format: 'int64' },
        guest: { $ref: 'Guest', description: 'Who comes' },
        notes: { type: 'array', items: { type: 'string' } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        extra: { type: 'any' },
        kind: { type: 'string', required: true },
      },
    },
    Guest: {
      id: 'Guest',
      type: 'object',
      properties: { name: { type: 'string' }, friend: { $ref: 'Guest' } },
    },
    Bookings: {
      id: 'Bookings',
      type: 'object',
      properties: { items: { type: 'array', items: { $ref: 'Booking' } }, nextPageToken: { type: 'string' } },
    },
  },
  resources: {
    tables: {
      resources: {
        bookings: {
          methods: {
            list: {
              id: 'bookings.tables.bookings.list',
              path: 'tables/{tableId}/bookings',
              httpMethod: 'GET',
              description: 'Lists bookings.',
              parameters: {
                tableId: { type: 'string', required: true, location: 'path' },
                day: { type: 'string', format: 'date', repeated: true, location: 'query' },
                pageToken: { type: 'string', location: 'query' },
                prettyPrint: { type: 'string', location: 'query' },
              },
              parameterOrder: ['tableId'],
              response: { $ref: 'Bookings' },
              scopes: ['https://auth.example/bookings'],
            },
            insert: {
              id: 'bookings.tables.bookings.insert',
              path: 'v2/{+parent}/bookings',
              flatPath: 'v2/halls/{hallsId}/tables/{tablesId}/bookings',
              httpMethod: 'POST',
              parameters: {
                parent: {
                  type: 'string',
                  required: true,
                  location: 'path',
                  pattern: '^halls/[^/]+/tables/[^/]+$',
                  description: 'Hall and table',
                },
              },
              request: { $ref: 'Booking' },
              response: { $ref: 'Booking' },
            },
          },
        },
      },
    },
  },
  methods: {
    upload: {
      id: 'bookings.upload',
      path: 'upload',
      httpMethod: 'POST',
      mediaUpload: { accept: ['*/*'], protocols: { simple: { multipart: true, path: '/upload/bookings' } } },
    },
    remove: {
      id: 'bookings.remove',
      path: 'bookings/{id}',
      httpMethod: 'DELETE',
      parameters: { id: { type: 'string', required: true, location: 'path' } },
    },
  },
}

const read = (document: unknown): Promise<Introspection> =>
  introspectDocuments(
    [{ name: 'rest', bytes: Buffer.from(JSON.stringify(document)) }],
    AbortSignal.timeout(60_000),
  )

async function operationsOf(document: unknown): Promise<ReadonlyMap<string, Operation>> {
  const { catalog } = await read(document)
  return new Map(catalog.operations.map((operation) => [operation.name, operation]))
}

describe('a Discovery document', () => {
  it('is one catalog: heads, servers, ways to authorise, every method of every resource', async () => {
    const { catalog } = await read(bookings)
    expect({
      ...catalog,
      objects: catalog.objects.map(({ name }) => name),
      operations: catalog.operations.map(({ name, effect, provenance }) => [name, effect, provenance]),
      relationships: [],
    }).toEqual({
      formatVersion: 1,
      source: 'openapi',
      title: 'Bookings API',
      version: 'v2',
      servers: ['https://bookings.googleapis.example/bookings/v2'],
      security: [
        { name: 'key', method: 'api_key', place: 'query', parameter: 'key' },
        { name: 'oauth2', method: 'oauth2' },
      ],
      objects: ['Booking', 'Bookings', 'Guest'],
      operations: [
        ['bookings.remove', 'delete', '#/methods/remove'],
        ['bookings.tables.bookings.insert', 'create', '#/resources/tables/resources/bookings/methods/insert'],
        ['bookings.tables.bookings.list', 'read', '#/resources/tables/resources/bookings/methods/list'],
        ['bookings.upload', 'create', '#/methods/upload'],
      ],
      relationships: [],
    })
  })

  it('says of its schemas what JSON Schema would: numbers in texts, references by name, anything, required', async () => {
    const { catalog } = await read(bookings)
    const fields = catalog.objects.find(({ name }) => name === 'Booking')?.fields ?? []
    expect(
      fields.map(({ name, type, required, access, constraints, default: value }) => ({
        name,
        type,
        ...(required ? { required } : {}),
        ...(access === 'read_write' ? {} : { access }),
        ...(constraints === undefined ? {} : { constraints }),
        ...(value === undefined ? {} : { default: value }),
      })),
    ).toEqual([
      { name: 'cents', type: { kind: 'scalar', scalar: 'int64', format: 'string int64' } },
      { name: 'extra', type: { kind: 'scalar', scalar: 'any' } },
      { name: 'guest', type: { kind: 'object', name: 'Guest' } },
      { name: 'id', type: { kind: 'scalar', scalar: 'string' }, access: 'read_only' },
      { name: 'kind', type: { kind: 'scalar', scalar: 'string' }, required: true },
      {
        name: 'labels',
        type: { kind: 'map', values: { kind: 'scalar', scalar: 'string' }, valuesNullable: false },
      },
      {
        name: 'notes',
        type: { kind: 'list', items: { kind: 'scalar', scalar: 'string' }, itemsNullable: false },
      },
      {
        name: 'seats',
        type: { kind: 'scalar', scalar: 'integer', format: 'int32' },
        constraints: { minimum: 1, maximum: 8 },
        default: 2,
      },
    ])
  })

  it('gives parameters of the method before those of the API, repeated ones as lists, keys to the connection', async () => {
    const list = (await operationsOf(bookings)).get('bookings.tables.bookings.list')
    expect(
      list?.arguments.map(({ name, place, required, role, type }) => [
        name,
        place,
        required,
        role,
        type.kind,
      ]),
    ).toEqual([
      ['alt', 'query', false, undefined, 'enum'],
      ['day', 'query', false, undefined, 'list'],
      ['key', 'query', false, 'credential', 'scalar'],
      ['pageToken', 'query', false, 'pagination', 'scalar'],
      ['prettyPrint', 'query', false, undefined, 'scalar'],
      ['tableId', 'path', true, undefined, 'scalar'],
    ])
    expect(list?.arguments.find(({ name }) => name === 'prettyPrint')?.type).toEqual({
      kind: 'scalar',
      scalar: 'string',
    })
  })

  it('tells the scopes of which one is enough', async () => {
    const operations = await operationsOf(bookings)
    const list = operations.get('bookings.tables.bookings.list')
    expect([list?.security, list?.scopes]).toEqual([[['oauth2']], [['https://auth.example/bookings']]])
    expect(operations.get('bookings.remove')?.security).toEqual([['oauth2']])
  })

  it('spells a parameter that stands for several segments out, so that no value can leave its segment', async () => {
    const insert = (await operationsOf(bookings)).get('bookings.tables.bookings.insert')
    const path = insert?.arguments.filter(({ place }) => place === 'path')
    expect(path?.map(({ name, description }) => [name, description])).toEqual([
      ['hallsId', 'Hall and table'],
      ['tablesId', 'Hall and table'],
    ])
    expect(insert?.availability).toEqual({ status: 'bindable' })
  })

  it('quarantines a method that does nothing but take a file', async () => {
    const upload = (await operationsOf(bookings)).get('bookings.upload')
    expect(upload?.availability).toMatchObject({
      status: 'quarantined',
      reasons: [{ code: 'body_unsupported' }],
    })
  })

  it.each([
    ['no path', { id: 'x.bad', httpMethod: 'GET' }, 'path_unreadable'],
    ['no method', { id: 'x.bad', path: 'bad' }, 'method_unsupported'],
    [
      'a place that nobody fills',
      { id: 'x.bad', path: 'bad/{id}', httpMethod: 'GET' },
      'path_parameter_missing',
    ],
    [
      'a parameter in a place that there is none of',
      {
        id: 'x.bad',
        path: 'bad',
        httpMethod: 'GET',
        parameters: { a: { type: 'string', location: 'cookie' } },
      },
      'parameter_unresolved',
    ],
    ['a text in its place', 'soon', 'operation_malformed'],
    [
      'a body that leads nowhere',
      { id: 'x.bad', path: 'bad', httpMethod: 'POST', request: { $ref: 'Nobody' } },
      'body_unresolved',
    ],
  ])('quarantines or limits a method with %s and keeps the others', async (_, bad, code) => {
    const { catalog } = await read({
      ...bookings,
      methods: { bad, remove: { id: 'bookings.remove', path: 'b', httpMethod: 'DELETE' } },
    })
    const others = catalog.operations.filter(({ name }) => name.startsWith('bookings.'))
    const broken = catalog.operations.filter(({ name }) => !name.startsWith('bookings.'))
    expect(others.map(({ availability }) => availability.status)).toEqual([
      'bindable',
      'bindable',
      'bindable',
    ])
    expect(broken.map(({ availability }) => availability)).toMatchObject([{ reasons: [{ code }] }])
  })

  it.each([
    [
      'names of the language itself',
      JSON.parse(
        '{"kind":"discovery#restDescription","schemas":{"__proto__":{"type":"object","properties":{"__proto__":{"type":"string"}}}},"resources":{"__proto__":{"methods":{"constructor":{"id":"a.b","path":"a","httpMethod":"GET"}}}}}',
      ),
    ],
    [
      'schemas that hold themselves',
      {
        kind: 'discovery#restDescription',
        schemas: { A: { $ref: 'A' }, B: { type: 'array', items: { $ref: 'B' } } },
      },
    ],
    [
      'parts of the wrong kind',
      {
        kind: 'discovery#restDescription',
        schemas: [],
        resources: 'x',
        parameters: 3,
        methods: null,
        auth: false,
      },
    ],
    ['nothing else', { kind: 'discovery#restDescription' }],
  ])('with %s is read', async (_, document) => {
    expect((await read(document)).catalog.source).toBe('openapi')
  })

  it('whose schemas and resources are nested without end is read in its upper levels', async () => {
    const nested = '{"resources":{"a":'.repeat(4_000) + '{}' + '}}'.repeat(4_000)
    const schema = '{"type":"array","items":'.repeat(4_000) + '{}' + '}'.repeat(4_000)
    const text = `{"kind":"discovery#restDescription","schemas":{"A":${schema}},"resources":{"x":${nested}}}`
    const { catalog } = await introspectDocuments(
      [{ name: 'x', bytes: Buffer.from(text) }],
      AbortSignal.timeout(60_000),
    )
    expect(catalog.operations).toEqual([])
  })
})

test('a list of APIs is no description of one', async () => {
  const directory = { kind: 'discovery#directoryList', discoveryVersion: 'v1', items: [] }
  await expect(read(directory)).rejects.toThrow(/Google Discovery document of one of them/)
})
