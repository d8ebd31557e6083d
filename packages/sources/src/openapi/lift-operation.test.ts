import { describeType, isJsonObject, type Json } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { minimal, onlyOperation, withOperation } from './test-document.ts'

describe('parameters', () => {
  test('of one name in several places are told apart, and one named body is qualified', async () => {
    const at = (name: string, place: string): Json => ({
      name,
      in: place,
      required: place === 'path',
      schema: { type: 'string' },
    })
    const operation = await onlyOperation(
      withOperation(
        {
          parameters: [
            at('id', 'path'),
            at('id', 'query'),
            at('id', 'header'),
            at('body', 'query'),
            at('plain', 'cookie'),
          ],
          requestBody: { content: { 'application/json': { schema: { properties: { a: {} } } } } },
        },
        { path: '/things/{id}', method: 'post' },
      ),
    )
    expect(operation.arguments.map((argument) => argument.name)).toEqual([
      'body',
      'header.id',
      'id',
      'plain',
      'query.body',
      'query.id',
    ])
  })

  test.each<[string, Json, Json, { role?: string; required: boolean } | undefined]>([
    [
      'a key that a scheme names',
      { name: 'k', in: 'query', required: true },
      { type: 'apiKey', in: 'query', name: 'k' },
      { role: 'credential', required: false },
    ],
    [
      'an Authorization header',
      { name: 'Authorization', in: 'header', required: true },
      { type: 'http', scheme: 'bearer' },
      { role: 'credential', required: false },
    ],
    [
      'a token that is described as one',
      { name: 'token', in: 'query', required: true, description: 'Authentication token' },
      { type: 'oauth2' },
      { role: 'credential', required: false },
    ],
    [
      'a token that is something else',
      { name: 'token', in: 'query', required: true, description: 'Of the invitation' },
      { type: 'oauth2' },
      { required: true },
    ],
    [
      'an idempotency key',
      { name: 'Idempotency-Key', in: 'header', required: true },
      {},
      { role: 'idempotency', required: false },
    ],
    ['a version header', { name: 'Stripe-Version', in: 'header' }, {}, { role: 'version', required: false }],
    ['a Host header', { name: 'Host', in: 'header' }, {}, undefined],
    ['a Content-Type header', { name: 'content-type', in: 'header' }, {}, undefined],
    ['a Cookie header', { name: 'Cookie', in: 'header' }, {}, undefined],
  ])('%s', async (...[, parameter, scheme, expected]) => {
    const fields = isJsonObject(parameter) ? { ...parameter, schema: { type: 'string' } } : parameter
    const operation = await onlyOperation(
      minimal({
        paths: { '/x': { get: { parameters: [fields] } } },
        components: { securitySchemes: { s: scheme } },
      }),
    )
    const [argument] = operation.arguments
    expect(
      argument && { ...(argument.role && { role: argument.role }), required: argument.required },
    ).toEqual(expected)
  })

  test('a required parameter with one legal value is filled in', async () => {
    const operation = await onlyOperation(
      withOperation({
        parameters: [{ name: 'Action', in: 'query', required: true, schema: { enum: ['Run'] } }],
      }),
    )
    expect(operation.arguments[0]).toMatchObject({ required: false, default: 'Run' })
    expect(operation.call).toMatchObject({ constants: [{ argument: 'Action', value: 'Run' }] })
  })
})

describe('availability', () => {
  const ok = { '200': { description: 'x' } }
  const missing = { $ref: '#/components/nothing' }
  test.each<[string, Json, { path?: string; method?: string }, string]>([
    ['nothing wrong', { responses: ok }, {}, 'bindable'],
    [
      'a place in the path that nothing fills',
      { responses: ok },
      { path: '/a/{b}' },
      'quarantined path_parameter_missing',
    ],
    ['a parameter that is not there', { parameters: [missing] }, {}, 'quarantined parameter_unresolved'],
    ['a body that is not there', { requestBody: missing }, { method: 'post' }, 'quarantined body_unresolved'],
    [
      'a required body schema that is not there',
      { requestBody: { required: true, content: { 'application/json': { schema: missing } } } },
      { method: 'post' },
      'quarantined body_unresolved',
    ],
    [
      'an optional body schema that is not there',
      { requestBody: { content: { 'application/json': { schema: missing } } } },
      { method: 'post' },
      'limited body_unresolved',
    ],
    [
      'a required body in XML',
      { requestBody: { required: true, content: { 'application/xml': {} } } },
      { method: 'post' },
      'quarantined body_unsupported',
    ],
    [
      'an optional parameter of unknown type',
      { parameters: [{ name: 'q', in: 'query', schema: missing }] },
      {},
      'limited parameter_unresolved',
    ],
    ['an answer that is not there', { responses: { '200': missing } }, {}, 'limited response_unresolved'],
    ['another origin', { servers: [{ url: 'https://other.example' }] }, {}, 'limited server_origin_differs'],
    ['the same server again', { servers: [{ url: 'https://api.example/v1/' }] }, {}, 'bindable'],
    ['TRACE', {}, { method: 'trace' }, 'quarantined method_unsupported'],
    ['an operation that is not there', missing, {}, 'quarantined operation_unresolved'],
    ['no object', 5, {}, 'quarantined operation_malformed'],
    ['a fragment in the path', {}, { path: '/#X=1' }, 'limited path_fragment'],
  ])('%s', async (...[, operation, at, expected]) => {
    const { path = '/things', method = 'get' } = at
    const found = await onlyOperation(
      minimal({ servers: [{ url: 'https://api.example/v1' }], paths: { [path]: { [method]: operation } } }),
    )
    const { availability } = found
    const reasons =
      availability.status === 'bindable' ? [] : availability.reasons.map((reason) => reason.code)
    expect([availability.status, ...reasons].join(' ')).toBe(expected)
  })

  test('a quarantine comes with an Overlay that lifts it', async () => {
    const operation = await onlyOperation(withOperation({}, { path: "/a/{b}/it's" }))
    expect(operation.availability).toMatchObject({
      reasons: [
        {
          pointer: "#/paths/~1a~1{b}~1it's/get",
          overlay: {
            overlay: '1.0.0',
            actions: [
              {
                target: "$.paths['/a/{b}/it\\'s'].get",
                update: {
                  parameters: [{ name: 'b', in: 'path', required: true, schema: { type: 'string' } }],
                },
              },
            ],
          },
        },
      ],
    })
  })
})

describe('bodies and answers', () => {
  test.each<[readonly string[], string | undefined]>([
    [['application/json', 'multipart/form-data'], 'json'],
    [['application/vnd.api+json'], 'json'],
    [['multipart/form-data', 'application/x-www-form-urlencoded'], 'form'],
    [['multipart/form-data'], 'multipart'],
    [['text/plain'], 'text'],
    [['application/octet-stream'], 'binary'],
    [['*/*'], 'json'],
    [['application/xml'], undefined],
  ])('%j is sent as %s', async (types, kind) => {
    const content = Object.fromEntries(types.map((type) => [type, { schema: { properties: { a: {} } } }]))
    const operation = await onlyOperation(withOperation({ requestBody: { content } }, { method: 'post' }))
    expect(operation.call).toMatchObject(kind === undefined ? { method: 'POST' } : { body: { kind } })
  })

  test.each<[string, Json, string | undefined]>([
    [
      'the best success',
      { '404': {}, '204': {}, '201': json({ type: 'string' }), '200': json({ type: 'integer' }) },
      'integer',
    ],
    ['a success with content before one without', { '200': {}, '201': json({ type: 'string' }) }, 'string'],
    ['a range', { '2XX': json({ type: 'string' }) }, 'string'],
    ['the default when there is no success', { default: json({ type: 'string' }) }, 'string'],
    ['nothing beside an error', { '204': {}, default: json({ type: 'string' }) }, undefined],
    ['text', { '200': { content: { 'text/csv': {} } } }, 'string'],
    ['bytes', { '200': { content: { 'image/png': {} } } }, 'binary'],
    ['any JSON', { '200': { content: { 'application/hal+json': {} } } }, 'any'],
  ])('answers %s', async (_, responses, expected) => {
    const { returns } = await onlyOperation(withOperation({ responses }))
    expect(returns && describeType(returns.type)).toBe(expected)
  })
})

function json(schema: Json): Json {
  return { content: { 'application/json': { schema } } }
}
