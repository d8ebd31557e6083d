import { afterAll, beforeAll, expect, it } from 'vitest'
import { idOf, must } from './testing/clinic-server.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ maxAgents: 2, maxIntegrations: 1 })
})
afterAll(() => server.close())

it('refuses one more agent or integration than the plan allows, for callers side by side too', async () => {
  const agents = ['a', 'b', 'c', 'd'].map((name) => server.api('POST', '/agents', { body: { name } }))
  const statuses = (await Promise.all(agents)).map((answer) => answer.status).sort((a, b) => a - b)
  expect(statuses).toEqual([201, 201, 409, 409])
  const register = (kind: string) =>
    server.api('POST', '/integrations', { body: { kind, name: kind, type: 'custom_api' } })
  const [first, second] = [await register('a'), await register('b')]
  expect([first.status, second.status, second.body['code']]).toEqual([201, 409, 'integration_limit_reached'])
  const refused = await server.api('POST', '/agents', { body: { name: 'e' } })
  expect([refused.body['code'], refused.body['limit']]).toEqual(['agent_limit_reached', 2])
  const other = server.client(await server.otherOrganization())
  expect((await other('POST', '/agents', { body: { name: 'a' } })).status).toBe(201)
})

it('counts the integration of a webhook skill, and leaves none of it where there is no room', async () => {
  const api = server.client(await server.otherOrganization())
  const agentId = idOf(await must(api('POST', '/agents', { body: { name: 'a' } })))
  const make = (name: string) =>
    api('POST', `/agents/${agentId}/skills`, {
      body: {
        name,
        description: 'Tell the desk that somebody waits.',
        method: 'POST',
        path: '/desk',
        environments: { production: { baseUrl: 'https://hooks.example.com' } },
      },
    })
  const [first, second] = [await make('one'), await make('two')]
  expect([first.status, second.status, second.body['code']]).toEqual([201, 409, 'integration_limit_reached'])
  const listed = await must(api('GET', `/agents/${agentId}/skills`))
  expect(listed.data).toEqual([first.data])
  await must(api('DELETE', `/agents/${agentId}/skills/one`))
  expect((await make('two')).status).toBe(201)
})
