import { createServer, type IncomingMessage } from 'node:http'
import type { HttpRequest } from '@bindery/model'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fetchDocument } from '../fetch-document.ts'
import { openConnection } from '../open-connection.ts'
import { openPreviewConnection } from '../preview-connection.ts'
import { localTarget, reachTo } from '../testing/local-provider.ts'
import type { AuthMethod } from './auth-method.ts'
import { toOrigin } from './reach.ts'
import { parseCredentials } from './registry.ts'

/** What a method must be told so that it can be tried. */
export interface AuthMethodCase {
  readonly method: AuthMethod
  /**
   * Values of a credential with this secret in it. `origin` is the provider's; its `/token` trades every credential for
   * the token `s3cr3t-value`.
   */
  readonly valuesWith: (secret: string, origin: string) => unknown
  /** A secret that the method takes; `s3cr3t-value` when absent. */
  readonly secret?: string
  /** Where a provider finds the secret in a request: the text that must hold it. */
  readonly findIn: (request: ReceivedRequest) => string | undefined
  /** What it must find there for the secret `s3cr3t-value`. */
  readonly expected: string
  /** Whether reads without a body can carry it. */
  readonly appliesTo: 'every-request' | 'requests-with-body'
}

/** A request as a provider received it. */
export interface ReceivedRequest {
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const sample = 's3cr3t-value'
const nowhere = 'http://127.0.0.1:1'
const reach = reachTo(nowhere)

/** The promises of every auth method: it applies, it is redacted, it stays at its origin, it cannot break a line. */
export function describeAuthMethod({
  method,
  valuesWith,
  secret = sample,
  findIn,
  expected,
  appliesTo,
}: AuthMethodCase): void {
  const closers: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })

  async function provide(
    location?: string,
  ): Promise<{ readonly origin: string; readonly received: ReceivedRequest[] }> {
    const received: ReceivedRequest[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += String(chunk)
      })
      request.on('end', () => {
        if (request.url === '/token') {
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify({ access_token: sample, token_type: 'Bearer', expires_in: 3600 }))
          return
        }
        received.push({ url: request.url ?? '', headers: request.headers, body })
        response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location })
        response.end()
      })
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    closers.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve())
          server.closeAllConnections()
        }),
    )
    const address = server.address()
    const port = address === null || typeof address === 'string' ? 0 : address.port
    return { origin: `http://127.0.0.1:${port}`, received }
  }

  const open = (origin: string) => {
    const target = localTarget(origin, { credential: valuesWith(secret, origin) })
    closers.push(() => target.egress.close())
    return target
  }

  describe(`auth method ${method.name}`, () => {
    test('names the members that hold its secret, so that forms take them blind', () => {
      const members = Object.entries(z.record(z.string(), z.unknown()).parse(valuesWith(secret, nowhere)))
      const holders = members.filter(([, value]) =>
        JSON.stringify(value).includes(JSON.stringify(secret).slice(1, -1)),
      )
      expect(holders.length).toBeGreaterThan(0)
      expect(method.secrets).toEqual(expect.arrayContaining(holders.map(([name]) => name)))
    })

    test('is found by its name and by its values alone', () => {
      const named = parseCredentials(method.name, valuesWith(secret, nowhere), reach)
      const inferred = parseCredentials(undefined, valuesWith(secret, nowhere), reach)
      expect([named, inferred].map((parsed) => parsed.ok && parsed.value.method)).toEqual([
        method.name,
        method.name,
      ])
    })

    test('puts the secret where the provider looks for it', async () => {
      const { origin, received } = await provide()
      await openConnection(open(origin)).fetch(request, AbortSignal.timeout(2000))
      expect(received.map(findIn)).toEqual([expected])
    })

    test('shows [secret] in a preview, and no form of the secret', async () => {
      const connection = openPreviewConnection(open(nowhere))
      await connection.fetch(request, AbortSignal.timeout(2000))
      const text = JSON.stringify(connection.taken())
      expect(text).toContain('[secret]')
      for (const encoding of ['utf8', 'base64', 'hex'] as const) {
        expect(text).not.toContain(Buffer.from(secret).toString(encoding))
      }
    })

    test('never prints the secret', () => {
      const parsed = parseCredentials(method.name, valuesWith(secret, nowhere), reach)
      expect(JSON.stringify(parsed)).not.toContain(secret)
    })

    test('does not follow a redirect to another origin', async () => {
      const other = await provide()
      const { origin, received } = await provide(`${other.origin}/elsewhere`)
      const read: HttpRequest = appliesTo === 'every-request' ? { ...request, effect: 'read' } : request
      const outcome = openConnection(open(origin)).fetch(read, AbortSignal.timeout(2000))
      await expect(outcome).rejects.toMatchObject({ details: { reason: 'redirect' } })
      expect([received.length, other.received.length]).toEqual([1, 0])
    })

    test('goes to no origin that it was not given for: nothing is sent there, and no token asked for', async () => {
      const own = await provide()
      const other = await provide()
      const { credential, ...target } = open(own.origin)
      const led = { ...target, credential, baseUrl: other.origin }
      const refusal = { code: 'credential_origin_refused', details: { members: { origin: other.origin } } }
      const signal = AbortSignal.timeout(2000)
      await expect(openConnection(led).fetch(request, signal)).rejects.toMatchObject(refusal)
      await expect(openPreviewConnection(led).fetch(request, signal)).rejects.toMatchObject(refusal)
      const document = { egress: led.egress, maxBytes: 1000, signal, access: led }
      await expect(fetchDocument(`${other.origin}/openapi.json`, document)).rejects.toMatchObject(refusal)
      expect([own.received, other.received, toOrigin(own.origin)]).toEqual([[], [], own.origin])
    })

    test.each(['a\r\nX-Admin: 1', 'a\nb', 'a\u0000b', '😀', ''])('refuses the secret %j', (bad) => {
      const parsed = parseCredentials(method.name, valuesWith(bad, nowhere), reach)
      expect(parsed.ok).toBe(false)
      if (!parsed.ok && bad !== '')
        expect(JSON.stringify(parsed.failure)).not.toContain(JSON.stringify(bad).slice(1, -1))
    })

    test('refuses members that it does not know', () => {
      const values = valuesWith(secret, nowhere)
      const more = { ...(typeof values === 'object' ? values : {}), surprise: 'x' }
      expect(parseCredentials(method.name, more, reach)).toMatchObject({
        ok: false,
        failure: [{ code: 'credential_key_unknown', path: ['surprise'] }],
      })
    })
  })
}

const request: HttpRequest = {
  method: 'POST',
  path: '/things',
  query: 'a=1',
  headers: [],
  body: { contentType: 'application/json', bytes: Buffer.from('{"n":12345678901234567890}') },
  effect: 'create',
  maxResponseBytes: 1000,
}
