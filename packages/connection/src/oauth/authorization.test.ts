import { Secret } from '@bindery/model'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEgress, type Egress } from '../egress/egress.ts'
import { rulesOf } from '../testing/local-provider.ts'
import { startOAuthServer, type TestOAuthServer } from '../testing/oauth-server.ts'
import { toAccountLabel } from './account-label.ts'
import { finishAuthorization, refreshGrant, startAuthorization } from './authorization.ts'
import type { AuthorizationClient } from './oauth-client.ts'

const redirectUri = 'https://bindery.example/api/v1/oauth/callback'
let oauth: TestOAuthServer
let egress: Egress
beforeAll(async () => {
  oauth = await startOAuthServer()
})
afterAll(() => oauth.close())
beforeEach(() => {
  oauth.reset()
  egress = createEgress({ policy: { allow: rulesOf('127.0.0.1/32'), plainHttp: 'listed' } })
})
afterEach(() => egress.close())

const clientWith = (change: Partial<AuthorizationClient> = {}): AuthorizationClient => ({
  clientId: 'bindery',
  clientAuth: 'client_secret_basic',
  tokenUrl: `${oauth.origin}/token`,
  authorizationUrl: `${oauth.origin}/authorize?tenant=clinic`,
  scopes: ['openid'],
  parameters: { access_type: 'offline' },
  ...change,
})

const question = (client: AuthorizationClient) => ({
  client,
  door: { egress, key: 'organisation/integration/production' },
  signal: AbortSignal.timeout(60_000),
})

/** A whole authorization; `change` alters what the browser brings back. */
async function authorize(
  client: AuthorizationClient,
  change: (query: URLSearchParams) => void = () => undefined,
) {
  const { url, state, verifier } = await startAuthorization(client, redirectUri)
  const location = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
  const query = new URL(location).searchParams
  change(query)
  return finishAuthorization(question(client), { query, redirectUri, state, verifier })
}

describe('an authorization', () => {
  test('keeps what the endpoint has in its query and adds what the provider wants', async () => {
    const { url } = await startAuthorization(clientWith(), redirectUri)
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      tenant: 'clinic',
      access_type: 'offline',
      scope: 'openid',
      code_challenge_method: 'S256',
    })
  })

  test('sends the verifier and exactly the redirect URI that it began with', async () => {
    await authorize(clientWith())
    expect(Object.fromEntries(oauth.turns[0]?.form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  test.each([
    ['an id token of the issuer', (): Partial<AuthorizationClient> => ({ issuer: oauth.origin }), 'johndoe'],
    ['the userinfo endpoint', () => ({ userInfoUrl: `${oauth.origin}/userinfo` }), 'johndoe'],
    ['nothing, where an id token cannot be checked', () => ({}), undefined],
    [
      'nothing, where the userinfo endpoint fails',
      () => ({ userInfoUrl: `${oauth.origin}/nowhere` }),
      undefined,
    ],
    ['nothing, where it may not be reached', () => ({ userInfoUrl: 'http://10.0.0.1/userinfo' }), undefined],
  ])('learns the account from %s', async (_, change, label) => {
    expect((await authorize(clientWith(change()))).accountLabel).toBe(label)
  })

  test('refuses an id token of another issuer', async () => {
    const outcome = authorize(clientWith({ issuer: 'https://login.example' }))
    await expect(outcome).rejects.toMatchObject({ code: 'upstream_invalid_response' })
  })

  test.each([
    [
      'the configured issuer',
      (): Partial<AuthorizationClient> => ({ issuer: oauth.origin }),
      () => oauth.origin,
    ],
    ['the origin of the endpoint', () => ({}), () => `${oauth.origin}/realm`],
  ])('takes an answer of %s', async (_, change, issuer) => {
    const given = await authorize(clientWith(change()), (query) => query.set('iss', issuer()))
    expect(given.accessToken.reveal()).toBe(oauth.given[0])
  })

  test.each([
    [
      'another issuer than the configured one',
      (): Partial<AuthorizationClient> => ({ issuer: oauth.origin }),
      'https://evil.example',
    ],
    ['another origin', () => ({}), 'https://evil.example'],
    ['no address', () => ({}), 'evil'],
  ])('refuses an answer whose issuer is %s', async (_, change, issuer) => {
    const outcome = authorize(clientWith(change()), (query) => query.set('iss', issuer))
    await expect(outcome).rejects.toMatchObject({ details: { reason: 'issuer' } })
    expect(oauth.turns).toEqual([])
  })

  test.each([
    ['says no', (query: URLSearchParams) => query.set('error', 'access_denied'), '(access_denied)'],
    ['says something else', (query: URLSearchParams) => query.set('error', '<script>'), '(another error)'],
    ['has no code', (query: URLSearchParams) => query.delete('code'), 'holds no code'],
    ['has two', (query: URLSearchParams) => query.append('code', 'x'), 'repeats a parameter'],
  ])('is refused when the answer %s', async (_, change, message) => {
    await expect(authorize(clientWith(), change)).rejects.toMatchObject({
      code: 'integration_connection_failed',
      message: expect.stringContaining(message),
      details: { reason: 'authorization_refused' },
    })
  })
})

test('a renewed grant keeps its refresh token when no other one comes', async () => {
  oauth.onToken = (turn) => {
    delete turn.answer.body['refresh_token']
  }
  const renewed = await refreshGrant(question(clientWith()), new Secret('first'))
  expect([renewed.refreshToken?.reveal(), renewed.renewAt instanceof Date]).toEqual(['first', true])
})

test.each([
  [{ email: 'a@b.example', sub: '1' }, 'a@b.example'],
  [{ email: ' \u202e ', name: 'Ann\u200b' }, 'Ann'],
  [{ sub: 'x'.repeat(500) }, 'x'.repeat(120)],
  [{ sub: 7 }, undefined],
  [null, undefined],
  ['text', undefined],
])('the account of %j is called %j', (claims, label) => {
  expect(toAccountLabel(claims)).toBe(label)
})
