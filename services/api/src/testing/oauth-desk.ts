import { startOAuthServer, startProvider, type TestOAuthServer } from '@bindery/connection/testing'
import type { Secret } from '@bindery/model'
import { findRealPostgres } from '@bindery/store/testing'
import { afterAll, beforeEach } from 'vitest'
import { z } from 'zod'
import { must } from './clinic-server.ts'
import { type ApiAnswer, startTestServer, type TestServer } from './test-server.ts'

/** Servers of one installation, an authorization server, and a provider that takes the tokens which are good. */
export interface OAuthDesk {
  /** Name of the database that they run on. */
  readonly name: string
  /** Several on a PostgreSQL server, which share it. */
  readonly servers: readonly TestServer[]
  readonly server: TestServer
  readonly oauth: TestOAuthServer
  readonly provider: TokenProvider
  close(): Promise<void>
}

export interface TokenProvider {
  readonly origin: string
  /** `Authorization` of every request. */
  readonly seen: string[]
  /** Which tokens it takes. */
  accepts: (token: string) => boolean
  close(): Promise<void>
}

/**
 * Desks for the tests of a file, closed when they are done. Every test finds them as good as new: no request was seen, and
 * every token is taken.
 */
export async function oauthDesks(): Promise<readonly OAuthDesk[]> {
  const desks = await openOAuthDesks()
  beforeEach(() => {
    for (const { oauth, provider } of desks) {
      oauth.reset()
      provider.seen.length = 0
      provider.accepts = () => true
    }
  })
  afterAll(() => Promise.all(desks.map((desk) => desk.close())))
  return desks
}

/** One on the embedded database, and one on a PostgreSQL server when there is one. */
async function openOAuthDesks(): Promise<readonly OAuthDesk[]> {
  const postgres = await findRealPostgres()
  const embedded = await openDesk('embedded database', undefined)
  if (postgres === undefined) return [embedded]
  const shared = await openDesk('PostgreSQL server', postgres.url)
  const close = async () => {
    await shared.close()
    await postgres.close()
  }
  return [embedded, { ...shared, close }]
}

async function openDesk(name: string, databaseUrl: Secret | undefined): Promise<OAuthDesk> {
  const oauth = await startOAuthServer()
  const provider = await startTokenProvider()
  const count = databaseUrl === undefined ? 1 : 3
  const servers: TestServer[] = []
  for (let number = 0; number < count; number += 1) {
    servers.push(await startTestServer(databaseUrl === undefined ? {} : { databaseUrl }))
  }
  const [server] = servers
  if (server === undefined) throw new Error('There is always one server.')
  return {
    name,
    servers,
    server,
    oauth,
    provider,
    close: async () => {
      for (const running of servers) await running.close()
      await oauth.close()
      await provider.close()
    },
  }
}

async function startTokenProvider(): Promise<TokenProvider> {
  const provider = { seen: new Array<string>(), accepts: (_token: string): boolean => true }
  const { origin, close } = await startProvider((request, response) => {
    const authorization = request.headers.authorization ?? ''
    provider.seen.push(authorization)
    const isGood = provider.accepts(authorization.replace('Bearer ', ''))
    response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' })
    // It echoes what it was sent, as some do.
    response.end(JSON.stringify({ echo: authorization }))
  })
  return Object.assign(provider, { origin, close })
}

export const clientSecret = 'cnry-oauth-client-secret-77Qm'

/** The members of an OAuth client at the desk's authorization server. */
export const clientOf = ({ oauth }: OAuthDesk, change: object = {}) => ({
  client_id: 'bindery',
  client_secret: clientSecret,
  authorization_url: `${oauth.origin}/authorize`,
  token_url: `${oauth.origin}/token`,
  issuer: oauth.origin,
  scopes: ['openid', 'offline_access'],
  ...change,
})

/** Registers an integration with a production slot at the desk's provider. */
export async function register(desk: OAuthDesk, kind: string, slot: object = {}): Promise<void> {
  const environments = { production: { baseUrl: desk.provider.origin, ...slot } }
  await must(
    desk.server.api('POST', '/integrations', { body: { kind, name: 'P', type: 'openapi', environments } }),
  )
}

/** Begins an authorization; the address that a person would visit. */
export async function begin(desk: OAuthDesk, kind: string, change: object = {}): Promise<URL> {
  const body = { credentials: clientOf(desk, change) }
  const answer = await must(desk.server.api('POST', `/integrations/${kind}/connect`, { body }))
  return new URL(z.strictObject({ oauthUrl: z.string() }).parse(answer.data).oauthUrl)
}

export interface PageAnswer {
  readonly status: number
  readonly headers: Headers
  readonly html: string
}

/** Visits the authorization server as a browser does, and gives the address that it sends the browser back to. */
export async function consent(url: URL): Promise<URL> {
  const answer = await fetch(url, { redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '')
}

export async function visit(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
  const answer = await fetch(url, { headers, redirect: 'manual' })
  return { status: answer.status, headers: answer.headers, html: await answer.text() }
}

/** Connects an integration all the way through. */
export async function connect(desk: OAuthDesk, kind: string, change: object = {}): Promise<void> {
  const page = await visit(await consent(await begin(desk, kind, change)))
  if (page.status !== 200) throw new Error(page.html)
}

/** One read with the stored credential of production, of an endpoint that must answer. */
export async function callOnce(server: TestServer, kind: string): Promise<string> {
  const answer: ApiAnswer = await server.api('POST', `/integrations/${kind}/test`, {
    body: { environment: 'production', testEndpoint: '/' },
  })
  const { ok, checks } = z
    .object({ ok: z.boolean(), checks: z.array(z.object({ detail: z.string() })) })
    .parse(answer.data)
  return ok ? 'ok' : (checks.at(-1)?.detail ?? 'failed')
}
