import type { HttpResponse, Json, JsonObject, ProviderResponse, TypeRef } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { openapiAdapter } from './adapter.ts'
import { bindingOf, type FilledTarget, recording } from './test-call.ts'
import { minimal, onlyOperation } from './test-document.ts'

const pets = minimal({
  servers: [{ url: 'https://api.example/v1' }],
  paths: {
    '/pets/{id}': {
      post: {
        operationId: 'savePet',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'tags', in: 'query', explode: false, schema: { type: 'array', items: { type: 'string' } } },
          { name: 'unused', in: 'query', schema: { type: 'string' } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
          { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } },
          { name: 'Version', in: 'query', required: true, schema: { enum: ['7'] } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                properties: {
                  serial: { type: 'integer', format: 'int64' },
                  code: { type: 'string', format: 'int64' },
                  name: { type: 'string' },
                },
              },
            },
          },
        },
        responses: {
          '200': { content: { 'application/json': { schema: { properties: { id: { type: 'integer' } } } } } },
        },
      },
    },
  },
})

const text: TypeRef = { kind: 'scalar', scalar: 'string' }

async function planOf(): Promise<Json> {
  const operation = await onlyOperation(pets)
  const targets: readonly FilledTarget[] = [
    [['id'], text],
    [['tags'], { kind: 'list', items: text, itemsNullable: false }],
    [['X-Trace'], text],
    [['body', 'serial'], { kind: 'scalar', scalar: 'int64' }],
    [['body', 'code'], { kind: 'scalar', scalar: 'int64', format: 'string int64' }],
    [['body', 'name'], text],
  ]
  return openapiAdapter.lower(operation, bindingOf(operation, targets))
}

function answer(
  body: string | Uint8Array,
  over: { status?: number; type?: string; headers?: Record<string, string> } = {},
): HttpResponse {
  const { status = 200, type = 'application/json', headers = {} } = over
  return {
    status,
    headers: new Map([['content-type', type], ...Object.entries(headers)]),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  }
}

async function run(
  response: HttpResponse,
  values: JsonObject = { id: '1', body: {} },
): Promise<ProviderResponse> {
  const call = {
    operation: 'savePet',
    effect: 'create',
    plan: await planOf(),
    arguments: values,
    maxResponseBytes: 1000,
  } as const
  return openapiAdapter.execute(call, recording(response).connection, new AbortController().signal)
}

test('a plan holds what its binding uses, and the values with one possibility', async () => {
  expect(await planOf()).toEqual({
    method: 'POST',
    path: ['/pets/', { slot: 'id' }],
    parameters: [
      { argument: 'id', name: 'id', place: 'path', style: 'simple', explode: false },
      { argument: 'tags', name: 'tags', place: 'query', style: 'form', explode: false },
      { argument: 'X-Trace', name: 'X-Trace', place: 'header', style: 'simple', explode: false },
      { argument: 'Version', name: 'Version', place: 'query', style: 'form', explode: true },
    ],
    body: { mediaType: 'application/json', kind: 'json' },
    numbers: [['serial']],
    constants: [{ argument: 'Version', value: '7' }],
    accept: 'application/json',
    answer: 'json',
    idempotencyHeader: 'idempotency-key',
  })
})

test('a call fills every slot, and only those', async () => {
  const { connection, sent } = recording(answer('{"id":12345678901234567890}'))
  const values = {
    id: 'a/b?c',
    tags: ['x', 'y z'],
    'X-Trace': 't',
    unused: 'no',
    body: { serial: '9007199254740993', code: '5', name: 'Rex' },
  }
  const plan: Json = JSON.parse(JSON.stringify(await planOf()))
  const call = {
    operation: 'savePet',
    effect: 'create',
    plan,
    arguments: values,
    maxResponseBytes: 500,
    idempotencyKey: 'k-1',
  } as const
  const response = await openapiAdapter.execute(call, connection, new AbortController().signal)
  expect(response).toEqual({ data: { id: '12345678901234567890' }, status: 200, bytes: 27 })
  expect(
    sent.map((request) => ({ ...request, body: new TextDecoder().decode(request.body?.bytes) })),
  ).toEqual([
    {
      method: 'POST',
      path: '/pets/a%2Fb%3Fc',
      query: 'tags=x,y%20z&Version=7',
      headers: [
        ['accept', 'application/json'],
        ['x-trace', 't'],
        ['idempotency-key', 'k-1'],
      ],
      effect: 'create',
      maxResponseBytes: 500,
      body: '{"serial":9007199254740993,"code":"5","name":"Rex"}',
    },
  ])
})

test('a plan of another kind is refused', async () => {
  const call = {
    operation: 'x',
    effect: 'read',
    plan: { sql: 'x' },
    arguments: {},
    maxResponseBytes: 1,
  } as const
  const { connection } = recording(answer(''))
  await expect(openapiAdapter.execute(call, connection, new AbortController().signal)).rejects.toMatchObject({
    code: 'skill_tampered',
  })
})

test('a quarantined operation is not lowered', async () => {
  const operation = await onlyOperation(minimal({ paths: { '/a/{b}': { get: {} } } }))
  expect(() => openapiAdapter.lower(operation, bindingOf(operation))).toThrow(
    expect.objectContaining({ code: 'binding_invalid' }),
  )
})

describe('answers', () => {
  test.each<[string, HttpResponse, Json]>([
    ['nothing as null', answer(''), null],
    ['a 204 as null', answer('x', { status: 204 }), null],
    ['JSON of any subtype', answer('[1]', { type: 'application/problem+json; charset=utf-8' }), [1]],
    ['JSON that is called text', answer('{"a":1}', { type: 'text/plain' }), { a: 1 }],
    ['a byte order mark', answer('\ufeff{"a":1}'), { a: 1 }],
    ['the last of two equal names', answer('{"a":1,"a":2}'), { a: 2 }],
  ])('%s', async (_, response, data) => expect((await run(response)).data).toEqual(data))

  test.each<[string, HttpResponse, JsonObject]>([
    [
      'a page',
      answer('<html>', { type: 'text/html' }),
      { code: 'upstream_invalid_response', reason: 'unexpected_content_type' },
    ],
    [
      'a page that is called JSON',
      answer(' <html>'),
      { code: 'upstream_invalid_response', reason: 'unexpected_content_type' },
    ],
    [
      'an image',
      answer('x', { type: 'image/png' }),
      { code: 'upstream_invalid_response', reason: 'unexpected_content_type' },
    ],
    ['half of a document', answer('{"a":[1,'), { code: 'upstream_invalid_response', reason: 'invalid_json' }],
    [
      '201 levels',
      answer('['.repeat(201) + ']'.repeat(201)),
      { code: 'upstream_invalid_response', reason: 'too_deep' },
    ],
    [
      'bytes that are no text',
      answer(new Uint8Array([0x22, 0xff, 0x22])),
      { code: 'upstream_invalid_response', reason: 'invalid_text' },
    ],
    [
      'a redirect',
      answer('', { status: 302 }),
      { code: 'upstream_error', reason: 'redirect', upstreamStatus: 302 },
    ],
    ['not found', answer('{"secret":1}', { status: 404 }), { code: 'upstream_error', upstreamStatus: 404 }],
    [
      'too many',
      answer('', { status: 429, headers: { 'retry-after': '3' } }),
      { code: 'upstream_error', upstreamStatus: 429, retryAfterMs: 3000 },
    ],
  ])('%s is an error', async (_, response, expected) => {
    const { code, ...details } = expected
    const error: unknown = await run(response).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, details })
    expect(String(error)).not.toContain('secret')
  })
})
