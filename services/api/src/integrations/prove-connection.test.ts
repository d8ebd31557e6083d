import type { IncomingMessage } from 'node:http'
import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

interface Answer {
  readonly status?: number
  readonly type?: string
  readonly location?: string
  readonly body: string
}

const secret = 'r7Kq-29xVw-t4Zm'
const json = (body: object): Answer => ({ body: JSON.stringify(body) })
const page = '<!DOCTYPE html><html><form>Log in</form></html>'
const token = json({ access_token: 't', token_type: 'Bearer' })

let answer: (request: IncomingMessage) => Answer = () => json({})
let seen: string[] = []
let provider: LocalProvider
let server: TestServer
let count = 0

beforeAll(async () => {
  provider = await startProvider((request, response) => {
    request.resume().on('end', () => {
      seen.push(`${request.method} ${request.url}`)
      const { status = 200, type = 'application/json', location, body } = answer(request)
      const headers = { 'content-type': type, ...(location === undefined ? {} : { location }) }
      response.writeHead(status, headers).end(body)
    })
  })
  server = await startTestServer()
})
afterAll(async () => {
  await provider.close()
  await server.close()
})
beforeEach(() => {
  seen = []
})

async function register(type = 'openapi'): Promise<string> {
  const kind = `proved-${(count += 1)}`
  const environments = { production: { baseUrl: provider.origin } }
  await must(server.api('POST', '/integrations', { body: { kind, name: kind, type, environments } }))
  return kind
}

const Connected = z.object({ warnings: z.array(z.string()) })
const Shown = z.object({ status: z.string() })

/** What connecting said, and whether something was stored. */
async function connect(kind: string, body: JsonObject): Promise<readonly [string, string]> {
  const { status, body: said, data } = await server.api('POST', `/integrations/${kind}/connect`, { body })
  const shown = Shown.parse((await must(server.api('GET', `/integrations/${kind}`))).data).status
  if (status !== 200) return [`${status} ${String(said['code'])}`, shown]
  return [Connected.parse(data).warnings.length === 0 ? 'connected' : 'unproven', shown]
}

const refused = ['422 integration_connection_failed', 'disconnected']
const client = () => ({ client_id: 'app', client_secret: secret, token_url: `${provider.origin}/token` })

describe('a credential for which no token came is not connected', () => {
  test.each<[string, Answer]>([
    ['a page', { type: 'text/html', body: page }],
    ['a page that says it is JSON', { body: page }],
    ['a redirect', { status: 302, location: '/login', body: '' }],
    ['an empty token', json({ access_token: '', token_type: 'Bearer' })],
    ['a token that cannot be sent', json({ access_token: 'a\nb', token_type: 'Bearer' })],
    ['no token', json({})],
    ['another type of token', json({ access_token: 't', token_type: 'mac' })],
    ['an error under success', json({ error: 'invalid_client' })],
    ['an error', { status: 400, body: '{"error":"invalid_scope"}' }],
    ['a list', { body: '[]' }],
  ])('%s', async (_, given) => {
    answer = ({ url }) => (url === '/token' ? given : json({}))
    expect(await connect(await register(), { credentials: client() })).toEqual(refused)
    expect(await connect(await register(), { credentials: client(), testEndpoint: '/me' })).toEqual(refused)
    expect(new Set(seen)).toEqual(new Set(['POST /token']))
  })
})

describe('what a test endpoint answers under a status of success', () => {
  test.each<[string, Answer, readonly string[]]>([
    ['its record', json({ id: 7, error: null, errors: [], ok: true }), ['connected', 'connected']],
    ['a list', { body: '[{"id":7}]' }, ['connected', 'connected']],
    ['nothing', { status: 204, body: '' }, ['connected', 'connected']],
    ['text', { type: 'text/plain', body: 'pong' }, ['connected', 'connected']],
    ['a page to log in', { type: 'text/html; charset=utf-8', body: page }, ['unproven', 'connected']],
    ['a page that says it is JSON', { body: `\ufeff ${page}` }, ['unproven', 'connected']],
    ['an error', json({ error: 'invalid_auth' }), refused],
    ['an error as an object', json({ error: { code: 401 } }), refused],
    ['a list of errors', json({ errors: [{ message: 'no' }] }), refused],
    ['that it is not ok', json({ ok: false }), refused],
    ['that it is no success', json({ success: false, data: null }), refused],
    ['a redirect to another server', { status: 302, location: 'https://login.example/', body: '' }, refused],
  ])('%s', async (_, given, expected) => {
    const credentials = { access_token: secret }
    answer = ({ url }) => (url === '/token' ? token : given)
    expect(await connect(await register(), { credentials, testEndpoint: '/me' })).toEqual(expected)
    expect(await connect(await register(), { credentials: client(), testEndpoint: '/me' })).toEqual(expected)
  })

  test('a page that a redirect inside the base led to proves nothing either', async () => {
    answer = ({ url }) =>
      url === '/me' ? { status: 302, location: '/login', body: '' } : { type: 'text/html', body: page }
    const body = { credentials: { access_token: secret }, testEndpoint: '/me' }
    expect(await connect(await register(), body)).toEqual(['unproven', 'connected'])
  })
})

describe('a write is never sent for a test', () => {
  const ok = { responses: { '200': { description: 'ok' } } }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: {
      '/orders/delete-all': { get: { operationId: 'deleteAllOrders', ...ok } },
      '/orders/{id}/delete': { get: { operationId: 'deleteOrder', parameters: [id], ...ok } },
      '/orders/{id}': { get: { operationId: 'getOrder', parameters: [id], ...ok } },
      '/me': { get: { operationId: 'getMe', ...ok } },
      '/jobs': { get: { operationId: 'listJobs', ...ok }, post: { operationId: 'startJob', ...ok } },
    },
  }
  let kind = ''
  beforeAll(async () => {
    answer = () => json({ id: 7 })
    kind = await register()
    await must(server.api('PUT', `/integrations/${kind}/source`, { body: document }))
    await must(server.api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
  })

  test.each(['/orders/delete-all', 'orders/delete-all?x=1', '/Orders/%64elete-all/', '/orders/7/delete'])(
    '%s is refused, and nothing is sent',
    async (testEndpoint) => {
      const credentials = { access_token: secret }
      const refusal = ['400 validation_error', 'disconnected']
      expect(await connect(kind, { credentials, testEndpoint })).toEqual(refusal)
      const body = { credentials, testEndpoint }
      const tested = await must(server.api('POST', `/integrations/${kind}/test`, { body }))
      expect(tested.data).toMatchObject({ ok: false })
      expect(tested.text).toContain('which is never sent for a test')
      expect(seen).toEqual([])
    },
  )

  test('what an operator called a write is one', async () => {
    const effect = { effect: 'delete', reason: 'It empties the mailbox.' }
    await must(server.api('PATCH', `/integrations/${kind}/operations/getMe`, { body: effect }))
    const body = { credentials: { access_token: secret }, testEndpoint: '/me' }
    expect(await connect(kind, body)).toEqual(['400 validation_error', 'disconnected'])
    expect(seen).toEqual([])
  })

  test.each(['/orders/7', '/jobs', '/not/described'])('%s is sent', async (testEndpoint) => {
    const body = { credentials: { access_token: secret }, testEndpoint }
    expect(await connect(kind, body)).toEqual(['connected', 'connected'])
    expect(seen).toEqual([`GET ${testEndpoint}`])
    await must(server.api('POST', `/integrations/${kind}/disconnect`, { body: {} }))
  })
})
