import { afterAll, beforeAll, expect, it } from 'vitest'
import { must } from '../testing/clinic-server.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'

let server: ShopServer
let needing: string
let indifferent: string

const action = { description: 'Does anything at all.', method: 'GET', path: '/any', rateLimitPerMinute: 1000 }
const variables = (required: boolean) => [{ name: 'crm_id', type: 'string', from: 'context', required }]
const setContext = (body: object) => server.api('PUT', `/agents/${server.agentId}/dynamic-context`, { body })

beforeAll(async () => {
  server = await startShopServer()
  const describe = (name: string, required: boolean) =>
    server.describe({ ...action, name, variables: variables(required) })
  needing = (await server.link(await describe('Needs it', true))).skillId
  indifferent = (await server.link(await describe('Does without', false))).skillId
})
afterAll(() => server.close())

const call = (skillId: string, conversationId: string, context: object = {}) =>
  server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute`, {
    body: { params: {}, conversationId, context },
  })
const asked = () => server.seen.filter(({ url }) => url === '/context')

it('is asked once per conversation by calls side by side, and fills what agents do not see', async () => {
  await must(setContext({ url: `${server.shopUrl}/context` }))
  const calls = Array.from({ length: 6 }, () => call(needing, 'c-1', { contact_number: '+31201234567' }))
  expect((await Promise.all(calls)).map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
  await must(call(needing, 'c-1', { crm_id: 'forged' }))
  expect(asked()).toMatchObject([
    {
      method: 'POST',
      body: { agent_uuid: server.agentId, conversation_id: 'c-1', contact_number: '+31201234567' },
    },
  ])
  expect(
    new Set(server.seen.filter(({ url }) => url !== '/context' && url !== '/').map(({ url }) => url)),
  ).toEqual(new Set(['/any?crm_id=crm_7']))
  await must(call(needing, 'c-2'))
  expect(asked()).toHaveLength(2)
  const skill = await must(server.api('GET', `/agents/${server.agentId}/skills/${needing}`))
  expect(skill.data).toMatchObject({ parametersSchema: { properties: {} } })
})

it('fails typed, and only where it is needed', async () => {
  await must(setContext({ url: `${server.shopUrl}/missing` }))
  const failed = await call(needing, 'c-3')
  expect([failed.status, failed.body['code'], failed.body['reason']]).toEqual([
    502,
    'upstream_error',
    'dynamic_context',
  ])
  expect((await call(indifferent, 'c-3')).status).toBe(200)
})

it('goes through the egress guard', async () => {
  const answer = await setContext({ url: 'http://169.254.169.254/latest' })
  expect([answer.status, answer.body['code']]).toEqual([403, 'egress_blocked'])
  expect((await setContext({ url: `${server.shopUrl}/context`, timeoutMs: 30_001 })).status).toBe(400)
})
