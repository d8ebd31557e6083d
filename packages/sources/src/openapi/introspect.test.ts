import { describeType, type Json } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { introspectDocuments } from './introspect.ts'
import { documentOf, introspectText, minimal, onlyOperation, withOperation } from './test-document.ts'

const codesOf = async (content: Json | string): Promise<readonly string[]> => [
  ...new Set((await introspectText(content)).issues.map((issue) => issue.code)),
]

describe('versions', () => {
  test('Swagger 2.0 body, form and collection parameters become the normal form', async () => {
    const { catalog } = await introspectText({
      swagger: '2.0',
      info: { title: 'Old', version: 1 },
      host: 'api.example',
      basePath: '/v1',
      schemes: ['https'],
      consumes: ['application/x-www-form-urlencoded'],
      paths: {
        '/a': {
          post: {
            operationId: 'form',
            parameters: [
              { name: 'token', in: 'formData', type: 'string', required: true },
              { name: 'text', in: 'formData', type: 'string', required: true },
              {
                name: 'tags',
                in: 'formData',
                type: 'array',
                items: { type: 'string' },
                collectionFormat: 'csv',
              },
            ],
          },
          put: {
            operationId: 'body',
            consumes: ['application/json'],
            parameters: [{ name: 'it', in: 'body', schema: { $ref: '#/definitions/It' } }],
          },
          get: {
            operationId: 'list',
            parameters: [
              {
                name: 'ids',
                in: 'query',
                type: 'array',
                items: { type: 'integer' },
                collectionFormat: 'pipes',
              },
            ],
            responses: {
              '200': { description: 'x', schema: { type: 'array', items: { $ref: '#/definitions/It' } } },
            },
          },
        },
      },
      definitions: { It: { type: 'object', properties: { a: { type: 'string', 'x-nullable': true } } } },
    })
    expect(catalog.servers).toEqual(['https://api.example/v1'])
    expect(catalog.version).toBe('1')
    const [body, form, list] = catalog.operations
    expect(body?.arguments.map((argument) => describeType(argument.type))).toEqual(['It'])
    expect(form?.arguments.map((argument) => [argument.name, argument.role, argument.required])).toEqual([
      ['body', undefined, true],
      ['token', 'credential', false],
    ])
    expect(form?.call).toMatchObject({
      body: { kind: 'form', fields: [{ name: 'tags', style: 'form', explode: false }] },
    })
    expect(list?.call).toMatchObject({ parameters: [{ style: 'pipeDelimited', explode: false }] })
    expect(list?.returns && describeType(list.returns.type)).toBe('It[]')
  })

  test('3.2 is read as 3.1 and what is new in it is reported', async () => {
    const { catalog, issues } = await introspectText(
      minimal({
        openapi: '3.2.0',
        $self: 'https://x.example/a',
        tags: [{ name: 'a', parent: 'b' }],
        paths: { '/a': { query: {}, additionalOperations: { LINK: {} } } },
      }),
    )
    expect(catalog.operations.map((operation) => operation.name)).toEqual(['link_a', 'query_a'])
    expect(issues.map((issue) => issue.code)).toEqual([
      'version_approximated',
      ...Array(4).fill('new_in_3_2'),
      'method_unsupported',
    ])
  })

  test.each([
    ['{"swagger":"1.2"}', 'version 1.2'],
    ['{"openapi":"4.0"}', 'version 4.0'],
    ['{"discoveryVersion":"v1"}', 'Google Discovery'],
    ['{"asyncapi":"2.0"}', 'AsyncAPI'],
    ['{"data":{"__schema":{}}}', 'GraphQL'],
    ['{"info":{"_postman_id":"x"},"item":[]}', 'Postman'],
    ['<!DOCTYPE html><p>', 'HTML'],
    ['<wsdl:definitions/>', 'WSDL'],
    ['', 'empty'],
    ['just words', 'single string'],
  ])('%s is refused with what it looks like', async (text, hint) => {
    await expect(introspectText(text)).rejects.toMatchObject({
      code: 'document_unreadable',
      message: expect.stringContaining(hint),
    })
  })
})

describe('names', () => {
  test.each([
    ['get', '/users/{id}', 'get_users_by_id'],
    ['post', '/users/{id}/posts', 'post_users_by_id_posts'],
    ['get', '/', 'get'],
    ['get', '/a.b/{x}:run', 'get_a_b_by_x_run'],
  ])('%s %s is named %s', async (method, path, expected) => {
    expect((await onlyOperation(withOperation({}, { method, path }))).name).toBe(expected)
  })

  test('duplicate ids are told apart with an issue', async () => {
    const { catalog, issues } = await introspectText(
      minimal({ paths: { '/a': { get: { operationId: 'x' } }, '/b': { get: { operationId: 'x' } } } }),
    )
    expect(catalog.operations.map((operation) => operation.name)).toEqual(['get_b', 'x'])
    expect(issues.map((issue) => issue.code)).toEqual(['operation_id_duplicate'])
  })

  test('a nameless object has one name however it is reached', async () => {
    const body = { properties: { labels: { type: 'array', items: { properties: { name: {} } } } } }
    const { catalog } = await introspectText(
      minimal({
        paths: {
          '/a': {
            post: {
              operationId: 'issues/create',
              requestBody: { content: { 'application/json': { schema: body } } },
            },
          },
          '/b': {
            post: {
              operationId: 'before',
              requestBody: {
                content: {
                  'application/json': {
                    schema: { $ref: '#/paths/~1a/post/requestBody/content/application~1json/schema' },
                  },
                },
              },
            },
          },
        },
      }),
    )
    expect(catalog.objects.map((object) => object.name)).toEqual([
      'issues/create.body',
      'issues/create.body.labels.item',
    ])
  })
})

describe('several files', () => {
  const root = {
    openapi: '3.0.0',
    info: { title: 't', version: '1' },
    paths: { '/a': { $ref: 'paths/a.yml' } },
  }
  const item =
    'get:\n  responses:\n    "200":\n      content:\n        application/json:\n          schema: { $ref: "../models/pet.yml" }\n'

  test('resolve among themselves, and names come from files', async () => {
    const { catalog, issues } = await introspectDocuments(
      [
        documentOf(
          'type: object\nproperties: { owner: { $ref: "./owner.yml#/Owner" } }',
          'api/models/pet.yml',
        ),
        documentOf('Owner: { type: object, properties: { id: { type: integer } } }', 'api/models/owner.yml'),
        documentOf(item, 'api/paths/a.yml'),
        documentOf(root, 'api/openapi.json'),
      ],
      new AbortController().signal,
    )
    expect(issues).toEqual([])
    expect(catalog.objects.map((object) => [object.name, object.origin, object.provenance])).toEqual([
      ['Owner', 'named', 'api/models/owner.yml#/Owner'],
      ['pet', 'named', 'api/models/pet.yml#'],
    ])
  })

  test.each([
    ['../../etc/passwd'],
    ['/etc/passwd'],
    ['file:///etc/passwd'],
    ['http://127.0.0.1/x'],
    ['//evil.example/x'],
    ['..\\x'],
    ['%2e%2e/%2e%2e/x'],
  ])('a reference to %s finds nothing', async (reference) => {
    const schemas = { A: { properties: { a: { $ref: reference } } } }
    expect(await codesOf(minimal({ components: { schemas } }))).toEqual(['reference_unresolved'])
  })
})

describe('things that are reported', () => {
  test.each<[string, Json, string]>([
    ['user names in servers', minimal({ servers: [{ url: 'https://u:p@api.example' }] }), 'server_userinfo'],
    ['internal servers', minimal({ servers: [{ url: 'http://169.254.169.254/' }] }), 'server_internal'],
    ['webhooks', minimal({ openapi: '3.1.0', webhooks: { hook: { post: {} } } }), 'webhook_ignored'],
    ['callbacks', withOperation({ callbacks: { done: {} } }), 'callback_ignored'],
    ['direction marks', minimal({ info: { title: 'a\u202eb', version: '1' } }), 'text_unprintable'],
    [
      'invisible characters in names',
      minimal({ components: { schemas: { 'a\u200bb': { properties: { a: {} } } } } }),
      'name_unprintable',
    ],
    ['patterns that are none', withPattern('('), 'pattern_invalid'],
    ['patterns with look-around', withPattern('(?=a)b'), 'pattern_unsupported'],
    ['patterns that backtrack', withPattern('^(a+)+$'), 'pattern_backtracking'],
    [
      'numbers beyond a double',
      minimal({ components: { schemas: { A: { properties: { a: { type: 'integer', default: 1e25 } } } } } }),
      'number_out_of_range',
    ],
    ['a title that is not there', { openapi: '3.0.0', paths: {} }, 'title_missing'],
  ])('%s', async (_, content, code) => expect(await codesOf(content)).toContain(code))
})

function withPattern(pattern: string): Json {
  return minimal({ components: { schemas: { A: { properties: { a: { type: 'string', pattern } } } } } })
}
