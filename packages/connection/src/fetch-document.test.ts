import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createEgress } from './egress/egress.ts'
import { fetchDocument } from './fetch-document.ts'
import { localCertificate } from './testing/local-certificate.ts'
import { localTarget, rulesOf, startProvider } from './testing/local-provider.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function provide(...given: Parameters<typeof startProvider>) {
  const provider = await startProvider(...given)
  cleanups.push(provider.close)
  return provider
}

function options(maxBytes = 1000) {
  const egress = createEgress({
    policy: { allow: rulesOf('127.0.0.1'), plainHttp: 'listed' },
    lookup: () => Promise.resolve(['127.0.0.1']),
    extraRoots: [localCertificate.cert],
  })
  cleanups.push(() => egress.close())
  return { egress, maxBytes, signal: AbortSignal.timeout(60_000) }
}

test('reads a document with its name and type, without a credential', async () => {
  const { origin } = await provide((request, response) => {
    response.writeHead(200, { 'content-type': 'application/yaml' })
    response.end(`auth: ${request.headers.authorization}`)
  })
  const document = await fetchDocument(`${origin}/specs/openapi.yaml?v=1`, options())
  expect({ ...document, bytes: Buffer.from(document.bytes).toString() }).toEqual({
    name: 'openapi.yaml',
    bytes: 'auth: undefined',
    contentType: 'application/yaml',
  })
})

test('a document at the root has a name too', async () => {
  const { origin } = await provide((_, response) => response.end('x'))
  expect(await fetchDocument(origin, options())).toMatchObject({ name: 'document' })
})

test('is cut off at its cap, counted after decompression', async () => {
  const { origin } = await provide((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(2000)))
  })
  await expect(fetchDocument(`${origin}/a`, options())).rejects.toMatchObject({ code: 'document_too_large' })
  expect((await fetchDocument(`${origin}/a`, options(2000))).bytes).toHaveLength(2000)
})

test.each([404, 500, 204])('status %i is no document', async (status) => {
  const { origin } = await provide((_, response) => response.writeHead(status).end())
  await expect(fetchDocument(`${origin}/a`, options())).rejects.toMatchObject({
    code: 'document_unreadable',
    details: { upstreamStatus: status },
  })
})

test('follows a redirect to its own origin and to https, and no other', async () => {
  const safe = await provide((_, response) => response.end('safe'), localCertificate)
  const plain = await provide((_, response) => response.end('plain'))
  const { origin } = await provide((request, response) => {
    const places = new Map([
      ['/own', '/final'],
      ['/https', `https://provider.test:${safe.port}/x`],
      ['/http', `${plain.origin}/x`],
      ['/metadata', 'https://169.254.169.254/'],
      ['/broken', 'http://['],
      ['/loop', '/loop'],
    ])
    const location = places.get(request.url ?? '')
    if (location === undefined && request.url !== '/nowhere') response.end('own')
    else response.writeHead(302, location === undefined ? {} : { location }).end()
  })
  const read = (path: string) =>
    fetchDocument(`${origin}${path}`, options()).then(
      ({ bytes }) => Buffer.from(bytes).toString(),
      (error: { readonly code: string }) => error.code,
    )
  expect(
    await Promise.all(['/own', '/https', '/http', '/metadata', '/broken', '/loop', '/nowhere'].map(read)),
  ).toEqual([
    'own',
    'safe',
    'upstream_error',
    'egress_blocked',
    'upstream_error',
    'upstream_error',
    'upstream_error',
  ])
})

test('a host that cannot be reached is what a connection says', async () => {
  const { origin, close } = await provide((_, response) => response.end())
  await close()
  await expect(fetchDocument(`${origin}/a`, options())).rejects.toMatchObject({
    code: 'upstream_unreachable',
  })
})

test('refuses an address that may not be reached', async () => {
  await expect(fetchDocument('file:///etc/passwd', options())).rejects.toMatchObject({
    code: 'egress_blocked',
    details: { reason: 'scheme' },
  })
})

test('what is of the origin of a connection is read with its credential, and nothing else is', async () => {
  const seen: (readonly [string, string | undefined])[] = []
  const other = await provide((request, response) => {
    seen.push(['other', request.headers.authorization])
    response.end('x')
  })
  const own = await provide((request, response) => {
    seen.push([`own${request.url}`, request.headers.authorization])
    const next = { '/to-own': '/a', '/to-other': `${other.origin}/b` }[request.url ?? '']
    response.writeHead(next === undefined ? 200 : 302, next === undefined ? {} : { location: next }).end('x')
  })
  const access = localTarget(own.origin, { credential: { access_token: 'cnry-token' }, allow: '127.0.0.1' })
  cleanups.push(() => access.egress.close())
  const given = { ...options(), access }
  await fetchDocument(`${own.origin}/to-own`, given)
  await fetchDocument(`${other.origin}/b`, given)
  await expect(fetchDocument(`${own.origin}/to-other`, given)).rejects.toMatchObject({
    details: { reason: 'redirect' },
  })
  expect(seen).toEqual([
    ['own/to-own', 'Bearer cnry-token'],
    ['own/a', 'Bearer cnry-token'],
    ['other', undefined],
    ['own/to-other', 'Bearer cnry-token'],
  ])
})

test('a credential that goes into bodies is left out, since a document is read without one, and a refusal says so', async () => {
  const seen: string[] = []
  const { origin } = await provide((request, response) => {
    request.on('data', (chunk: Buffer) => seen.push(chunk.toString()))
    request.on('end', () => {
      seen.push(`${request.method} ${request.url}`)
      response.writeHead(request.url === '/open' ? 200 : 401).end('x')
    })
  })
  const access = localTarget(origin, { credential: { fields: { key: 'cnry-key' } }, allow: '127.0.0.1' })
  cleanups.push(() => access.egress.close())
  const given = { ...options(), access }
  expect(await fetchDocument(`${origin}/open`, given)).toMatchObject({ name: 'open' })
  await expect(fetchDocument(`${origin}/closed`, given)).rejects.toMatchObject({
    code: 'document_unreadable',
    message: expect.stringContaining('goes into the body of requests, and a document is read without one'),
    details: { upstreamStatus: 401 },
  })
  expect(seen).toEqual(['GET /open', 'GET /closed'])
})
