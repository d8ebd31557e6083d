import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { PlatformError } from '@bindery/model'
import { jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConnectionTarget } from '../connection-target.ts'
import { openConnection } from '../open-connection.ts'
import { type LocalProvider, localTarget, readOf, startProvider } from '../testing/local-provider.ts'
import { startOAuthServer, type TestOAuthServer } from '../testing/oauth-server.ts'

let oauth: TestOAuthServer
let provider: LocalProvider
let seen: (string | undefined)[] = []
let statusOf = (_authorization: string | undefined): number => 200
const targets: ConnectionTarget[] = []

beforeAll(async () => {
  oauth = await startOAuthServer()
  provider = await startProvider((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(statusOf(request.headers.authorization), { 'content-type': 'application/json' })
    response.end('{}')
  })
})
afterAll(async () => {
  await provider.close()
  await oauth.close()
})
beforeEach(() => {
  oauth.reset()
  seen = []
  statusOf = () => 200
})
afterEach(async () => {
  for (const target of targets.splice(0)) await target.egress.close()
})

const clientSecret = 'cnry/client+secret=7Qm2'

function openTarget(change: object = {}, allow = '127.0.0.1/32'): ConnectionTarget {
  const credential = {
    client_id: 'desk client',
    client_secret: clientSecret,
    token_url: `${oauth.origin}/token`,
    scopes: 'read write',
    ...change,
  }
  const target = localTarget(provider.origin, { credential, allow })
  targets.push(target)
  return target
}

const read = (target: ConnectionTarget, ms = 4000) =>
  openConnection(target).fetch(readOf(), AbortSignal.timeout(ms))

describe('client credentials', () => {
  test('20 calls at once, on connections that were opened anew, ask for one token', async () => {
    const target = openTarget()
    await Promise.all(Array.from({ length: 20 }, () => read(target)))
    await read(target)
    expect(oauth.turns.length).toBe(1)
    expect(new Set(seen)).toEqual(new Set([`Bearer ${oauth.given[0]}`]))
  })

  test.each([
    [
      'client_secret_basic',
      `Basic ${Buffer.from('desk+client:cnry%2Fclient%2Bsecret%3D7Qm2').toString('base64')}`,
    ],
    ['client_secret_post', undefined],
  ])('makes itself known by %s', async (client_auth, authorization) => {
    await read(openTarget({ client_auth }))
    const form = Object.fromEntries(oauth.turns[0]?.form ?? [])
    expect(oauth.turns[0]?.headers.authorization).toBe(authorization)
    expect(form['client_secret']).toBe(client_auth === 'client_secret_post' ? clientSecret : undefined)
    expect(form).toMatchObject({ grant_type: 'client_credentials', scope: 'read write' })
  })

  test('other values never share a token', async () => {
    const one = openTarget()
    await read(one)
    const { credential } = openTarget({ client_secret: 'another-secret' })
    await read({ ...one, credential })
    await read({ ...one, key: 'other/integration/production' })
    expect([oauth.turns.length, new Set(seen).size]).toEqual([3, 3])
  })

  test('asks again when a token has run out', async () => {
    oauth.onToken = (turn) => {
      turn.answer.body['expires_in'] = 0
    }
    const target = openTarget()
    await read(target)
    await read(target)
    expect(oauth.turns.length).toBe(2)
  })

  test('takes the token out of what a provider says', async () => {
    const connection = openConnection(openTarget())
    await connection.fetch(readOf(), AbortSignal.timeout(60_000))
    const token = oauth.given[0] ?? ''
    const said = connection.redact?.({ echo: `Bearer ${token}`, again: [clientSecret, token] })
    expect(said).toEqual({ echo: 'Bearer [secret]', again: ['[secret]', '[secret]'] })
  })

  test('a write that is answered with 401 leaves once, and so does a young token', async () => {
    statusOf = () => 401
    const connection = openConnection(openTarget())
    const write = { ...readOf(), method: 'POST', effect: 'create' as const }
    const answers = [
      await connection.fetch(write, AbortSignal.timeout(60_000)),
      await connection.fetch(readOf(), AbortSignal.timeout(60_000)),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([401, 401])
    expect([seen.length, oauth.turns.length]).toEqual([2, 1])
  })
})

describe('a token endpoint', () => {
  const canary = 'cnry_provider_text'
  const refusals: readonly [string, number, object, Partial<PlatformError> & { details: object }][] = [
    [
      'a failure',
      500,
      {},
      { code: 'upstream_unreachable', details: { reason: 'token_endpoint', upstreamStatus: 500 } },
    ],
    ['429', 429, { error: 'slow_down' }, { code: 'upstream_unreachable', details: { upstreamStatus: 429 } }],
    [
      'invalid_client',
      401,
      { error: 'invalid_client' },
      { code: 'integration_connection_failed', details: { reason: 'token_refused' } },
    ],
    [
      'invalid_grant',
      400,
      { error: 'invalid_grant' },
      { code: 'integration_not_connected', details: { reason: 'invalid_grant' } },
    ],
    [
      'an unknown error',
      400,
      { error: canary },
      { code: 'integration_connection_failed', details: { reason: 'token_refused' } },
    ],
    [
      'something else',
      200,
      { hello: canary },
      { code: 'upstream_invalid_response', details: { reason: 'token_endpoint' } },
    ],
    [
      'a token with a line end',
      200,
      { access_token: 'a\r\nX-Admin: 1', token_type: 'bearer' },
      { code: 'upstream_invalid_response', details: {} },
    ],
  ]
  test.each(refusals)(
    'that answers with %s is told by a typed error without its words',
    async (...[, statusCode, body, expected]) => {
      oauth.onToken = (turn) => {
        turn.answer.statusCode = statusCode
        turn.answer.body = { error_description: canary, secret: clientSecret, ...body }
      }
      const error: unknown = await read(openTarget()).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ ...expected, details: expected.details })
      const shown =
        error instanceof PlatformError
          ? `${error.stack} ${JSON.stringify(error.details)} ${String(error.cause)}`
          : ''
      expect(shown).not.toContain(canary)
      expect(shown).not.toContain(clientSecret)
      expect(seen).toEqual([])
    },
  )

  test('that cannot be reached is a retryable failure, and nothing was sent', async () => {
    const target = openTarget({ token_url: 'http://127.0.0.1:1/token' })
    await expect(read(target)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      details: { sent: 'no' },
    })
  })

  test('that never answers ends with the call, and nothing was sent', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const target = openTarget({ token_url: `http://127.0.0.1:${port}/token` })
    await expect(read(target, 200)).rejects.toMatchObject({
      code: 'upstream_timeout',
      details: { sent: 'no' },
    })
    silent.closeAllConnections()
    silent.close()
  })

  test('at an address that is not listed is never asked', async () => {
    const target = openTarget({}, `127.0.0.1/32:${provider.port}`)
    await expect(read(target)).rejects.toMatchObject({ code: 'egress_blocked' })
    expect(oauth.turns).toEqual([])
  })

  test('that redirects is not followed', async () => {
    const elsewhere = await startProvider((request, response) => {
      if (request.url === '/token') response.writeHead(307, { location: `${oauth.origin}/token` })
      response.end()
    })
    await expect(read(openTarget({ token_url: `${elsewhere.origin}/token` }))).rejects.toThrow(PlatformError)
    expect(oauth.turns).toEqual([])
    await elsewhere.close()
  })
})

describe('a service account', () => {
  const kinds = [
    ['RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['EdDSA', () => generateKeyPairSync('ed25519')],
  ] as const

  test.each(kinds)('signs its assertion with %s', async (alg, make) => {
    const { privateKey, publicKey } = make()
    let form = new URLSearchParams()
    const endpoint = await startProvider((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => {
        form = new URLSearchParams(body)
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end('{"access_token":"granted","token_type":"bearer","expires_in":3600}')
      })
    })
    const token_url = `${endpoint.origin}/token`
    const credential = {
      client_email: 'desk@project.example',
      private_key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })).replaceAll(
        '\n',
        String.raw`\n`,
      ),
      private_key_id: 'key-1',
      token_url,
      scopes: ['calendar.read'],
      subject: 'owner@clinic.example',
    }
    const target = localTarget(provider.origin, { credential })
    targets.push(target)
    await read(target)
    expect(seen).toEqual(['Bearer granted'])
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', publicKey, {
      issuer: 'desk@project.example',
      subject: 'owner@clinic.example',
      audience: token_url,
      requiredClaims: ['iat', 'exp', 'jti'],
    })
    expect([protectedHeader, payload['scope']]).toEqual([{ alg, typ: 'JWT', kid: 'key-1' }, 'calendar.read'])
    await endpoint.close()
  })
})
