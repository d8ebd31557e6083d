import { makeSessionCode } from '@bindery/platform/sessions'
import { copyTemplate } from '@bindery/store/testing'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { makeSignInLink } from '../demo/sign-in-link.ts'
import { prepareOrganization } from '../demo/prepare-organization.ts'
import { bookAppointment, bookingParams, must, startClinicServer } from '../testing/clinic-server.ts'
import type { ClinicServer } from '../testing/clinic-server.ts'
import { startTestServer } from '../testing/test-server.ts'
import { scopes } from '@bindery/platform/kernel'

/* A browser's way in: every attack on it is a test here. Those that need a clock are in door.test.ts. */

type Headers = Readonly<Record<string, string>>

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const key = 'test-key-with-every-scope'

/** What a browser sends of a page of this server. */
const ownPage = (): Headers => ({ 'sec-fetch-site': 'same-origin', origin: server.address })

async function ask(route: `${'GET' | 'POST' | 'DELETE'} ${string}`, headers: Headers, body?: object) {
  const [method = '', path = ''] = route.split(' ')
  const response = await fetch(`${server.address}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const parsed: unknown = text === '' ? {} : JSON.parse(text)
  const { code, data } = z.object({ code: z.string().optional(), data: z.unknown().optional() }).parse(parsed)
  return { status: response.status, headers: response.headers, text, code, data }
}

const begin = (content: object, headers: Headers = ownPage()) => ask('POST /session', headers, content)

/** The cookie of a new session, as a browser would send it. */
async function cookieOf(apiKey = key): Promise<string> {
  const { headers } = await begin({ apiKey })
  return z.string().parse(headers.get('set-cookie')).split(';')[0] ?? ''
}

const show = (headers: Headers) => ask('GET /session', headers)
const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code]

describe('a session', () => {
  it('begins with a key, in a cookie that no script reads and no other site sends', async () => {
    const { status, text, headers } = await begin({ apiKey: key })
    expect([status, text, headers.get('cache-control')]).toEqual([204, '', 'no-store'])
    expect(headers.get('set-cookie')).toMatch(
      /^bindery=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    )
  })

  it('says who asks, what they may and how much waits', async () => {
    await server.bind(bookAppointment)
    const { data } = await show({ ...ownPage(), cookie: await cookieOf() })
    expect(data).toEqual({
      organization: { id: server.organizationId, name: 'Demo organisation' },
      key: { id: expect.any(String), name: 'Bootstrap key', scopes: [...scopes], environment: null },
      version: '0.1.0',
      demo: false,
      model: null,
      counts: { approvals: 0, drift: 0, drafts: 0 },
      agents: 1,
      integrations: 1,
    })
  })

  it('counts exactly what the lists show', async () => {
    const skillId = await server.publish({ ...bookAppointment, toolName: 'Book for counting' })
    await must(server.execute(skillId, bookingParams))
    const waiting = await must(server.api('GET', '/confirmations?status=pending'))
    const rejected = await must(server.execute(skillId, bookingParams))
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(rejected.data)
    await must(server.api('POST', `/confirmations/${confirmationId}/reject`))
    const auto = `/agents/${server.agentId}/integrations/clinic/bindings/auto`
    await must(server.api('POST', auto, { body: { goal: 'find a patient by phone number' } }))
    const { data } = await show({ authorization: `Bearer ${key}` })
    const list = await must(server.api('GET', '/confirmations?status=pending'))
    const total = z.object({ total: z.int() })
    expect([z.array(z.unknown()).parse(list.data).length, total.parse(list.body['meta']).total]).toEqual([
      1, 1,
    ])
    expect(z.array(z.unknown()).parse(waiting.data)).toHaveLength(1)
    expect(data).toMatchObject({ counts: { approvals: 1, drift: 0, drafts: 1 } })
  })

  it('tells a key no count of a list that it may not read', async () => {
    const { data } = await show({ authorization: `Bearer ${await server.keyWith(['agents:read'])}` })
    expect(data).toMatchObject({
      counts: { approvals: null, drift: null, drafts: null },
      agents: 1,
      integrations: null,
    })
  })

  it('ends when it is told to, and its cookie with it', async () => {
    const headers = { ...ownPage(), cookie: await cookieOf() }
    const ended = await ask('DELETE /session', headers)
    expect(ended.headers.get('set-cookie')).toBe('bindery=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict')
    expect([ended.status, ended.data, outcome(await show(headers))]).toEqual([
      200,
      { deleted: true },
      [401, 'api_key_invalid'],
    ])
  })

  it('is kept as a digest alone, and told of in the audit log', async () => {
    const cookie = await cookieOf()
    const value = cookie.slice('bindery='.length)
    const rows: unknown = await server.server.services.store.run('platform', (transaction) =>
      transaction.raw('select * from sessions'),
    )
    expect([JSON.stringify(rows).includes(value), server.log().includes(value)]).toEqual([false, false])
    const { data } = await must(server.api('GET', '/audit?limit=1'))
    expect(data).toMatchObject([
      { action: 'session.begun', actor: 'key:Bootstrap key', detail: { by: 'apiKey' } },
    ])
  })

  it('may do what its key may, and no more', async () => {
    const headers = { ...ownPage(), cookie: await cookieOf(await server.keyWith(['agents:read'])) }
    expect(outcome(await ask('GET /agents', headers))).toEqual([200, undefined])
    expect(outcome(await ask('POST /agents', headers, { name: 'More' }))).toEqual([403, 'insufficient_scope'])
  })

  it('of a key of one environment stays in that environment', async () => {
    const headers = { ...ownPage(), cookie: await cookieOf(await server.keyWith(scopes, 'development')) }
    expect((await show(headers)).data).toMatchObject({ key: { environment: 'development' } })
    expect(outcome(await ask('GET /audit', headers))).toEqual([403, 'insufficient_scope'])
    const made = await ask('POST /api-keys', headers, {
      name: 'More',
      scopes: ['agents:read'],
      environment: 'production',
    })
    expect(outcome(made)).toEqual([403, 'insufficient_scope'])
  })
})

describe('a cookie is refused', () => {
  test.each<[string, 'GET' | 'POST', () => Headers]>([
    ['of a page of another site', 'GET', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['of another server of this host', 'GET', () => ({ 'sec-fetch-site': 'same-site' })],
    ['of an address that somebody typed', 'GET', () => ({ 'sec-fetch-site': 'none' })],
    ['of a request that does not say where it is from', 'GET', () => ({})],
    ['of a request that says two things', 'GET', () => ({ 'sec-fetch-site': 'same-origin, cross-site' })],
    ['of a write without Origin', 'POST', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['of a write with a forged Origin', 'POST', () => ({ ...ownPage(), origin: 'https://evil.example' })],
    ['of a write from a sandbox', 'POST', () => ({ ...ownPage(), origin: 'null' })],
    ['of a write from another port', 'POST', () => ({ ...ownPage(), origin: 'http://127.0.0.1:1' })],
    [
      'of a write from an Origin that begins as this one',
      'POST',
      () => ({ ...ownPage(), origin: `${server.address}.evil.example` }),
    ],
    [
      'of a write over another scheme',
      'POST',
      () => ({ ...ownPage(), origin: server.address.replace('http:', 'https:') }),
    ],
  ])('%s', async (_, method, headers) => {
    const cookie = await cookieOf()
    const body = method === 'POST' ? { name: 'Made by a stranger' } : undefined
    const answer = await ask(`${method} /agents`, { ...headers(), cookie }, body)
    expect(outcome(answer)).toEqual([401, 'api_key_missing'])
    const { data } = await must(server.api('GET', '/agents'))
    expect(JSON.stringify(data)).not.toContain('Made by a stranger')
  })

  it('beside another of its name, that somebody tossed in', async () => {
    const cookie = await cookieOf()
    for (const both of [`${cookie}; bindery=tossed`, `bindery=tossed; ${cookie}`, `${cookie}; ${cookie}`])
      expect(outcome(await show({ ...ownPage(), cookie: both }))).toEqual([401, 'api_key_missing'])
  })

  it('under a name that is not the one of this address', async () => {
    const value = (await cookieOf()).slice('bindery='.length)
    for (const name of ['__Host-bindery', 'Bindery', 'bindery_oauth'])
      expect(outcome(await show({ ...ownPage(), cookie: `${name}=${value}` }))).toEqual([
        401,
        'api_key_missing',
      ])
  })

  it('over MCP, where agents come with keys', async () => {
    const response = await fetch(`${server.address}/mcp/agents/${server.agentId}`, {
      method: 'POST',
      headers: { ...ownPage(), cookie: await cookieOf(), 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(401)
  })

  it('beside a wrong key: whoever sends a key is asked for that one', async () => {
    const headers = { ...ownPage(), cookie: await cookieOf(), authorization: 'Bearer wrong' }
    expect(outcome(await show(headers))).toEqual([401, 'api_key_invalid'])
  })

  test.each(['test-key-with-every-scope', 'x', '', "' or 1=1 --", '%00', 'é'])(
    'that holds %j',
    async (value) => {
      const status = (await show({ ...ownPage(), cookie: `bindery=${encodeURI(value)}` })).status
      expect(status).toBe(401)
    },
  )
})

describe('the session of a key ends at once', () => {
  const Made = z.object({ id: z.string(), key: z.string() })
  const makeKey = async () => {
    const body = { name: 'Short', scopes: ['agents:read', 'keys:write'] }
    return Made.parse((await must(server.api('POST', '/api-keys', { body }))).data)
  }

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['that is revoked', (id) => must(server.api('DELETE', `/api-keys/${id}`))],
    ['that is rotated', (id) => must(server.api('POST', `/api-keys/${id}/rotate`))],
    [
      'that another process deleted',
      (id) =>
        server.server.services.store.run('platform', (transaction) =>
          transaction.raw('delete from api_keys where id = ?', [id]),
        ),
    ],
    [
      'that has expired',
      (id) =>
        server.server.services.store.run('platform', (transaction) =>
          transaction.raw("update api_keys set expires_at = now() - interval '1 second' where id = ?", [id]),
        ),
    ],
  ])('%s', async (_, end) => {
    const made = await makeKey()
    const headers = { ...ownPage(), cookie: await cookieOf(made.key) }
    expect((await ask('GET /agents', headers)).status).toBe(200)
    await end(made.id)
    expect(outcome(await ask('GET /agents', headers))).toEqual([401, 'api_key_invalid'])
  })
})

describe('to begin a session', () => {
  it('keeps no value that somebody planted before', async () => {
    const planted = 'A'.repeat(43)
    const { headers } = await begin({ apiKey: key }, { ...ownPage(), cookie: `bindery=${planted}` })
    expect(headers.get('set-cookie')).not.toContain(planted)
    expect(outcome(await show({ ...ownPage(), cookie: `bindery=${planted}` }))).toEqual([
      401,
      'api_key_invalid',
    ])
  })

  test.each<[string, () => Headers]>([
    ['a page of another site', () => ({ ...ownPage(), 'sec-fetch-site': 'cross-site' })],
    ['a page with a forged Origin', () => ({ ...ownPage(), origin: 'https://evil.example' })],
    ['a program, which has its key', () => ({})],
  ])('is not for %s', async (_, headers) => {
    const answer = await begin({ apiKey: key }, headers())
    expect([...outcome(answer), answer.headers.get('set-cookie')]).toEqual([403, 'origin_not_allowed', null])
  })

  test.each([[{}], [{ apiKey: key, code: 'x' }], [{ apiKey: '' }], [{ code: 1 }], [{ key }]])(
    'takes one key or one code, not %j',
    async (content) => {
      expect(outcome(await begin(content))).toEqual([400, 'validation_error'])
    },
  )
})

describe('the link of a start', () => {
  const codeOfStart = async (): Promise<string> => {
    const { services } = server.server
    const { firstKey } = await prepareOrganization(services, undefined)
    return (await makeSignInLink(services, firstKey))?.reveal().split('#code=')[1] ?? ''
  }

  it('signs in with the key of the first start, once', async () => {
    const code = await codeOfStart()
    const first = await begin({ code })
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect([first.status, (await show({ ...ownPage(), cookie })).data]).toEqual([
      204,
      expect.objectContaining({ key: expect.objectContaining({ name: 'Bootstrap key' }) }),
    ])
    expect(outcome(await begin({ code }))).toEqual([401, 'api_key_invalid'])
    expect(server.log()).not.toContain(code)
  })

  it('signs one of two in who use it at once', async () => {
    const code = await codeOfStart()
    const answers = await Promise.all([begin({ code }), begin({ code }), begin({ code })])
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['204', '401', '401'])
  })

  it('is neither a key nor a session itself', async () => {
    const code = await codeOfStart()
    expect(outcome(await show({ authorization: `Bearer ${code}` }))).toEqual([401, 'api_key_invalid'])
    expect(outcome(await show({ ...ownPage(), cookie: `bindery=${code}` }))).toEqual([401, 'api_key_invalid'])
    const value = (await cookieOf()).slice('bindery='.length)
    expect(outcome(await begin({ code: value }))).toEqual([401, 'api_key_invalid'])
  })

  it('is no way in once its key is revoked', async () => {
    const { id, key: _ } = z
      .object({ id: z.string(), key: z.string() })
      .parse(
        (await must(server.api('POST', '/api-keys', { body: { name: 'Gone', scopes: ['agents:read'] } })))
          .data,
      )
    const { organizationId } = server
    const code = await makeSessionCode(server.server.services, { organizationId, keyId: id })
    await must(server.api('DELETE', `/api-keys/${id}`))
    expect(outcome(await begin({ code: code.reveal() }))).toEqual([401, 'api_key_invalid'])
  })
})

it('never lets another origin read an answer', async () => {
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  for (const method of ['OPTIONS', 'GET', 'POST']) {
    const response = await fetch(`${server.address}/api/v1/session`, { method, headers })
    const names = [...response.headers.keys()].filter((name) => name.startsWith('access-control'))
    expect(names).toEqual([])
  }
})

it('outlives a restart of the server', async () => {
  const dataDirectory = await copyTemplate()
  const before = await startTestServer({ dataDirectory })
  const content = { body: { apiKey: key }, headers: { ...ownPage(), origin: before.address } }
  const begun = await must(before.client(key)('POST', '/session', content))
  await before.close()
  const after = await startTestServer({ dataDirectory })
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { 'sec-fetch-site': 'same-origin', cookie }
  const { status } = await fetch(`${after.address}/api/v1/session`, { headers })
  await after.close()
  rmSync(dataDirectory, { recursive: true })
  expect(status).toBe(200)
})
