import {
  type Connection,
  type Effect,
  type HttpRequest,
  type HttpResponse,
  type Json,
  type JsonObject,
  PlatformError,
} from '@bindery/model'
import { parseJson } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { executeCall } from './execute.ts'
import type { Plan } from './plan.ts'

const plan: Plan = {
  document: 'query order($id: ID!) { order(id: $id) { total } }',
  operationName: 'order',
  rootField: 'order',
  variables: [
    { name: 'id', target: ['id'], type: 'ID!' },
    { name: 'note', target: ['note'], type: 'String' },
  ],
  errorChannels: [['userErrors'], ['problem']],
  aliases: [],
  cost: 2,
}

interface Exchange {
  readonly connection: Connection
  readonly sent: HttpRequest[]
}

function answering(
  body: Json | string,
  status = 200,
  headers: readonly (readonly [string, string])[] = [],
): Exchange {
  const sent: HttpRequest[] = []
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response: HttpResponse = {
    status,
    headers: new Map([['content-type', 'application/json'], ...headers]),
    body: new TextEncoder().encode(text),
  }
  const refuse = async (): Promise<never> => {
    throw new Error('Not used.')
  }
  return {
    sent,
    connection: {
      environment: 'development',
      fetch: async (request) => {
        sent.push(request)
        return response
      },
      database: refuse,
      documents: refuse,
    },
  }
}

interface Run {
  readonly plan?: Partial<Plan>
  readonly effect?: Effect
  readonly args?: JsonObject
}

function run(connection: Connection, { plan: change = {}, effect = 'read', args = { id: '7' } }: Run = {}) {
  const call = {
    operation: 'order',
    effect,
    plan: { ...plan, ...change },
    arguments: args,
    maxResponseBytes: 1000,
  }
  return executeCall(call, connection, new AbortController().signal)
}

test('sends the frozen document with the values that were given, to the base URL itself', async () => {
  const { connection, sent } = answering({ data: { order: { total: '1.00' } } })
  await run(connection, { args: { id: '7"}){x', extra: 'no' }, effect: 'create' })
  const [request] = sent
  expect({ ...request, body: parseJson(new TextDecoder().decode(request?.body?.bytes)) }).toEqual({
    method: 'POST',
    path: '',
    query: '',
    headers: [['accept', 'application/graphql-response+json, application/json;q=0.9']],
    body: { query: plan.document, variables: { id: '7"}){x' }, operationName: 'order' },
    effect: 'create',
    maxResponseBytes: 1000,
  })
  expect(request?.body?.contentType).toBe('application/json')
})

test('a mutation may not be sent again, even when an operator said that it reads', async () => {
  const { connection, sent } = answering({ data: { order: { total: 5 } } })
  await run(connection, { plan: { document: 'mutation order($id: ID!) { order(id: $id) { total } }' } })
  await run(connection)
  expect(sent.map(({ isSafe }) => isSafe)).toEqual([undefined, true])
})

test.each<[string, string, Json]>([
  ['the value of the root field', '{"data":{"order":{"total":5}}}', { total: 5 }],
  ['null', '{"data":{"order":null}}', null],
  [
    'numbers that a double cannot hold as text',
    '{"data":{"order":{"id":12345678901234567890,"price":0.1}}}',
    { id: '12345678901234567890', price: 0.1 },
  ],
  ['data beside an empty list of errors', '{"data":{"order":1},"errors":[]}', 1],
  [
    'data with an empty error channel',
    '{"data":{"order":{"userErrors":[],"problem":null}}}',
    { userErrors: [], problem: null },
  ],
  ['data beside extensions', '{"extensions":{"cost":3},"data":{"order":1}}', 1],
])('gives %s', async (_, body, expected) => {
  expect((await run(answering(body).connection)).data).toEqual(expected)
})

test('gives fields their own names back', async () => {
  const { connection } = answering({
    data: { order: [{ name_on_User: 'a' }, { name: 'b', pet_on_User: { name: 'c' } }] },
  })
  const aliases = [
    { alias: 'name_on_User', name: 'name' },
    { alias: 'pet_on_User', name: 'pet' },
  ]
  expect((await run(connection, { plan: { aliases } })).data).toEqual([
    { name: 'a' },
    { name: 'b', pet: { name: 'c' } },
  ])
})

const failed = { message: 'SECRET provider text' }

describe('a failed answer is a failed call', () => {
  test.each<[string, Json | string, Run, object]>([
    [
      'an error without data',
      { errors: [failed] },
      {},
      { reason: 'graphql_errors', upstreamStatus: 200, members: { errorCount: 1, partial: false } },
    ],
    [
      'an error beside data',
      { data: { order: { total: 1 } }, errors: [failed, failed] },
      {},
      { reason: 'graphql_errors', upstreamStatus: 200, members: { errorCount: 2, partial: true } },
    ],
    [
      'a missing login',
      { errors: [{ ...failed, extensions: { code: 'UNAUTHENTICATED' } }] },
      {},
      {
        reason: 'graphql_errors',
        upstreamStatus: 401,
        members: { errorCount: 1, partial: false, providerStatus: 401 },
      },
    ],
    [
      'a forbidden field, by type',
      { data: { order: null }, errors: [{ ...failed, type: 'FORBIDDEN', path: ['order'] }] },
      {},
      {
        reason: 'graphql_errors',
        upstreamStatus: 403,
        members: { errorCount: 1, partial: false, providerStatus: 403 },
      },
    ],
    [
      'a throttled call',
      { errors: [{ ...failed, extensions: { code: 'THROTTLED' } }] },
      {},
      {
        reason: 'graphql_errors',
        upstreamStatus: 429,
        members: { errorCount: 1, partial: false, providerStatus: 429 },
      },
    ],
    [
      'errors that are no objects',
      { errors: ['x', null] },
      {},
      { reason: 'graphql_errors', upstreamStatus: 200, members: { errorCount: 2, partial: false } },
    ],
    [
      'a write that failed at its root',
      { data: { order: null }, errors: [{ ...failed, path: ['order'] }] },
      { effect: 'create' },
      { reason: 'graphql_errors', upstreamStatus: 200, members: { errorCount: 1, partial: false } },
    ],
    [
      'a write whose answer failed in part: nobody knows',
      { data: { order: {} }, errors: [{ ...failed, path: ['order', 'total'], type: 'NOT_FOUND' }] },
      { effect: 'create' },
      { reason: 'graphql_errors', members: { errorCount: 1, partial: true, providerStatus: 404 } },
    ],
    [
      'a write whose failed part emptied the answer: nobody knows',
      { data: { order: null }, errors: [{ ...failed, path: ['order', 'total'] }] },
      { effect: 'create' },
      { reason: 'graphql_errors', members: { errorCount: 1, partial: false } },
    ],
    [
      'a filled error channel',
      { data: { order: { userErrors: [failed, failed] } } },
      { effect: 'create' },
      { reason: 'user_errors', upstreamStatus: 200, members: { errorCount: 2 } },
    ],
    [
      'a single error object',
      { data: { order: { problem: failed } } },
      { effect: 'create' },
      { reason: 'user_errors', upstreamStatus: 200, members: { errorCount: 1 } },
    ],
  ])('%s', async (...[, body, given, details]) => {
    const error: unknown = await run(answering(body).connection, given).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'upstream_error', message: expect.not.stringContaining('SECRET') })
    const { refusal, ...told } = error instanceof PlatformError ? error.details : {}
    expect(told).toEqual(details)
    // What the provider wrote stands by itself, for a run to clean.
    expect(refusal?.tell((text) => text)?.message ?? failed.message).toBe(failed.message)
  })
})

test.each<[string, Json | string, number, object]>([
  [
    'an error status',
    { errors: [failed] },
    500,
    { code: 'upstream_error', details: { upstreamStatus: 500 } },
  ],
  ['a redirect', '', 302, { code: 'upstream_error', details: { reason: 'redirect' } }],
  ['an empty answer', '', 200, { code: 'upstream_invalid_response', details: { reason: 'not_graphql' } }],
  [
    'JSON of another protocol',
    { order: 1 },
    200,
    { code: 'upstream_invalid_response', details: { reason: 'not_graphql' } },
  ],
  [
    'data without the root field',
    { data: { other: 1 } },
    200,
    { code: 'upstream_invalid_response', details: { reason: 'not_graphql' } },
  ],
  [
    'an HTML page',
    '<html></html>',
    200,
    { code: 'upstream_invalid_response', details: { reason: 'unexpected_content_type' } },
  ],
  [
    '200 levels and one',
    `{"data":{"order":${'['.repeat(200)}${']'.repeat(200)}}}`,
    200,
    { code: 'upstream_invalid_response', details: { reason: 'too_deep' } },
  ],
])('refuses %s', async (...[, body, status, expected]) => {
  await expect(run(answering(body, status).connection)).rejects.toMatchObject(expected)
})

test('refuses a plan that it did not make', async () => {
  const call = {
    operation: 'order',
    effect: 'read',
    plan: { method: 'GET' },
    arguments: {},
    maxResponseBytes: 1,
  } as const
  const { connection, sent } = answering({})
  await expect(executeCall(call, connection, new AbortController().signal)).rejects.toMatchObject({
    code: 'skill_tampered',
  })
  expect(sent).toEqual([])
})
