import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { startProvider } from '@bindery/connection/testing'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import {
  begin,
  callOnce,
  clientOf,
  clientSecret,
  consent,
  type OAuthDesk,
  oauthDesks,
  register,
  visit,
} from '../testing/oauth-desk.ts'

/*
 * Whoever may answer at a revocation endpoint, or act while a grant is on its way, against what is promised of tokens: they go
 * to the address that the credential names and nowhere else, they are given back once, and what is destroyed here is
 * destroyed whatever the provider does.
 */

const desks = await oauthDesks()

/** Tokens that the revocation endpoint was given, in order. */
const returned: string[] = []
/** What anybody was sent who must not be sent anything. */
const stolen: string[] = []
let answer: (response: ServerResponse) => unknown = (response) => response.end()
/** Runs while a token is on its way. */
let meanwhile: () => Promise<unknown> = async () => undefined
let count = 0

const revoker = await startProvider((request, response) => {
  void text(request).then((body) => {
    returned.push(new URLSearchParams(body).get('token') ?? '')
    answer(response)
  })
})
const thief = await startProvider((request, response) => {
  void text(request).then((body) => {
    stolen.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`)
    response.end()
  })
})
/** A token endpoint whose every answer is a new grant, which has run out when the test says so. */
let lifetime = 3600
const issuer = await startProvider((request, response) => {
  request.resume().on('end', () => {
    const number = (count += 1)
    void meanwhile().then(() =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          access_token: `cnry-access-${number}`,
          refresh_token: `cnry-refresh-${number}`,
          token_type: 'Bearer',
          expires_in: lifetime,
        }),
      ),
    )
  })
})
afterAll(async () => {
  for (const provider of [revoker, thief, issuer]) await provider.close()
})
beforeEach(() => {
  returned.length = 0
  stolen.length = 0
  answer = (response) => response.end()
  meanwhile = async () => undefined
  lifetime = 3600
  count = 0
})

let names = 0
const newName = (): string => `taken-back-${(names += 1)}`
const grantOf = (number: number) => [`cnry-refresh-${number}`, `cnry-access-${number}`]

const client = (change: object = {}) => ({
  token_url: `${issuer.origin}/token`,
  revocation_url: `${revoker.origin}/revoke`,
  issuer: undefined,
  scopes: undefined,
  ...change,
})

const Revocations = z.object({ revocations: z.record(z.string(), z.string()) })
const disconnect = async ({ server }: OAuthDesk, kind: string) =>
  Revocations.parse((await must(server.api('POST', `/integrations/${kind}/disconnect`, { body: {} }))).data)
    .revocations

/** Begins an authorization and gives the address with which a browser ends it. */
async function agreed(desk: OAuthDesk, kind: string, change: object = {}): Promise<URL> {
  await register(desk, kind)
  return consent(await begin(desk, kind, client(change)))
}

async function connected(desk: OAuthDesk, change: object = {}): Promise<string> {
  const kind = newName()
  const page = await visit(await agreed(desk, kind, change))
  if (page.status !== 200) throw new Error(page.html)
  return kind
}

/** A connector that holds the client, and integrations whose grants were given to it. */
async function connectedBy(desk: OAuthDesk, kinds: number) {
  const { scopes: _, issuer: _unknown, ...members } = clientOf(desk, client())
  const body = { name: newName(), type: 'oauth2_authorization_code', environments: { production: members } }
  const id = idOf(await must(desk.server.api('POST', '/auth-connectors', { body })))
  const made: string[] = []
  for (let number = 0; number < kinds; number += 1) {
    const kind = newName()
    await register(desk, kind, { authConnectorId: id })
    const begun = await must(desk.server.api('POST', `/integrations/${kind}/connect`))
    const page = await visit(
      await consent(new URL(z.object({ oauthUrl: z.string() }).parse(begun.data).oauthUrl)),
    )
    if (page.status !== 200) throw new Error(page.html)
    made.push(kind)
  }
  return { id, kinds: made }
}

const remove = ({ server }: OAuthDesk, kind: string) => must(server.api('DELETE', `/integrations/${kind}`))
const edit = ({ server }: OAuthDesk, kind: string, production: object | null) =>
  must(server.api('PATCH', `/integrations/${kind}`, { body: { environments: { production } } }))

const redirect = (status: number) => (response: ServerResponse) =>
  response.writeHead(status, { location: `${thief.origin}/revoke` }).end()

describe.each(desks)('tokens on the $name', (desk) => {
  const tryDisconnect = (kind: string) =>
    desk.server.api('POST', `/integrations/${kind}/disconnect`, { body: {} })
  const tryRemove = (kind: string) => desk.server.api('DELETE', `/integrations/${kind}`)

  test.each<readonly [string, (response: ServerResponse) => unknown]>([
    ['leads them elsewhere by 302', redirect(302)],
    ['leads them elsewhere by 308', redirect(308)],
    ['repeats them in a failure', (response) => response.writeHead(500).end(JSON.stringify(returned))],
    ['answers without an end', (response) => response.writeHead(200).write('{')],
    ['answers with ten megabytes', (response) => response.writeHead(200).end(Buffer.alloc(10_000_000, 'a'))],
    ['says that it takes time', (response) => response.writeHead(202).end()],
    ['wants another login', (response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end()],
  ])('are gone here, and nowhere else, when the endpoint %s', async (_, misbehave) => {
    const kind = await connected(desk)
    answer = misbehave
    const answered = await must(desk.server.api('POST', `/integrations/${kind}/disconnect`, { body: {} }))
    expect(Revocations.parse(answered.data).revocations).toEqual({ production: 'failed' })
    expect(await callOnce(desk.server, kind)).toContain('was disconnected')
    const audit = await desk.server.api('GET', '/audit?limit=100')
    expect([stolen, new Set(returned)]).toEqual([[], new Set(grantOf(1))])
    expect([answered.text, audit.text, desk.server.log()].join()).not.toMatch(/cnry-(?:refresh|access)-/)
  })

  test.each([
    ['http://169.254.169.254/revoke', '403 egress_blocked'],
    ['http://[fd00::1]/revoke', '403 egress_blocked'],
    ['http://10.0.0.1/revoke', '403 egress_blocked'],
    ['http://127.0.0.2/revoke', '403 egress_blocked'],
    ['file:///etc/passwd', '400 validation_error'],
    ['http://bindery:pw@127.0.0.1/revoke', '400 validation_error'],
    ['http://0x7f000002/revoke', '403 egress_blocked'],
  ])('are never to be given back at %j', async (address, expected) => {
    const kind = newName()
    await register(desk, kind)
    const members = clientOf(desk, client({ revocation_url: address }))
    const refused = await desk.server.api('POST', `/integrations/${kind}/connect`, {
      body: { credentials: members },
    })
    const { scopes: _, issuer: _unknown, ...shared } = members
    const body = { name: newName(), type: 'oauth2_authorization_code', environments: { production: shared } }
    const connector = await desk.server.api('POST', '/auth-connectors', { body })
    const codes = [refused, connector].map(({ status, body: { code } }) => [status, code].join(' '))
    expect(codes).toEqual([expected, expected])
  })

  test.each<readonly [string, (kind: string) => Promise<unknown>, readonly string[]]>([
    [
      'disconnected twice',
      async (kind) => [await disconnect(desk, kind), await disconnect(desk, kind)],
      grantOf(1),
    ],
    [
      'disconnected by two at once',
      (kind) => Promise.all([disconnect(desk, kind), disconnect(desk, kind)]),
      grantOf(1),
    ],
    [
      'disconnected and removed at once',
      (kind) => Promise.all([tryDisconnect(kind), remove(desk, kind)]),
      grantOf(1),
    ],
    ['removed by two at once', (kind) => Promise.all([tryRemove(kind), tryRemove(kind)]), grantOf(1)],
    [
      'emptied while it is disconnected',
      (kind) => Promise.all([tryDisconnect(kind), edit(desk, kind, null)]),
      grantOf(1),
    ],
  ])('are given back once of what is %s', async (_, act, expected) => {
    const kind = await connected(desk)
    await act(kind)
    expect([...returned].sort()).toEqual([...expected].sort())
  })

  test.each<readonly [string, (kind: string) => Promise<unknown>]>([
    ['removed', (kind) => remove(desk, kind)],
    ['disconnected', (kind) => disconnect(desk, kind)],
    ['moved to another origin', (kind) => edit(desk, kind, { baseUrl: 'https://moved.example' })],
    ['emptied', (kind) => edit(desk, kind, null)],
  ])('that are renewed while it is %s are given back, old and new', async (_, act) => {
    lifetime = 0
    const kind = await connected(desk)
    lifetime = 3600
    meanwhile = async () => {
      meanwhile = async () => undefined
      await act(kind)
    }
    await callOnce(desk.server, kind)
    expect([...returned].sort()).toEqual([...grantOf(1), ...grantOf(2)].sort())
  })

  test.each<readonly [string, (kind: string) => Promise<unknown>]>([
    ['removed', (kind) => remove(desk, kind)],
    ['moved to another origin', (kind) => edit(desk, kind, { baseUrl: 'https://moved.example' })],
    ['emptied', (kind) => edit(desk, kind, null)],
  ])('that come for what is %s meanwhile are given back', async (_, act) => {
    const kind = newName()
    const back = await agreed(desk, kind)
    meanwhile = () => act(kind)
    const page = await visit(back)
    expect(page.status).toBe(400)
    expect([page.html, desk.server.log()].join()).not.toMatch(/cnry-(?:refresh|access)-/)
    expect(new Set(returned)).toEqual(new Set(grantOf(1)))
  })

  test('of one of two that share a connector are given back, and the other goes on', async () => {
    const { kinds } = await connectedBy(desk, 2)
    const [first = '', second = ''] = kinds
    expect(await disconnect(desk, first)).toEqual({ production: 'revoked' })
    expect(new Set(returned)).toEqual(new Set(grantOf(1)))
    expect(await callOnce(desk.server, second)).toBe('ok')
  })

  test('are given back where their connector gives way to another', async () => {
    const { kinds } = await connectedBy(desk, 1)
    const other = { name: newName(), type: 'bearer', environments: { production: { access_token: 'x' } } }
    const id = idOf(await must(desk.server.api('POST', '/auth-connectors', { body: other })))
    await edit(desk, kinds[0] ?? '', { baseUrl: desk.provider.origin, authConnectorId: id })
    expect(new Set(returned)).toEqual(new Set(grantOf(1)))
  })

  test('go to another origin than that of the client only with what the credential says', async () => {
    const kind = await connected(desk, { revocation_url: `${thief.origin}/named` })
    expect(await disconnect(desk, kind)).toEqual({ production: 'revoked' })
    const basic = Buffer.from(`bindery:${clientSecret}`).toString('base64')
    expect([stolen.length, stolen[0]?.includes(basic), returned]).toEqual([2, true, []])
  })
})
