import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { startProvider } from '@bindery/connection/testing'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import {
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

const desks = await oauthDesks()

interface Asked {
  readonly url: string
  readonly authorization: string | undefined
  readonly form: URLSearchParams
}

let asked: Asked[] = []
let answer: (response: ServerResponse) => unknown = (response) => response.end()

const revoker = await startProvider((request, response) => {
  void note(request).then(() => answer(response))
})

async function note(request: IncomingMessage): Promise<void> {
  const form = new URLSearchParams(await text(request))
  asked.push({ url: request.url ?? '', authorization: request.headers.authorization, form })
}

afterAll(() => revoker.close())
beforeEach(() => {
  asked = []
})
afterEach(() => {
  answer = (response) => response.end()
})

let count = 0
const newName = (): string => `given-back-${(count += 1)}`

const Disconnected = z.object({ status: z.string(), revocations: z.record(z.string(), z.string()) })
const disconnect = async ({ server }: OAuthDesk, kind: string) =>
  Disconnected.parse((await must(server.api('POST', `/integrations/${kind}/disconnect`, { body: {} }))).data)

/** Both are given back at once, so either may come first. */
const tokens = () =>
  asked
    .map(({ form }) => [form.get('token_type_hint') ?? '', form.get('token') ?? ''] as const)
    .sort(([one], [other]) => other.localeCompare(one))

describe.each(desks)('disconnecting on the $name', (desk) => {
  const { server, oauth, provider } = desk

  async function connected(change: object): Promise<string> {
    oauth.reset()
    const kind = newName()
    await register(desk, kind)
    await connect(desk, kind, change)
    return kind
  }

  const edit = (kind: string, production: object | null) =>
    must(server.api('PATCH', `/integrations/${kind}`, { body: { environments: { production } } }))

  test('gives the tokens of a grant back, once they are gone here, and says so', async () => {
    const kind = await connected({ revocation_url: `${revoker.origin}/revoke` })
    const given = new Map(oauth.given.map((token, at) => [at, token]))
    let status: unknown
    answer = (response) => {
      void server.api('GET', `/integrations/${kind}`).then(({ data }) => {
        status = z.object({ status: z.string() }).parse(data).status
        response.end()
      })
    }
    expect(await disconnect(desk, kind)).toEqual({
      status: 'disconnected',
      revocations: { production: 'revoked' },
    })
    expect(status).toBe('disconnected')
    expect(tokens()).toEqual([
      ['refresh_token', given.get(1)],
      ['access_token', given.get(0)],
    ])
    expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from(`bindery:${clientSecret}`).toString('base64')}`)
    const audit = await server.api('GET', '/audit')
    expect(audit.text).toContain('integration.tokens_given_back')
    expect(server.log()).not.toContain(given.get(0) ?? '-')
  })

  test.each<[string, (response: ServerResponse) => unknown]>([
    ['refuses', (response) => response.writeHead(400).end('{"error":"unsupported_token_type"}')],
    ['is out of order', (response) => response.writeHead(503).end()],
    [
      'sends the tokens elsewhere',
      (response) => response.writeHead(307, { location: `${revoker.origin}/x` }).end(),
    ],
    ['breaks off', (response) => response.destroy()],
    ['never answers', () => undefined],
  ])('is done all the same when the provider %s, and says that it did not', async (_, misbehave) => {
    const kind = await connected({ revocation_url: `${revoker.origin}/revoke` })
    answer = misbehave
    expect(await disconnect(desk, kind)).toEqual({
      status: 'disconnected',
      revocations: { production: 'failed' },
    })
    expect(new Set(asked.map(({ url }) => url))).toEqual(new Set(['/revoke']))
  })

  test.each<[string, (kind: string) => Promise<unknown>]>([
    ['an integration is removed', (kind) => must(server.api('DELETE', `/integrations/${kind}`))],
    ['its slot is emptied', (kind) => edit(kind, null)],
    ['its slot moves to another origin', (kind) => edit(kind, { baseUrl: 'https://moved.example' })],
  ])('are given back too when %s', async (_, destroy) => {
    const kind = await connected({ revocation_url: `${revoker.origin}/revoke` })
    await destroy(kind)
    expect(tokens().map(([hint]) => hint)).toEqual(['refresh_token', 'access_token'])
  })

  test.each<[string, (agentId: string, skillId: string) => string]>([
    ['is deleted', (agentId, skillId) => `/agents/${agentId}/skills/${skillId}`],
    ['goes with its agent', (agentId) => `/agents/${agentId}`],
  ])('are given back when the webhook skill %s that they were for', async (_, pathOf) => {
    oauth.reset()
    const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: newName() } })))
    const webhook = {
      name: newName(),
      description: 'Ask the provider whether it is there.',
      method: 'GET',
      path: '/',
      environments: { production: { baseUrl: provider.origin } },
    }
    const made = await must(server.api('POST', `/agents/${agentId}/skills`, { body: webhook }))
    const { id, integration } = z.object({ id: z.string(), integration: z.string() }).parse(made.data)
    await connect(desk, integration, { revocation_url: `${revoker.origin}/revoke` })
    await must(server.api('DELETE', pathOf(agentId, id)))
    expect(tokens().map(([hint]) => hint)).toEqual(['refresh_token', 'access_token'])
  })

  test('an edit that keeps a grant gives nothing back', async () => {
    const kind = await connected({ revocation_url: `${revoker.origin}/revoke` })
    await edit(kind, { baseUrl: `${provider.origin}/v2` })
    expect(asked).toEqual([])
  })

  test('says where nobody knows how tokens are given back', async () => {
    const kind = await connected({})
    expect((await disconnect(desk, kind)).revocations).toEqual({ production: 'unsupported' })
    expect(asked).toEqual([])
  })

  test('an address that may not be reached cannot be named', async () => {
    const kind = newName()
    await register(desk, kind)
    const credentials = clientOf(desk, { revocation_url: 'http://169.254.169.254/revoke' })
    const refused = await server.api('POST', `/integrations/${kind}/connect`, { body: { credentials } })
    expect([refused.status, refused.body['code']]).toEqual([403, 'egress_blocked'])
  })

  test('a key that was given by hand has nothing to give back', async () => {
    const kind = newName()
    await register(desk, kind)
    const body = { credentials: { access_token: 'by-hand' } }
    await must(server.api('POST', `/integrations/${kind}/connect`, { body }))
    expect((await disconnect(desk, kind)).revocations).toEqual({})
  })

  test('gives back the grant of a slot whose client is in a connector', async () => {
    oauth.reset()
    const { scopes: _, ...client } = clientOf(desk, { revocation_url: `${revoker.origin}/revoke` })
    const body = {
      name: newName(),
      type: 'oauth2_authorization_code',
      environments: { production: client },
    }
    const authConnectorId = idOf(await must(server.api('POST', '/auth-connectors', { body })))
    const kind = newName()
    await register(desk, kind, { authConnectorId })
    const begun = await must(server.api('POST', `/integrations/${kind}/connect`))
    const { oauthUrl } = z.object({ oauthUrl: z.string() }).parse(begun.data)
    expect((await visit(await consent(new URL(oauthUrl)))).status).toBe(200)
    expect((await disconnect(desk, kind)).revocations).toEqual({ production: 'revoked' })
    expect(asked.length).toBe(2)
  })

  test('a slot with a connector is called no more until somebody connects again', async () => {
    const values = { access_token: 'shared' }
    const body = { name: newName(), type: 'bearer', environments: { production: values } }
    const authConnectorId = idOf(await must(server.api('POST', '/auth-connectors', { body })))
    const kind = newName()
    await register(desk, kind, { authConnectorId })
    await must(server.api('POST', `/integrations/${kind}/connect`))
    await disconnect(desk, kind)
    provider.seen.length = 0
    expect(await callOnce(server, kind)).toContain('was disconnected')
    expect(provider.seen).toEqual([])
    await must(server.api('POST', `/integrations/${kind}/connect`))
    expect(await callOnce(server, kind)).toBe('ok')
  })
})
