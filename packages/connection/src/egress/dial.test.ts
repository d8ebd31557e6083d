import { getEventListeners } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rulesOf } from '../testing/local-provider.ts'
import { checkDialTarget, type DialTarget, guardedDial } from './dial.ts'
import { publicEgress } from './egress-policy.ts'

let server: Server
let port: number
let accepted = 0

beforeAll(async () => {
  server = createServer((socket) => {
    accepted += 1
    socket.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => server.close())

const dial = (host: string, answer: string) =>
  guardedDial({
    policy: { allow: rulesOf('127.0.0.1/32,0.0.0.0/32'), plainHttp: 'listed' },
    lookup: async () => [answer],
    timeoutMs: 5000,
  })({ host, port, privacy: 'plain' }, AbortSignal.timeout(60_000))

test('a session of a database opens at the checked address', async () => {
  const socket = await dial('database.example', '127.0.0.1')
  expect(socket.remoteAddress).toBe('127.0.0.1')
  socket.destroy()
})

test('a socket that ends up at another address than the checked one is refused', async () => {
  // A dial of 0.0.0.0 ends up at this machine's loopback address: two addresses for one connection.
  await expect(dial('database.example', '0.0.0.0')).rejects.toMatchObject({
    code: 'egress_blocked',
    details: { reason: 'rebound' },
  })
  expect(accepted).toBeGreaterThan(0)
})

const listed = { allow: rulesOf('127.0.0.0/8,0.0.0.0/32,[::1]'), plainHttp: 'anywhere' as const }
const opening = (answers: readonly string[], signal: AbortSignal, change: Partial<DialTarget> = {}) =>
  guardedDial({ policy: listed, lookup: async () => answers, timeoutMs: 5000 })(
    { host: 'database.example', port, privacy: 'plain', ...change },
    signal,
  )

test('the next address is tried when one does not answer, and three at most', async () => {
  // The server is bound to 127.0.0.1 only.
  const socket = await opening(['::1', '::1', '127.0.0.1'], AbortSignal.timeout(60_000))
  expect(socket.remoteAddress).toBe('127.0.0.1')
  socket.destroy()
  const failing = opening(['::1', '::1', '::1', '127.0.0.1'], AbortSignal.timeout(60_000))
  await expect(failing).rejects.toMatchObject({ syscall: 'connect', address: '::1' })
})

test('a call keeps nothing of its dials at its signal', async () => {
  const { signal } = new AbortController()
  for (const answers of [['127.0.0.1'], ['::1', '127.0.0.1']]) (await opening(answers, signal)).destroy()
  await expect(opening(['::1'], signal)).rejects.toMatchObject({ syscall: 'connect' })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('nothing is opened, and no other address tried, once the call was given up', async () => {
  const before = accepted
  await expect(opening(['::1', '127.0.0.1'], AbortSignal.abort())).rejects.toThrow(
    'The connection was not made in time.',
  )
  expect(accepted).toBe(before)
})

test('a call that is given up while a socket opens ends it, and no other address is tried', async () => {
  const given = new AbortController()
  const lookup = () => {
    void abortSoon(given)
    return Promise.resolve(['127.0.0.1', '127.0.0.1'])
  }
  const before = accepted
  const target = { host: 'database.example', port, privacy: 'plain' } as const
  const dialling = guardedDial({ policy: listed, lookup, timeoutMs: 5000 })(target, given.signal)
  await expect(dialling).rejects.toThrow('The connection was not made in time.')
  expect(accepted).toBe(before)
})

/** After the microtasks that lead to the dial, and before any event of the network. */
async function abortSoon(given: AbortController): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve()
  given.abort()
}

test('an open socket is no longer the business of the signal that it was opened with', async () => {
  const given = new AbortController()
  const socket = await opening(['127.0.0.1'], given.signal)
  given.abort()
  expect([socket.destroyed, socket.listenerCount('error')]).toEqual([false, 0])
  socket.destroy()
})

const refusals: readonly (readonly [what: string, change: Partial<DialTarget>, reason: string])[] = [
  ['a private address', { host: '10.0.0.1', privacy: 'tls' }, 'private_address'],
  ['a metadata address', { host: '169.254.169.254', privacy: 'tls' }, 'metadata_address'],
  ['a private IPv6 address', { host: 'fd00::1', privacy: 'tls' }, 'private_address'],
  ['a public address without TLS', { host: '8.8.8.8' }, 'plain_database'],
  ['a public IPv6 address without TLS', { host: '2606:4700:4700::1111' }, 'plain_database'],
  ['a host that is more than a host', { host: 'x@database.example' }, 'userinfo'],
]

test.each(refusals)('%s is refused before and at the dial', async (_, change, reason) => {
  const target = { host: 'database.example', port, privacy: 'plain', ...change } as const
  const refusal = { code: 'egress_blocked', details: { reason, sent: 'no' } }
  expect(() => checkDialTarget(target, { ...publicEgress, plainHttp: 'anywhere' })).toThrow(
    expect.objectContaining({ code: 'egress_blocked', details: expect.objectContaining({ reason }) }),
  )
  await expect(opening(['127.0.0.1'], AbortSignal.timeout(60_000), change)).rejects.toMatchObject(refusal)
})

test('a name that leads to a public address has no session without TLS', async () => {
  await expect(opening(['8.8.8.8'], AbortSignal.timeout(60_000))).rejects.toMatchObject({
    code: 'egress_blocked',
    message: expect.stringContaining('"database.example" may not be reached without TLS'),
    details: { reason: 'plain_database' },
  })
})

test.each<Partial<DialTarget>>([
  { host: '127.0.0.1' },
  { host: '::1' },
  { host: 'database.example' },
  { host: '8.8.8.8', privacy: 'tls' },
])('%j may be dialled', (change) => {
  const target = { host: '', port, privacy: 'plain', ...change } as const
  expect(() => checkDialTarget(target, listed)).not.toThrow()
})
