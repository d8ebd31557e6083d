import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { z } from 'zod'
import { everyRoute } from '../describe-every-route.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { operationIdOf } from './openapi-document.ts'

/* Our own API, read as a provider's is. */

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const Index = z.object({
  operations: z.object({ name: z.array(z.string()), method: z.array(z.string()), path: z.array(z.string()) }),
  objects: z.object({ name: z.array(z.string()) }),
})
const ask = async (path: string) => {
  const answer = await server.client(await server.keyWith([]))('GET', `/reference${path}`)
  return { status: answer.status, body: answer.body, data: answer.body['data'] }
}

it('lists every route by its method and address, for any key', async () => {
  const { operations } = Index.parse((await ask('/index')).data)
  const listed = operations.name.map((_, row) => `${operations.method[row]} ${operations.path[row]}`)
  expect(listed.toSorted()).toEqual(
    everyRoute()
      .map(({ method, path }) => `${method} /api/v1${path}`)
      .toSorted(),
  )
})

test.each(everyRoute().map((route) => [operationIdOf(route), route] as const))(
  'shows %s with its scope and its errors',
  async (operation, route) => {
    const { data } = await ask(`/operations/${operation}`)
    expect(data).toMatchObject({
      method: route.method,
      path: `/api/v1${route.path}`,
      isWrite: route.method !== 'GET',
      scope: route.scope,
      reveals: route.documentation.reveals,
    })
    const { errors } = z.object({ errors: z.array(z.object({ code: z.string() })) }).parse(data)
    expect(errors.map(({ code }) => code)).toEqual(expect.arrayContaining([...route.documentation.errors]))
  },
)

it('shows an object with the operations that speak of it', async () => {
  const { data } = await ask('/objects/Binding')
  const { operations } = z.object({ operations: z.array(z.string()) }).parse(data)
  expect(operations).toContain('post_agents_agentId_integrations_kind_bindings_validate')
})

test.each(['/operations/get_agent', '/objects/Bindin'])(
  'says what is near to %s, which is not there',
  async (path) => {
    const { status, body } = await ask(path)
    expect([status, body['code']]).toEqual([404, 'not_found'])
    expect(z.array(z.string()).min(1).safeParse(body['suggestions']).success).toBe(true)
  },
)

it('is for who has a key alone; the description itself is for everybody', async () => {
  const answers = ['/api/v1/reference/index', '/openapi.json'].map((path) => fetch(server.address + path))
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 200])
})

it('answers every address under the one strict policy', async () => {
  const addresses = [
    '/',
    '/docs/api',
    '/docs/api/operations/get_agents',
    '/docs/api/static/index.html',
    '/docs/errors/not_found',
    '/openapi.json',
    '/api/v1/agents',
    '/mcp/agents/none',
    '/nothing',
  ]
  const policies = addresses.map(async (path) => {
    const { headers } = await fetch(server.address + path, { headers: { accept: 'text/html' } })
    return headers.get('content-security-policy') ?? 'none'
  })
  const [first = 'none', ...others] = new Set(await Promise.all(policies))
  expect(others).toEqual([])
  expect(first).not.toContain('unsafe')
  expect(first).toContain("style-src 'self'")
})
