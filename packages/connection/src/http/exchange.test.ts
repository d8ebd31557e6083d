import { createServer as createRawServer, type Server } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { HttpRequest, HttpResponse } from '@bindery/model'
import { afterEach, expect, test } from 'vitest'
import type { ConnectionTarget } from '../connection-target.ts'
import { openConnection } from '../open-connection.ts'
import { type LocalProvider, localTarget, readOf, startProvider } from '../testing/local-provider.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function provide(listener: Parameters<typeof startProvider>[0]): Promise<ConnectionTarget> {
  const provider: LocalProvider = await startProvider(listener)
  const target = localTarget(provider.origin)
  cleanups.push(() => target.egress.close(), provider.close)
  return target
}

const fetchFrom = (target: ConnectionTarget, change: Partial<HttpRequest> = {}): Promise<HttpResponse> =>
  openConnection(target).fetch(readOf(change), AbortSignal.timeout(60_000))

const text = '{"a":1}'.repeat(1000)

test.each([
  ['gzip', gzipSync(text)],
  ['x-gzip', gzipSync(text)],
  ['GZIP', gzipSync(text)],
  ['identity, gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['br', brotliCompressSync(text)],
  ['identity', Buffer.from(text)],
])('reads a body in %s', async (encoding, bytes) => {
  const target = await provide((_, response) => {
    response.writeHead(200, { 'content-encoding': encoding })
    response.end(bytes)
  })
  const answer = await fetchFrom(target)
  expect(Buffer.from(answer.body).toString()).toBe(text)
})

test.each([
  ['two layers', 'gzip, br', gzipSync(text), 'too_many_encodings'],
  ['an encoding that was not asked for', 'zstd', Buffer.from(text), 'unknown_encoding'],
  ['gzip that is not', 'gzip', Buffer.from(text), 'bad_encoding'],
  ['gzip that ends early', 'gzip', gzipSync(text).subarray(0, 20), 'truncated'],
  ['brotli that ends early', 'br', brotliCompressSync(text).subarray(0, 10), 'truncated'],
])('refuses %s', async (...[, encoding, bytes, reason]) => {
  const target = await provide((_, response) => {
    response.writeHead(200, { 'content-encoding': encoding })
    response.end(bytes)
  })
  await expect(fetchFrom(target)).rejects.toMatchObject({
    code: 'upstream_invalid_response',
    details: { reason },
  })
})

test('counts the cap after decompression', async () => {
  const target = await provide((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync(text))
  })
  await expect(fetchFrom(target, { maxResponseBytes: 6999 })).rejects.toMatchObject({
    details: { reason: 'response_too_large' },
  })
  expect((await fetchFrom(target, { maxResponseBytes: 7000 })).body).toHaveLength(7000)
})

test('a slow decoder holds the socket back and loses nothing', async () => {
  const big = Buffer.alloc(8_000_000, 'abc')
  const target = await provide((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync(big, { level: 0 }))
  })
  const answer = await fetchFrom(target, { maxResponseBytes: 9_000_000 })
  expect(Buffer.from(answer.body).equals(big)).toBe(true)
})

test.each<readonly [string, { readonly [name: string]: string }]>([
  ['an encoding', { 'content-encoding': 'gzip', 'content-length': '2000000' }],
  ['the length of a large body', { 'content-length': '2000000' }],
])('a HEAD answer with %s has an empty body', async (_, headers) => {
  const target = await provide((_request, response) => {
    response.writeHead(200, headers)
    response.end()
  })
  const answer = await fetchFrom(target, { method: 'HEAD' })
  expect(answer.body).toHaveLength(0)
})

test('refuses a body by its announced length, before reading it', async () => {
  const target = await provide((_, response) => {
    response.writeHead(200, { 'content-length': '1000001' })
    response.write('x')
  })
  await expect(fetchFrom(target)).rejects.toMatchObject({ details: { reason: 'response_too_large' } })
})

test('joins repeated headers and lowers their names', async () => {
  const target = await provide((_, response) => {
    response.writeHead(200, ['X-One', 'a', 'X-One', 'b'])
    response.end()
  })
  expect((await fetchFrom(target)).headers.get('x-one')).toBe('a, b')
})

test('passes over interim answers', async () => {
  const target = await provide((_, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' })
    response.end('final')
  })
  expect(Buffer.from((await fetchFrom(target)).body).toString()).toBe('final')
})

test('refuses methods that are for proxies', async () => {
  const target = await provide((_, response) => response.end())
  await expect(fetchFrom(target, { method: 'CONNECT' })).rejects.toMatchObject({ code: 'template_invalid' })
})

test('an aborted signal sends nothing', async () => {
  let requests = 0
  const target = await provide((_, response) => {
    requests += 1
    response.end()
  })
  const connection = openConnection(target)
  await expect(connection.fetch(readOf(), AbortSignal.abort())).rejects.toMatchObject({
    code: 'upstream_timeout',
    details: { reason: 'cancelled', sent: 'no' },
  })
  expect(requests).toBe(0)
})

test('a call that ends while it waits for a socket sends nothing afterwards', async () => {
  let requests = 0
  let isKnown = false
  let found: (addresses: readonly string[]) => void = () => undefined
  const provider = await startProvider((_, response) => {
    requests += 1
    response.end()
  })
  const target = localTarget(`http://desk.example:${provider.port}`, {
    lookup: () =>
      new Promise((resolve) => {
        if (isKnown) resolve(['127.0.0.1'])
        else found = resolve
      }),
  })
  cleanups.push(() => target.egress.close(), provider.close)
  const outcome = openConnection(target).fetch(readOf({ effect: 'create' }), AbortSignal.timeout(30))
  await expect(outcome).rejects.toMatchObject({ code: 'upstream_timeout', details: { sent: 'no' } })
  found(['127.0.0.1'])
  isKnown = true
  await openConnection(target).fetch(readOf(), AbortSignal.timeout(60_000))
  // The one that did not end.
  expect(requests).toBe(1)
})

/** A server that writes these bytes and closes. */
async function provideRaw(bytes: string): Promise<ConnectionTarget> {
  const server: Server = createRawServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(bytes))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = address === null || typeof address === 'string' ? 0 : address.port
  const target = localTarget(`http://127.0.0.1:${port}`)
  cleanups.push(
    () => target.egress.close(),
    () => new Promise((resolve) => server.close(() => resolve())),
  )
  return target
}

test.each([
  ['no answer', '', 'upstream_unreachable', 'connection_lost'],
  ['what is not HTTP', 'SSH-2.0-OpenSSH\r\n', 'upstream_invalid_response', 'not_http'],
  ['half a header', 'HTTP/1.1 200 OK\r\nx-a', 'upstream_unreachable', 'connection_lost'],
  [
    'too many headers',
    `HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(20_000)}\r\n\r\n`,
    'upstream_invalid_response',
    'headers_too_large',
  ],
  [
    'half a body',
    'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc',
    'upstream_invalid_response',
    'truncated',
  ],
  [
    'half a body and a close',
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\nabc',
    'upstream_invalid_response',
    'truncated',
  ],
  [
    'half a chunk and a close',
    'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\na\r\nabc',
    'upstream_invalid_response',
    'truncated',
  ],
  [
    'more than announced',
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nabcdef',
    'succeeds',
    undefined,
  ],
])('%s', async (...[, bytes, code, reason]) => {
  const target = await provideRaw(bytes)
  const outcome = fetchFrom(target, { effect: 'create', method: 'POST' })
  if (code === 'succeeds') await expect(outcome).resolves.toMatchObject({ status: 200 })
  else await expect(outcome).rejects.toMatchObject({ code, details: { reason, sent: 'maybe' } })
})
