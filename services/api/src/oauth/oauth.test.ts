import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  begin,
  callOnce,
  clientOf,
  clientSecret,
  connect,
  consent,
  type OAuthDesk,
  oauthDesks,
  register,
  visit,
} from '../testing/oauth-desk.ts'
import { must } from '../testing/clinic-server.ts'
import { securityCases } from '../testing/security-inputs.ts'

const desks = await oauthDesks()

let count = 0
const newKind = (): string => `desk-${(count += 1)}`

const show = async (desk: OAuthDesk, kind: string) =>
  z
    .object({
      status: z.string(),
      accountLabel: z.string().nullable(),
      environments: z.object({ production: z.object({ status: z.string() }) }),
    })
    .parse((await desk.server.api('GET', `/integrations/${kind}`)).data)

describe.each(desks)('connecting over OAuth on the $name', (desk) => {
  const { oauth, server } = desk

  test('asks for a code with PKCE, a random state and the redirect URI of the configuration', async () => {
    const kind = newKind()
    await register(desk, kind)
    const [one, other] = [await begin(desk, kind), await begin(desk, kind)]
    const asked = Object.fromEntries(one.searchParams)
    expect(asked).toEqual({
      response_type: 'code',
      client_id: 'bindery',
      redirect_uri: `${server.address}/api/v1/oauth/callback`,
      scope: 'openid offline_access',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
    expect(other.searchParams.get('state')).not.toBe(asked['state'])
    expect((await show(desk, kind)).status).toBe('disconnected')
  })

  test('ends connected, with the name of the account and a page that loads nothing', async () => {
    const kind = newKind()
    await register(desk, kind)
    const page = await visit(await consent(await begin(desk, kind)))
    expect(page.status).toBe(200)
    expect(page.html).toContain('Connected')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await show(desk, kind)).toMatchObject({ status: 'connected', accountLabel: 'johndoe' })
    expect(await callOnce(server, kind)).toBe('ok')
    expect(desk.provider.seen).toEqual([`Bearer ${oauth.given[0]}`])
    expect(oauth.turns[0]?.form.get('code_verifier')).toMatch(/^[\w-]{43,128}$/)
  })

  test('asks the userinfo endpoint for a name where no issuer is known', async () => {
    const kind = newKind()
    await register(desk, kind)
    oauth.userInfo = { email: 'own\u202eer@clinic.example<script>' }
    await connect(desk, kind, { issuer: undefined, userinfo_url: `${oauth.origin}/userinfo` })
    expect((await show(desk, kind)).accountLabel).toBe('owner@clinic.example<script>')
  })

  test('takes a grant that was made elsewhere without asking anybody', async () => {
    const kind = newKind()
    await register(desk, kind)
    const credentials = clientOf(desk, { refresh_token: 'made-elsewhere' })
    const answer = await server.api('POST', `/integrations/${kind}/connect`, { body: { credentials } })
    expect(answer.data).toMatchObject({
      status: 'connected',
      warnings: [expect.stringContaining('the first call renews it')],
    })
    expect(await callOnce(server, kind)).toBe('ok')
    expect(oauth.turns.map((turn) => turn.form.get('refresh_token'))).toEqual(['made-elsewhere'])
  })

  test('another replica can finish what this one began', async () => {
    const kind = newKind()
    await register(desk, kind)
    const back = await consent(await begin(desk, kind))
    const last = desk.servers.at(-1) ?? server
    const page = await visit(new URL(back.pathname + back.search, last.address))
    expect(page.status).toBe(200)
  })

  describe('refuses', () => {
    const attempts: readonly [string, (back: URL) => Promise<number>, number][] = [
      ['a callback without a state', (back) => statusOf(without(back, 'state')), 400],
      ['a state that nobody was given', (back) => statusOf(changed(back, 'state', 'x'.repeat(43))), 400],
      ['a state twice in one address', (back) => statusOf(appended(back, 'state', 'x')), 400],
      ['a state that was used', async (back) => (await visit(back), statusOf(back)), 400],
      [
        'a callback with a slash at the end',
        (back) => statusOf(new URL(`${back.pathname}/${back.search}`, back)),
        404,
      ],
      ['an answer without a code', (back) => statusOf(without(back, 'code')), 422],
      ['two codes', (back) => statusOf(appended(back, 'code', 'x')), 422],
      ['a code of somebody else', (back) => statusOf(changed(back, 'code', 'stolen')), 422],
      ['an answer of another issuer', (back) => statusOf(appended(back, 'iss', 'https://evil.example')), 422],
      [
        'that a person said no',
        (back) => statusOf(appended(without(back, 'code'), 'error', 'access_denied')),
        422,
      ],
    ]
    test.each(attempts)('%s', async (_, attempt, status) => {
      const kind = newKind()
      await register(desk, kind)
      const connected = _ === 'a state that was used'
      expect(await attempt(await consent(await begin(desk, kind)))).toBe(status)
      expect((await show(desk, kind)).status).toBe(connected ? 'connected' : 'disconnected')
    })

    test('a grant for a slot that was led elsewhere while the person was away', async () => {
      const kind = newKind()
      await register(desk, kind)
      const back = await consent(await begin(desk, kind))
      const body = { environments: { production: { baseUrl: 'https://thief.example' } } }
      await must(server.api('PATCH', `/integrations/${kind}`, { body }))
      expect(await statusOf(back)).toBe(400)
      expect((await show(desk, kind)).status).toBe('disconnected')
    })

    test('a state after any attempt, also a failed one', async () => {
      const kind = newKind()
      await register(desk, kind)
      const back = await consent(await begin(desk, kind))
      await visit(without(back, 'code'))
      expect(await statusOf(back)).toBe(400)
    })

    test('a state whose ten minutes are over', async () => {
      const kind = newKind()
      await register(desk, kind)
      const back = await consent(await begin(desk, kind))
      await server.server.services.store.run('platform', (transaction) =>
        transaction.raw("update oauth_flows set expires_at = now() - interval '1 second'"),
      )
      expect(await statusOf(back)).toBe(400)
    })

    test('a state whose key was revoked meanwhile', async () => {
      const kind = newKind()
      await register(desk, kind)
      const api = server.client(await server.keyWith(['integrations:write']))
      const answer = await api('POST', `/integrations/${kind}/connect`, {
        body: { credentials: clientOf(desk) },
      })
      const { oauthUrl } = z.object({ oauthUrl: z.string() }).parse(answer.data)
      const back = await consent(new URL(oauthUrl))
      await server.server.services.store.run('platform', (transaction) =>
        transaction.raw("delete from api_keys where name = 'Test key'"),
      )
      expect(await statusOf(back)).toBe(400)
    })

    test('a state whose integration was removed meanwhile', async () => {
      const kind = newKind()
      await register(desk, kind)
      const back = await consent(await begin(desk, kind))
      await server.api('DELETE', `/integrations/${kind}`)
      expect(await statusOf(back)).toBe(400)
    })

    test('a state in another browser than the one that began', async () => {
      const kind = newKind()
      await register(desk, kind)
      const headers = { 'sec-fetch-site': 'same-origin' }
      const start = () =>
        server.api('POST', `/integrations/${kind}/connect`, {
          body: { credentials: clientOf(desk) },
          headers,
        })
      const [one, other] = [await start(), await start()]
      const cookie = one.headers.get('set-cookie') ?? ''
      expect(cookie).toMatch(
        /^bindery_oauth=[\w-]{43}; Path=\/api\/v1\/oauth\/callback; .*HttpOnly; SameSite=Lax/,
      )
      const backOf = (answer: typeof one) =>
        consent(new URL(z.object({ oauthUrl: z.string() }).parse(answer.data).oauthUrl))
      expect(await statusOf(await backOf(other))).toBe(400)
      const page = await visit(await backOf(one), { cookie: cookie.split(';')[0] ?? '' })
      expect(page.status).toBe(200)
    })

    test('endpoints that may not be reached', async () => {
      const kind = newKind()
      await register(desk, kind)
      for (const member of ['authorization_url', 'token_url', 'userinfo_url']) {
        const credentials = clientOf(desk, { [member]: 'http://169.254.169.254/latest' })
        const answer = await server.api('POST', `/integrations/${kind}/connect`, { body: { credentials } })
        expect([answer.status, answer.body['code']]).toEqual([403, 'egress_blocked'])
      }
    })
  })

  test('HEAD spends no state', async () => {
    const kind = newKind()
    await register(desk, kind)
    const back = await consent(await begin(desk, kind))
    expect((await fetch(back, { method: 'HEAD' })).status).toBe(404)
    expect((await visit(back)).status).toBe(200)
  })

  test('shows no secret in any answer, log, audit entry or column', async () => {
    const kind = newKind()
    await register(desk, kind)
    const url = await begin(desk, kind)
    const back = await consent(url)
    const page = await visit(back)
    await callOnce(server, kind)
    oauth.onToken = (turn) => {
      turn.answer.statusCode = 400
      turn.answer.body = { error: 'invalid_client', error_description: clientSecret }
    }
    const failed = await visit(await consent(await begin(desk, kind)))
    const rows: unknown = await server.server.services.store.run('platform', (transaction) =>
      transaction.raw(
        `select (select json_agg(t) from integration_environments t) as a, (select json_agg(t) from oauth_flows t) as b,
           (select json_agg(t) from audit_entries t) as c, (select json_agg(t) from integrations t) as d`,
      ),
    )
    const texts = [
      page.html,
      failed.html,
      server.log(),
      JSON.stringify(rows),
      JSON.stringify(await show(desk, kind)),
    ]
    const secrets = [
      clientSecret,
      ...oauth.given,
      back.searchParams.get('code') ?? 'no code',
      oauth.turns[0]?.form.get('code_verifier') ?? 'no verifier',
      url.searchParams.get('state') ?? 'no state',
    ]
    for (const secret of secrets) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('hex'),
      ]) {
        expect(texts.filter((text) => text.includes(form))).toEqual([])
      }
    }
  })
})

/** Where each scenario of the hostile inputs is held. */
const held: Readonly<Record<string, string>> = {
  o1: 'oauth: a callback without a state',
  o2: 'oauth: a state that nobody was given, in another browser, of a revoked key, of another integration',
  o3: 'oauth: a state that was used',
  o4: 'oauth: asks for a code with PKCE; connection: sends the verifier',
  o5: 'renewal: is renewed once for all callers of all servers',
  o6: 'renewal: is asked for again after a failure, and kept',
  o7: 'renewal: that was taken back is marked once',
  o8: 'oauth: a callback with a slash at the end; connection: exactly the redirect URI that it began with',
  o9: 'oauth: shows no secret in any answer, log, audit entry or column',
}

test('every scenario of the hostile inputs has a test', () => {
  const ids = securityCases('oauth.json', z.object({ id: z.string() })).map(({ id }) => id)
  expect(Object.keys(held)).toEqual(ids)
})

const statusOf = async (url: URL): Promise<number> => (await visit(url)).status

function changed(url: URL, name: string, value: string): URL {
  const copy = new URL(url)
  copy.searchParams.set(name, value)
  return copy
}

function appended(url: URL, name: string, value: string): URL {
  const copy = new URL(url)
  copy.searchParams.append(name, value)
  return copy
}

function without(url: URL, name: string): URL {
  const copy = new URL(url)
  copy.searchParams.delete(name)
  return copy
}
