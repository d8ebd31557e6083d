import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { everyRoute } from '../describe-every-route.ts'
import type { Route } from '../http/route.ts'
import { type ApiAnswer, startTestServer, type TestServer } from '../testing/test-server.ts'
import { allRoutes } from './index.ts'
import { type Scope, scopes } from '@bindery/platform/kernel'
import { auditActions } from '@bindery/store'
import type { Environment } from '@bindery/model'

/* Claims about every route at once: a route that is added is held to them without a line here. */

let server: TestServer
let routes: readonly Route[]
beforeAll(async () => {
  server = await startTestServer()
  routes = allRoutes(server.server.services)
})
afterAll(() => server.close())

const nameOf = (route: Pick<Route, 'method' | 'path'>): string => `${route.method} ${route.path}`
const described = everyRoute()
const names = described.map(nameOf)

/** Keys by what they may: making one for each test takes longer than the tests. */
const keys = new Map<string, Promise<string>>()
function keyWith(granted: readonly Scope[], environment?: Environment): Promise<string> {
  const name = [...granted, environment].join(' ')
  const key = keys.get(name) ?? server.keyWith(granted, environment)
  keys.set(name, key)
  return key
}

/** A key that may do what the route is for, and nothing else. */
const keyFor = ({ scope }: Route) => keyWith(scope === 'any' || scope === 'none' ? [] : [scope])

function routeOf(name: string): Route {
  const route = routes.find((candidate) => nameOf(candidate) === name)
  if (route === undefined) throw new Error(`There is no route ${name}.`)
  return route
}

/** The path with an unknown id in every place. */
const fill = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'kind' ? 'no-such-kind' : randomUUID()))

/** Content that fits: the example that its use case gives. */
const contentOf = (name: string): unknown =>
  name === 'PUT /integrations/{kind}/source' ? '{}' : describedExamples.get(name)

const describedExamples = new Map(
  described.map((route) => [nameOf(route), route.documentation.example] as const),
)

/** Queries that fit, for routes that need one. */
const queries: Readonly<Record<string, string>> = {
  'GET /integrations/{kind}/schema/diff': '?from=current&to=production',
  'GET /integrations/{kind}/lineage': '?object=any&field=any',
  'GET /integrations/{kind}/source': '?pointer=any',
  'GET /integrations/{kind}/relations': '?focus=any',
  'GET /stats/agents': `?agentIds=${randomUUID()}`,
  'GET /search': '?q=any',
}
const callOf = (name: string) => (contentOf(name) === undefined ? {} : { body: contentOf(name) })

const codeOf = (answer: ApiAnswer) => [answer.status, answer.body['code']]

function expectProblem(answer: ApiAnswer): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const { type, title, status, detail, instance, code, request_id, message, error, statusCode } = answer.body
  expect({ type, title: error, status: statusCode, detail: message, instance, code, request_id }).toEqual({
    type: `/docs/errors/${String(code)}`,
    title,
    status: answer.status,
    detail,
    instance: expect.stringMatching(/^\//),
    code: expect.stringMatching(/^[a-z_]+$/),
    request_id: answer.headers.get('x-request-id'),
  })
  expect(status).toBe(answer.status)
}

/* A discovery that is cancelled stays, with its end. */
const deletes = names.filter((name) => name.startsWith('DELETE ') && !name.includes('/discover/'))

test.each(deletes)('%s answers that it is deleted', (name) => {
  const { output } = routeOf(name).documentation
  const rows = output instanceof z.ZodArray ? output.element : output
  expect(
    z.object({ properties: z.record(z.string(), z.unknown()) }).parse(z.toJSONSchema(rows)),
  ).toMatchObject({
    properties: { deleted: { const: true } },
  })
})

it('serves a description that lists exactly the routes, each with its scope', async () => {
  const Described = z.object({
    openapi: z.literal('3.1.0'),
    paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-required-scope': z.string() }))),
  })
  for (const url of ['/openapi.json', '/api/v1/openapi.json']) {
    const served = Described.parse(await (await fetch(server.address + url)).json())
    const listed = Object.entries(served.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]) =>
          [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, operation['x-required-scope']] as const,
      ),
    )
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(routes.map((route) => [nameOf(route), route.scope])),
    )
  }
})

describe.each(names)('%s', (name) => {
  const call = (key: string, request: object = callOf(name)) =>
    server.client(key)(routeOf(name).method, `${fill(routeOf(name).path)}${queries[name] ?? ''}`, request)

  it('refuses a call without a key', async () => {
    const { method, path } = routeOf(name)
    const response = await fetch(`${server.address}/api/v1${fill(path)}`, { method })
    const body = z.object({ code: z.string() }).parse(await response.json())
    expect([response.status, body.code]).toEqual([401, 'api_key_missing'])
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each(['Bearer nobody', 'Bearer bnd_x', 'Basic dXNlcjpwYXNz', 'Bearer ', "Bearer ' or 1=1 --"])(
    'refuses "Authorization: %s"',
    async (authorization) => {
      const { method, path } = routeOf(name)
      const response = await fetch(`${server.address}/api/v1${fill(path)}`, {
        method,
        headers: { authorization },
      })
      const body = z.object({ code: z.string() }).parse(await response.json())
      expect(response.status).toBe(401)
      expect(['api_key_missing', 'api_key_invalid']).toContain(body.code)
    },
  )

  it('refuses a key with every scope but its own, naming that one', async () => {
    const { scope } = routeOf(name)
    if (scope === 'any' || scope === 'none') return
    const others: readonly Scope[] = scopes.filter((candidate) => candidate !== scope)
    const answer = await call(await keyWith(others))
    expect(codeOf(answer)).toEqual([403, 'insufficient_scope'])
    expect(answer.body['requiredScope']).toBe(scope)
    expectProblem(answer)
  })

  it('takes a key with its own scope alone', async () => {
    const { scope } = routeOf(name)
    const answer = await call(await keyFor(routeOf(name)))
    expect(answer.body['requiredScope']).not.toBe(scope)
    expect(answer.status).toBeLessThan(500)
  })

  test('keeps a key of one environment out of what is not only about that one', async () => {
    const answer = await call(await keyWith(scopes, 'development'))
    const isRefused = answer.body['requiredEnvironment'] === 'development'
    const { environment } = routeOf(name)
    if (environment === 'every') expect([isRefused, answer.status]).toEqual([true, 403])
    if (environment === 'none' || environment === 'record') expect(isRefused).toBe(false)
  })

  if (name.includes('{'))
    test('answers 404 for ids that nobody knows', async () => {
      const answer = await call(await keyFor(routeOf(name)))
      expect(answer.status).toBe(404)
      expectProblem(answer)
    })

  if (name.includes('{'))
    test.each([
      ['U+0000', '%00'],
      ['half a character', '%ED%A0%80'],
      ['a path', '..%2F..%2Fetc%2Fpasswd'],
      ['SQL', "'%20or%20'1'='1"],
      ['a very long text', 'x'.repeat(900)],
      ['an object of the language', '__proto__'],
      ['an upper-case UUID', randomUUID().toUpperCase()],
    ])('refuses ids that are %s without failing', async (_, id) => {
      const { method, path } = routeOf(name)
      const target = path.replaceAll(/\{\w+\}/g, id)
      const answer = await server.client(await keyFor(routeOf(name)))(method, target, callOf(name))
      expect([400, 404]).toContain(answer.status)
      expectProblem(answer)
    })

  const hasBody = contentOf(name) !== undefined || /^(POST|PATCH|PUT)/.test(name)
  // An upload is whatever it is: what is made of it tells its own test.
  const isUpload = described.some((route) => nameOf(route) === name && route.documentation.form === 'upload')
  if (hasBody && !isUpload)
    test.each([
      ['half a document', '{"a":', {}],
      ['a list', '[]', {}],
      ['a text', '"x"', {}],
      ['a number', '1', {}],
      ['an unknown member', '{"no_such_member":1}', {}],
      ['a prototype', '{"__proto__":{"isAdmin":true}}', {}],
      ['another content type', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['plain text', '{"name":"x"}', { 'content-type': 'text/plain' }],
      ['a form', 'x', { 'content-type': 'multipart/form-data; boundary=x' }],
      ['deep nesting', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, {}],
    ])('refuses a body that is %s', async (_, body, headers) => {
      const route = routeOf(name)
      const answer = await call(await keyFor(route), { body, headers })
      const takesNone = route.documentation.content === undefined
      const expected = takesNone ? [400, 404, 415] : [400, 415]
      expect(expected).toContain(answer.status)
      expectProblem(answer)
    })
})

test.each(names)('%s shows an example of what it takes, which it takes', (name) => {
  const { content, example, form } = routeOf(name).documentation
  if (content === undefined || form === 'upload' || name.startsWith('DELETE ')) return
  expect(content.safeParse(example)).toMatchObject({ success: true })
})

describe('the audit log', () => {
  /** Entries that no use case promises: they are left by work that goes on by itself, or beside another entry. */
  const beside = [
    'auth_connector.origin_allowed',
    'auth_connector.origins_changed',
    'confirmation.requested',
    'integration.reconnect_required',
    'integration.tokens_given_back',
    'integration.words_followed',
    'retention.applied',
    'secret.origin_allowed',
    'secret.origins_changed',
    'skill.conditions_not_met',
    'skill.denied',
    'skill.failed',
    'skill.ambiguous',
    'skill.not_certain',
    'skill.waiting',
    'skill.not_found',
    'skill.outcome_unknown',
    'skill.succeeded',
    'store.restored',
  ]

  test('every kind of entry is promised by a use case, or told beside one', () => {
    const promised = routes.flatMap(({ audit }) =>
      audit === undefined || audit.leaves === 'nothing' ? [] : audit.leaves,
    )
    expect([...new Set([...promised, ...beside])].sort()).toEqual([...auditActions])
  })

  test.each(names.filter((name) => !name.startsWith('GET ')))('%s says what it leaves there', (name) => {
    const { audit, scope } = routeOf(name)
    expect(audit !== undefined || scope.endsWith(':read'), 'Say what it leaves, or why nothing.').toBe(true)
  })
})
