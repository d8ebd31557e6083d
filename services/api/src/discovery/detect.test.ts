import { startProvider, type LocalProvider } from '@bindery/connection/testing'
import { clinicDocument } from '@bindery/fixtures'
import { scopes } from '@bindery/platform/kernel'
import { createSchema, createYoga } from 'graphql-yoga'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type ApiAnswer, startTestServer, type TestServer } from '../testing/test-server.ts'

const Detected = z.object({
  type: z.string(),
  title: z.string(),
  version: z.string().nullable(),
  bytes: z.number().nullable(),
  operationCount: z.number().optional(),
  availability: z.object({ bindable: z.number(), limited: z.number(), quarantined: z.number() }).optional(),
  servers: z.array(z.string()),
  auth: z.array(
    z.object({
      method: z.string(),
      scheme: z.string(),
      fields: z.array(z.object({ name: z.string(), default: z.unknown().optional() })),
    }),
  ),
  suggested: z.object({ kind: z.string(), name: z.string() }),
  pack: z.object({ id: z.string() }).nullable(),
  warnings: z.array(z.object({ code: z.string() })),
})

const sdl = 'type Query { contact(phone: String!): String }'
const yoga = createYoga({ schema: createSchema({ typeDefs: sdl }), logging: false })
const document = JSON.stringify({ ...clinicDocument, servers: [{ url: '/v1' }] })
const canary = 'canary-dsn-password-9Zt4'

let server: TestServer
let provider: LocalProvider
const seen: string[] = []

/** What the provider answers at each path; everything else is its GraphQL endpoint. */
const pages: Readonly<Record<string, { readonly status: number; readonly body: string }>> = {
  '/docs': { status: 200, body: '<!doctype html><html><body>Our API</body></html>' },
  '/down': { status: 503, body: 'down' },
  '/openapi.json': { status: 200, body: document },
  '/closed': { status: 400, body: '{"errors":[{"message":"no"}]}' },
}

beforeAll(async () => {
  provider = await startProvider((request, response) => {
    const { method = '', url = '' } = request
    seen.push(`${method} ${url}`)
    const page = pages[url]
    if (page === undefined) void yoga(request, response)
    else if (url === '/closed' && method === 'POST') answerClosed(request, response)
    else response.writeHead(page.status).end(page.body)
  })
  server = await startTestServer()
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

/** A GraphQL server that answers queries, and none about its schema. */
function answerClosed(
  request: AsyncIterable<unknown>,
  response: { end: (text: string) => unknown; setHeader: (name: string, value: string) => unknown },
): void {
  void (async () => {
    const chunks: string[] = []
    for await (const chunk of request) chunks.push(String(chunk))
    const isProbe = chunks.join('').includes('query probe')
    response.setHeader('content-type', 'application/json')
    response.end(isProbe ? '{"data":{"__typename":"Query"}}' : '{"errors":[{"message":"no introspection"}]}')
  })()
}

const detect = (body: object): Promise<ApiAnswer> => server.api('POST', '/integrations/detect', { body })
const detected = async (body: object) => Detected.parse((await must(detect(body))).data)

describe('detection says what a provider is', () => {
  it('by the address of its document', async () => {
    const { auth, servers, ...rest } = await detected({ url: `${provider.origin}/openapi.json` })
    expect(rest).toMatchObject({ type: 'openapi', bytes: document.length, pack: null })
    expect(rest.operationCount).toBe(
      Object.values(rest.availability ?? {}).reduce((sum, count) => sum + count, 0),
    )
    expect(servers).toEqual([`${provider.origin}/v1`])
    expect(auth).toEqual([
      expect.objectContaining({
        method: 'api_key',
        fields: expect.arrayContaining([expect.objectContaining({ name: 'name', default: 'X-Clinic-Key' })]),
      }),
    ])
  })

  it.each([
    [
      'as an object',
      { document: { openapi: '3.1.0', info: { title: 'T', version: '7' }, paths: {} } },
      'openapi',
    ],
    ['as YAML', { document: 'openapi: 3.1.0\ninfo: {title: T, version: "7"}\npaths: {}\n' }, 'openapi'],
    ['as SDL', { document: sdl }, 'graphql'],
  ])('by its document %s', async (_, body, type) => {
    expect(await detected(body)).toMatchObject({ type, bytes: expect.any(Number) })
  })

  it('by asking an endpoint for its schema, and where to call it', async () => {
    const url = `${provider.origin}/graphql`
    expect(await detected({ url })).toMatchObject({
      type: 'graphql',
      bytes: null,
      operationCount: 1,
      servers: [url],
    })
  })

  it.each(['postgres', 'postgresql', 'jdbc:postgresql', 'mysql', 'mariadb'])(
    'by the scheme %s of a DSN, whose parts fill the form',
    async (scheme) => {
      const dsn = `${scheme}://desk:${canary}@127.0.0.1:6543/orders?sslmode=require`
      const answer = await must(detect({ dsn }))
      const { type, auth, suggested, title } = Detected.parse(answer.data)
      const filled = auth.flatMap(({ fields }) =>
        fields.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])),
      )
      expect({ type, title, suggested, filled: Object.fromEntries(filled) }).toEqual({
        type: scheme.startsWith('m') ? 'mysql' : 'postgres',
        title: 'orders',
        suggested: { kind: 'orders', name: 'orders' },
        filled: expect.objectContaining({
          host: '127.0.0.1',
          port: '6543',
          database: 'orders',
          user: 'desk',
          sslmode: 'require',
        }),
      })
      expect(answer.text).not.toContain(canary)
    },
  )

  it('finds the pack of a provider by where its servers are', async () => {
    const body = {
      openapi: '3.0.3',
      info: { title: 'GitHub v3 REST API', version: '1' },
      servers: [{ url: 'https://api.github.com' }],
      paths: {},
    }
    expect(await detected({ document: body })).toMatchObject({
      pack: { id: 'github' },
      suggested: { kind: 'github', name: 'GitHub' },
    })
  })

  it('suggests a name that is free', async () => {
    const body = {
      document: { openapi: '3.1.0', info: { title: 'The Acmé API v2', version: '1' }, paths: {} },
    }
    const first = (await detected(body)).suggested
    await must(
      server.api('POST', '/integrations', { body: { kind: first.kind, name: 'Acme', type: 'openapi' } }),
    )
    expect([first.kind, (await detected(body)).suggested.kind]).toEqual(['acme', 'acme-2'])
  })
})

const stepOf = ({ status, body }: ApiAnswer) => [status, body['step'], body['reason'] ?? null]

describe('detection names the step that failed', () => {
  it.each([
    ['an address inside', { url: 'http://169.254.169.254/latest' }, 'address'],
    ['another scheme', { url: 'file:///etc/passwd' }, 'address'],
    ['a DSN as an address', { url: `postgres://desk:${canary}@db.example/x` }, 'address'],
    ['a database inside', { dsn: `postgres://desk:${canary}@10.1.2.3/x` }, 'address'],
    ['a DSN without a host', { dsn: `postgres://` }, 'address'],
    ['another kind of database', { dsn: `oracle://desk:${canary}@db.example/x` }, 'recognise'],
    ['broken text', { document: '{"openapi": "3.1.0", "info": [}' }, 'read'],
    ['a version that is not read', { document: { openapi: '9.0.0', info: {}, paths: {} } }, 'read'],
    ['something else', { document: { item: [], info: {} } }, 'recognise'],
  ])('%s', async (_, body, step) => {
    const answer = await detect(body)
    expect(stepOf(answer).slice(0, 2)).toEqual([422, step])
    expect(answer.text + server.log()).not.toContain(canary)
  })

  it.each([
    ['/docs', 'recognise'],
    ['/down', 'fetch'],
    ['/closed', 'read'],
  ])('%s of a provider: %s', async (path, step) => {
    expect(stepOf(await detect({ url: provider.origin + path })).slice(0, 2)).toEqual([422, step])
  })

  it('takes exactly one of the three', async () => {
    expect((await detect({ url: 'https://a.example', dsn: 'postgres://a/b' })).status).toBe(400)
    expect((await detect({})).status).toBe(400)
  })
})

it('follows the bound of documents', async () => {
  const small = await startTestServer({ maxDocumentBytes: 1_000 })
  try {
    const url = `${provider.origin}/openapi.json`
    const answers = [
      await small.api('POST', '/integrations/detect', { body: { url } }),
      await small.api('POST', '/integrations/detect', { body: { document: 'x'.repeat(1_001) } }),
    ]
    expect(answers.map((answer) => [answer.status, answer.body['code']])).toEqual([
      [422, 'integration_connection_failed'],
      [413, 'document_too_large'],
    ])
  } finally {
    await small.close()
  }
})

it('stores nothing', async () => {
  const before = await Promise.all([server.api('GET', '/integrations'), server.api('GET', '/audit?limit=1')])
  await detected({ document: sdl })
  await detected({ dsn: `mysql://desk:${canary}@127.0.0.1/x` })
  const after = await Promise.all([server.api('GET', '/integrations'), server.api('GET', '/audit?limit=1')])
  expect(after.map(({ data }) => data)).toEqual(before.map(({ data }) => data))
})

it('is for whoever may register', async () => {
  const key = await server.keyWith(scopes.filter((scope) => scope !== 'integrations:write'))
  const answer = await server.client(key)('POST', '/integrations/detect', { body: { document: sdl } })
  expect([answer.status, answer.body['code']]).toEqual([403, 'insufficient_scope'])
})

it('sends a document nothing but a read, and no credential', () => {
  expect(seen.filter((line) => line.endsWith('/openapi.json'))).toEqual(
    seen.filter((line) => line.endsWith('/openapi.json')).map(() => 'GET /openapi.json'),
  )
})
