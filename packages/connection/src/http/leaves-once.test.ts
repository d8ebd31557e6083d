import type { HttpRequest } from '@bindery/model'
import { afterEach, describe, expect, test } from 'vitest'
import type { ConnectionTarget } from '../connection-target.ts'
import { openConnection } from '../open-connection.ts'
import { credentialOf, localTarget, readOf, startProvider } from '../testing/local-provider.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

type Trouble =
  | 'answers 503'
  | 'answers 429'
  | 'drops the connection'
  | 'redirects inside the base'
  | 'refuses the token'

interface Provided {
  readonly target: ConnectionTarget
  readonly count: () => number
}

/** A provider in trouble at the first request and well again at the second, counting what arrives. */
async function provide(trouble: Trouble): Promise<Provided> {
  let arrived = 0
  const provider = await startProvider((request, response) => {
    arrived += 1
    if (arrived > 1) response.end('{}')
    else if (trouble === 'drops the connection') request.socket.destroy()
    else if (trouble === 'redirects inside the base')
      response.writeHead(307, { location: '/v1/others' }).end()
    else if (trouble === 'refuses the token') response.writeHead(401).end()
    else response.writeHead(trouble === 'answers 503' ? 503 : 429, { 'retry-after': '0' }).end()
  })
  const target = localTarget(`${provider.origin}/v1`)
  cleanups.push(() => target.egress.close(), provider.close)
  return { target: trouble === 'refuses the token' ? renewing(target) : target, count: () => arrived }
}

/** Another token is there after each refusal. */
function renewing(target: ConnectionTarget): ConnectionTarget {
  let token = 1
  const credentials = [1, 2, 3].map((at) =>
    credentialOf({ access_token: `t${at}` }, target.baseUrl, 'bearer'),
  )
  const current = () => Promise.resolve(credentials[token - 1] ?? target.credential)
  return { ...target, source: { ready: current, refuse: () => void (token += 1) } }
}

const body = { contentType: 'application/json', bytes: Buffer.from('{"note":"order 7"}') }
const requests: Readonly<Record<string, Partial<HttpRequest>>> = {
  'a write by POST': { method: 'POST', effect: 'action', body },
  'a write by GET': { method: 'GET', effect: 'delete' },
  'a POST that is only said to read': { method: 'POST', effect: 'read', body },
  'a PUT that is only said to read': { method: 'PUT', effect: 'read', body },
  'a read by GET': { method: 'GET', effect: 'read' },
  'a POST that the protocol proves to read': { method: 'POST', effect: 'read', isSafe: true, body },
}

const once = [
  'a write by POST',
  'a write by GET',
  'a POST that is only said to read',
  'a PUT that is only said to read',
]
const troubles: readonly Trouble[] = [
  'answers 503',
  'answers 429',
  'drops the connection',
  'redirects inside the base',
  'refuses the token',
]

const send = ({ target }: Provided, name: string): Promise<unknown> =>
  openConnection(target)
    .fetch(readOf(requests[name]), AbortSignal.timeout(60_000))
    .catch(() => undefined)

describe.each(once)('%s leaves once', (name) => {
  test.each(troubles)('when the provider %s', async (trouble) => {
    const provided = await provide(trouble)
    await send(provided, name)
    expect(provided.count()).toBe(1)
  })
})

test.each(troubles)('a read by GET leaves again when the provider %s', async (trouble) => {
  const provided = await provide(trouble)
  await send(provided, 'a read by GET')
  expect(provided.count()).toBe(2)
})

test.each([
  ['answers 503', 2],
  ['answers 429', 2],
  ['drops the connection', 2],
  ['redirects inside the base', 1],
  ['refuses the token', 2],
] as const)(
  'a query by POST, when the provider %s, leaves %i times: its body goes nowhere else',
  async (trouble, times) => {
    const provided = await provide(trouble)
    await send(provided, 'a POST that the protocol proves to read')
    expect(provided.count()).toBe(times)
  },
)

test('a write on a kept socket that the provider closes as it arrives is not sent on another one', async () => {
  let writes = 0
  const provider = await startProvider((request, response) => {
    if (request.method === 'GET') response.end('{}')
    else {
      writes += 1
      request.socket.destroy()
    }
  })
  const target = localTarget(provider.origin)
  cleanups.push(() => target.egress.close(), provider.close)
  const connection = openConnection(target)
  await connection.fetch(readOf(), AbortSignal.timeout(60_000))
  await expect(
    connection.fetch(readOf(requests['a write by POST']), AbortSignal.timeout(60_000)),
  ).rejects.toMatchObject({ details: { sent: 'maybe' } })
  expect(writes).toBe(1)
})

describe('what an adapter found out about a provider', () => {
  const target = localTarget('http://127.0.0.1:9/mcp')
  openConnection(target).habits?.set('mcp', 'handshake')
  const known = (change: Partial<ConnectionTarget>) =>
    openConnection({ ...target, ...change }).habits?.get('mcp')

  test.each([
    ['connections that are opened later', {}, 'handshake'],
    ['no other organisation or environment', { key: 'organisation/integration/staging' }, undefined],
    ['no other address', { baseUrl: 'http://127.0.0.1:9/other' }, undefined],
    ['no other server', { baseUrl: 'http://127.0.0.1:10/mcp' }, undefined],
  ])('is known to %s', (_, change, expected) => {
    expect(known(change)).toBe(expected)
  })
})
