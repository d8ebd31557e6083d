import type { HttpRequest, HttpResponse } from '@bindery/model'
import { afterEach, expect, test } from 'vitest'
import type { ConnectionTarget } from '../connection-target.ts'
import { openConnection } from '../open-connection.ts'
import { localTarget, readOf, startProvider } from '../testing/local-provider.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

interface Seen {
  readonly target: ConnectionTarget
  readonly urls: string[]
}

/** A provider that answers by path; unknown paths are 200 with the path. */
async function provide(
  answers: {
    readonly [path: string]: readonly [status: number, headers: { readonly [name: string]: string }]
  },
  options: Parameters<typeof localTarget>[1] = {},
): Promise<Seen> {
  const urls: string[] = []
  const provider = await startProvider((request, response) => {
    const url = request.url ?? ''
    urls.push(`${request.method} ${url} ${String(request.headers['x-api-key'] ?? '')}`.trim())
    const [status, headers] = answers[url.split('?')[0] ?? ''] ?? [200, {}]
    response.writeHead(status, headers)
    response.end(url)
  })
  const target = localTarget(`${provider.origin}/v1`, options)
  cleanups.push(() => target.egress.close(), provider.close)
  return { target, urls }
}

const fetchFrom = ({ target }: Seen, change: Partial<HttpRequest> = {}): Promise<HttpResponse> =>
  openConnection(target).fetch(readOf(change), AbortSignal.timeout(60_000))

const header = { api_key: 'k-123', name: 'X-Api-Key' }

test('a read follows a redirect inside its base, with its credential', async () => {
  const seen = await provide({ '/v1/things': [301, { location: '/v1/customers' }] }, { credential: header })
  expect(Buffer.from((await fetchFrom(seen)).body).toString()).toBe('/v1/customers')
  expect(seen.urls).toEqual(['GET /v1/things k-123', 'GET /v1/customers k-123'])
})

test('a key in the query is put in again after a redirect', async () => {
  const seen = await provide(
    { '/v1/things': [302, { location: 'customers?page=2' }] },
    { credential: { api_key: 'k-123', in: 'query', name: 'key' } },
  )
  await fetchFrom(seen)
  expect(seen.urls).toEqual(['GET /v1/things?key=k-123', 'GET /v1/customers?page=2&key=k-123'])
})

test.each([
  ['to another host', 'https://other.example/x'],
  ['to metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['to another port', 'http://127.0.0.1:1/v1/x'],
  ['out of the base path', '/v2/x'],
  ['to a path that only begins like the base', '/v10/x'],
  ['up and out of the base', '/v1/../v2/x'],
  ['with a user name', 'http://a:b@127.0.0.1/v1/x'],
  ['to what is no URL', 'http://['],
  ['in a loop', '/v1/things'],
])('a read does not follow a redirect %s', async (_, location) => {
  const seen = await provide({ '/v1/things': [302, { location }] }, { credential: header })
  await expect(fetchFrom(seen)).rejects.toMatchObject({
    code: 'upstream_error',
    details: { reason: 'redirect' },
  })
  expect(seen.urls).toHaveLength(location === '/v1/things' ? 4 : 1)
})

test('a redirect without a location is not followed', async () => {
  await expect(fetchFrom(await provide({ '/v1/things': [302, {}] }))).rejects.toMatchObject({
    details: { reason: 'redirect', upstreamStatus: 302 },
  })
})

test.each([301, 302, 303, 307, 308])(
  'a write never follows a %i, not even inside its base',
  async (status) => {
    const seen = await provide({ '/v1/things': [status, { location: '/v1/customers' }] })
    await expect(fetchFrom(seen, { method: 'POST', effect: 'create' })).rejects.toMatchObject({
      code: 'upstream_error',
      details: { reason: 'redirect', upstreamStatus: status, sent: 'maybe' },
    })
    expect(seen.urls).toEqual(['POST /v1/things'])
  },
)

test('a read with a body does not follow: the body would be sent again', async () => {
  const seen = await provide({ '/v1/things': [307, { location: '/v1/customers' }] })
  const body = { contentType: 'application/json', bytes: Buffer.from('{}') }
  await expect(fetchFrom(seen, { method: 'POST', body })).rejects.toMatchObject({
    details: { reason: 'redirect' },
  })
})

test('304 is an answer, not a redirect', async () => {
  expect(await fetchFrom(await provide({ '/v1/things': [304, {}] }))).toMatchObject({ status: 304 })
})

test.each([
  ['503', 503, {}, 2],
  ['503 that asks for a minute', 503, { 'retry-after': '60' }, 1],
  ['429 that asks for no time', 429, { 'retry-after': '0' }, 2],
  ['429 that asks for an hour', 429, { 'retry-after': '3600' }, 1],
  ['429 that asks for a date', 429, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 1],
  ['429 that asks for nothing', 429, {}, 1],
  ['500', 500, {}, 1],
] as const)('a read after %s is sent %4$i times', async (...[, status, headers, times]) => {
  const seen = await provide({ '/v1/things': [status, headers] })
  expect(await fetchFrom(seen)).toMatchObject({ status })
  expect(seen.urls).toHaveLength(times)
})

test.each([503, 429])('a write is never repeated after %i', async (status) => {
  const seen = await provide({ '/v1/things': [status, { 'retry-after': '0' }] })
  await fetchFrom(seen, { method: 'POST', effect: 'create' })
  expect(seen.urls).toHaveLength(1)
})

test('a read is repeated after a lost connection, a write is not', async () => {
  let requests = 0
  const provider = await startProvider((request, response) => {
    requests += 1
    if (requests % 2 === 1) request.socket.destroy()
    else response.end('second')
  })
  const target = localTarget(provider.origin)
  cleanups.push(() => target.egress.close(), provider.close)
  const seen = { target, urls: [] }
  expect(Buffer.from((await fetchFrom(seen)).body).toString()).toBe('second')
  await expect(fetchFrom(seen, { method: 'POST', effect: 'create' })).rejects.toMatchObject({
    code: 'upstream_unreachable',
    details: { reason: 'connection_lost', sent: 'maybe' },
  })
  expect(requests).toBe(3)
})

test('retries stop when the budget of the door is spent', async () => {
  let count = 0
  // What is retried works then, so that the breaker has nothing to say.
  const provider = await startProvider((_, response) => {
    count += 1
    response.writeHead(count <= 22 && count % 2 === 0 ? 200 : 503).end('{}')
  })
  const target = localTarget(provider.origin)
  cleanups.push(provider.close, () => target.egress.close())
  for (let call = 0; call < 14; call++) await fetchFrom({ target, urls: [] })
  // Ten tokens, and fourteen times a tenth of one earned.
  expect(count).toBe(14 + 11)
})

test('the deadline ends the pause before a retry', async () => {
  const seen = await provide({ '/v1/things': [503, { 'retry-after': '1' }] })
  await expect(openConnection(seen.target).fetch(readOf(), AbortSignal.timeout(200))).rejects.toMatchObject({
    code: 'upstream_timeout',
  })
  expect(seen.urls).toHaveLength(1)
})

test('nobody listening is unreachable, and nothing was sent', async () => {
  const provider = await startProvider((_, response) => response.end())
  await provider.close()
  const target = localTarget(provider.origin)
  cleanups.push(() => target.egress.close())
  await expect(fetchFrom({ target, urls: [] }, { effect: 'create', method: 'POST' })).rejects.toMatchObject({
    code: 'upstream_unreachable',
    details: { reason: 'connect', sent: 'no' },
  })
})
