import type { IncomingMessage } from 'node:http'
import { findServer, type LocalProvider, startProvider } from '@bindery/connection/testing'
import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type ApiAnswer, startTestServer, type TestServer } from '../testing/test-server.ts'

/** What a provider answers to a request; 200 when a rule says nothing else. */
type Rule = (request: IncomingMessage) => number

let rule: Rule = () => 200
let seen: string[] = []
let provider: LocalProvider
let server: TestServer
let count = 0

beforeAll(async () => {
  provider = await startProvider((request, response) => {
    request.resume().on('end', () => {
      seen.push(`${request.method} ${request.url}`)
      const body = {
        data: { __typename: 'Query' },
        jsonrpc: '2.0',
        id: 1,
        result: { tools: [] },
        access_token: 't',
      }
      response.writeHead(rule(request), { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  server = await startTestServer()
})
afterAll(async () => {
  await provider.close()
  await server.close()
})

async function register(
  type: string,
  slots: readonly string[] = ['production'],
  baseUrl = provider.origin,
): Promise<string> {
  const kind = `made-${(count += 1)}`
  const environments = Object.fromEntries(slots.map((slot) => [slot, { baseUrl }]))
  await must(server.api('POST', '/integrations', { body: { kind, name: kind, type, environments } }))
  seen = []
  return kind
}

const connect = (kind: string, body: JsonObject): Promise<ApiAnswer> =>
  server.api('POST', `/integrations/${kind}/connect`, { body })

const statusOf = async (kind: string): Promise<string> =>
  z.object({ status: z.string() }).parse((await must(server.api('GET', `/integrations/${kind}`))).data).status

const Connected = z.object({ status: z.string(), environment: z.string(), warnings: z.array(z.string()) })

/** `connected`, `connected, unproven`, or the code of the error. */
async function outcomeOf(answer: ApiAnswer): Promise<string> {
  if (answer.status !== 200) return String(answer.body['code'])
  const { status, warnings } = Connected.parse(answer.data)
  return warnings.length === 0 ? status : `${status}, unproven`
}

const wants =
  (header: string, value: string): Rule =>
  ({ headers }) =>
    headers[header] === value ? 200 : 401

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

describe('connect tries the credential of every auth method', () => {
  test.each<[string, Rule, JsonObject, JsonObject]>([
    [
      'bearer',
      wants('authorization', 'Bearer right-4711'),
      { access_token: 'right-4711' },
      { access_token: 'bad' },
    ],
    [
      'basic',
      wants('authorization', basic('ada:right-4711')),
      { username: 'ada', password: 'right-4711' },
      { username: 'ada', password: 'bad' },
    ],
    [
      'api_key in a header',
      wants('x-key', 'right-4711'),
      { api_key: 'right-4711', in: 'header', name: 'X-Key' },
      { api_key: 'bad', in: 'header', name: 'X-Key' },
    ],
    [
      'api_key in the query',
      ({ url = '' }) => (url.includes('key=right-4711') ? 200 : 401),
      { api_key: 'right-4711', in: 'query', name: 'key' },
      { api_key: 'bad', in: 'query', name: 'key' },
    ],
    [
      'custom headers',
      wants('x-app', 'right-4711'),
      { headers: { 'X-App': 'right-4711' } },
      { headers: { 'X-App': 'bad' } },
    ],
    [
      'client credentials',
      ({ url, headers }) =>
        url !== '/token' || headers.authorization === basic('app:right-4711') ? 200 : 401,
      { client_id: 'app', client_secret: 'right-4711', token_url: '{origin}/token' },
      { client_id: 'app', client_secret: 'bad', token_url: '{origin}/token' },
    ],
  ])('%s', async (...[, wanted, right, wrong]) => {
    rule = wanted
    const here = (credentials: JsonObject) =>
      Object.fromEntries(
        Object.entries(credentials).map(([name, value]) => [
          name,
          typeof value === 'string' ? value.replace('{origin}', provider.origin) : value,
        ]),
      )
    const kind = await register('openapi')
    const refused = await connect(kind, { credentials: here(wrong), testEndpoint: '/me' })
    expect([refused.status, refused.body['code'], await statusOf(kind)]).toEqual([
      422,
      'integration_connection_failed',
      'disconnected',
    ])
    expect(refused.text).not.toContain('"bad"')
    const taken = await connect(kind, { credentials: here(right), testEndpoint: '/me' })
    expect([await outcomeOf(taken), await statusOf(kind)]).toEqual(['connected', 'connected'])
  })
})

describe('connect tries a credential at every kind before it was discovered', () => {
  test.each<[string, string]>([
    ['openapi', 'connected, unproven'],
    ['custom_api', 'connected, unproven'],
    ['graphql', 'connected'],
    ['mcp_server', 'connected'],
  ])('%s', async (type, expected) => {
    rule = wants('authorization', 'Bearer right-4711')
    const kind = await register(type)
    expect(await outcomeOf(await connect(kind, { credentials: { access_token: 'bad' } }))).toBe(
      'integration_connection_failed',
    )
    expect(await statusOf(kind)).toBe('disconnected')
    expect(await outcomeOf(await connect(kind, { credentials: { access_token: 'right-4711' } }))).toBe(
      expected,
    )
    expect(seen.filter((line) => !/^(?:GET|POST) /.test(line))).toEqual([])
  })

  test.each(['postgres', 'mysql'] as const)('%s', async (dialect) => {
    const address = await findServer(dialect)
    if (address === undefined) return
    const name = dialect === 'postgres' ? 'postgres' : 'mysql'
    const kind = await register(dialect, [])
    const credentials = { ...address, host: address.host, database: name, sslmode: 'disable' }
    const wrong = await connect(kind, { credentials: { ...credentials, database: 'there_is_none_of_it' } })
    expect([await outcomeOf(wrong), await statusOf(kind)]).toEqual([
      'integration_connection_failed',
      'disconnected',
    ])
    const away = await connect(kind, { credentials: { ...credentials, port: 1 } })
    expect(await outcomeOf(away)).toBe('integration_connection_failed')
  })
})

const Tested = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), result: z.string(), hint: z.string().optional() })),
})

describe('what an answer proves', () => {
  const credentials = { access_token: 'any-token-4711' }
  test.each<[string, Rule, JsonObject, string, readonly string[]]>([
    ['404 of a place that nobody named', () => 404, {}, 'connected, unproven', ['unproven', 'unproven']],
    ['403 of a place that nobody named', () => 403, {}, 'connected, unproven', ['unproven', 'unproven']],
    ['200 of a place that nobody named', () => 200, {}, 'connected, unproven', ['unproven', 'passed']],
    ['401 of a place that nobody named', () => 401, {}, 'integration_connection_failed', ['failed']],
    ['503 of a gateway', () => 503, {}, 'integration_connection_failed', ['unproven', 'failed']],
    ['200 of the test endpoint', () => 200, { testEndpoint: '/me' }, 'connected', ['passed', 'passed']],
    [
      '404 of the test endpoint',
      () => 404,
      { testEndpoint: '/me' },
      'integration_connection_failed',
      ['unproven', 'failed'],
    ],
    [
      '403 of the test endpoint',
      () => 403,
      { testEndpoint: '/me' },
      'integration_connection_failed',
      ['failed'],
    ],
  ])('%s', async (...[, answer, body, connected, tested]) => {
    rule = answer
    const kind = await register('openapi')
    expect(await outcomeOf(await connect(kind, { credentials, ...body }))).toBe(connected)
    const test = await must(
      server.api('POST', `/integrations/${kind}/test`, { body: { credentials, ...body } }),
    )
    expect(Tested.parse(test.data).checks.map(({ name, result }) => [name, result])).toEqual([
      ['address', 'passed'],
      ['tls', 'unproven'],
      ...tested.map((result, at) => [['credential', 'read'][at], result]),
      ...(tested.includes('failed') ? [] : [['rights', 'unproven']]),
    ])
  })

  test.each([
    ['nobody listens', 'http://127.0.0.1:1', 'address'],
    ['a server without TLS', 'https://127.0.0.1', 'tls'],
  ])('%s', async (_, baseUrl, failing) => {
    const { port } = new URL(provider.origin)
    const address = failing === 'tls' ? `${baseUrl}:${port}` : baseUrl
    const kind = await register('openapi')
    await must(
      server.api('PATCH', `/integrations/${kind}`, {
        body: { environments: { production: { baseUrl: address } } },
      }),
    )
    rule = () => 200
    const { ok, checks } = Tested.parse(
      (await must(server.api('POST', `/integrations/${kind}/test`, { body: { credentials } }))).data,
    )
    const last = checks.at(-1)
    expect([ok, last?.name, last?.result, typeof last?.hint]).toEqual([false, failing, 'failed', 'string'])
  })

  test('an open provider is connected when it answers', async () => {
    rule = () => 200
    expect(await outcomeOf(await connect(await register('openapi'), {}))).toBe('connected')
    expect(seen).toEqual([])
    const away = await register('openapi', ['production'], 'http://127.0.0.1:1')
    expect(await outcomeOf(await connect(away, {}))).toBe('integration_connection_failed')
  })

  test('a client that a server may not have decoded is connected, and the ways out are named', async () => {
    rule = ({ url, headers }) =>
      url !== '/token' || headers.authorization === basic('app:right-4711+b') ? 200 : 401
    const kind = await register('openapi')
    const client = { client_id: 'app', client_secret: 'right-4711+b', token_url: `${provider.origin}/token` }
    const { warnings } = Connected.parse((await must(connect(kind, { credentials: client }))).data)
    expect(warnings).toEqual([expect.stringContaining('client_secret_basic_unencoded')])
    const as = { ...client, client_auth: 'client_secret_basic_unencoded' }
    expect(await outcomeOf(await connect(kind, { credentials: as }))).toBe('connected')
  })

  test.each([
    ['name', 1],
    ['hunt3r', 1],
    ['canary-of-a-provider-7', 0],
  ])('a password %j that cannot be told from ordinary text is warned of', async (password, count) => {
    rule = () => 200
    const basicAuth = { username: 'desk', password }
    const answer = await must(
      connect(await register('openapi'), { authType: 'basic', credentials: basicAuth, verify: false }),
    )
    const { warnings } = Connected.parse(answer.data)
    expect(warnings.filter((warning) => warning.includes('looks like a word'))).toHaveLength(count)
  })

  test('a provider that is not there is not connected, unless nobody looks', async () => {
    const kind = await register('openapi', ['production'], 'http://127.0.0.1:1')
    expect(await outcomeOf(await connect(kind, { credentials }))).toBe('integration_connection_failed')
    const answer = await connect(kind, { credentials, verify: false })
    expect(Connected.parse(answer.data).warnings).toEqual(['The credential was not tried.'])
  })

  test('a read of the schema is tried once there is one, and never a write', async () => {
    rule = wants('authorization', 'Bearer right-4711')
    const kind = await register('openapi')
    const ok = { responses: { '200': { description: 'ok' } } }
    const document = {
      openapi: '3.0.3',
      info: { title: 'T', version: '1' },
      paths: {
        '/a/delete': { get: { operationId: 'deleteAll', ...ok } },
        '/items/{id}': {
          get: {
            operationId: 'getItem',
            parameters: [{ name: 'id', in: 'path', required: true, schema: {} }],
            ...ok,
          },
        },
        '/items': { get: { operationId: 'listItems', ...ok }, post: { operationId: 'addItem', ...ok } },
      },
    }
    await must(server.api('PUT', `/integrations/${kind}/source`, { body: document }))
    await must(server.api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
    expect(await outcomeOf(await connect(kind, { credentials: { access_token: 'bad' } }))).toBe(
      'integration_connection_failed',
    )
    expect(await outcomeOf(await connect(kind, { credentials: { access_token: 'right-4711' } }))).toBe(
      'connected',
    )
    expect(new Set(seen)).toEqual(new Set(['GET /items']))
  })
})

describe('the environment that nobody names', () => {
  test.each<[readonly string[], string, string]>([
    [['staging'], 'staging', 'staging'],
    [['production'], 'production', 'production'],
    [['development', 'production'], 'production', 'development'],
    [['staging', 'production'], 'production', 'staging'],
  ])('of %j is %s for connect and %s for a test', async (slots, connected, tested) => {
    rule = () => 200
    const kind = await register('openapi', slots)
    expect(Connected.parse((await must(connect(kind, {}))).data).environment).toBe(connected)
    const test = await must(server.api('POST', `/integrations/${kind}/test`, { body: {} }))
    expect(z.object({ environment: z.string() }).parse(test.data).environment).toBe(tested)
  })
})
