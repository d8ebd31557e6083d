import { gate, startProvider } from '@bindery/connection/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'

let server: ShopServer
beforeAll(async () => {
  server = await startShopServer()
})
afterAll(() => server.close())

const Shown = z.object({ environments: z.object({ production: z.object({ calls: z.unknown() }) }) })

async function set(calls: unknown) {
  const body = { environments: { production: { calls } } }
  const answer = await server.api('PATCH', '/integrations/shop', { body })
  return answer.status === 200 ? Shown.parse(answer.data).environments.production.calls : answer.body['code']
}

test('how many calls an environment has at once is shown, set, and set back', async () => {
  const before = Shown.parse((await must(server.api('GET', '/integrations/shop'))).data)
  const standard = { atOnce: 32, waiting: 256, isStandard: true }
  expect(before.environments.production.calls).toEqual(standard)
  expect(await set({ atOnce: 2, waiting: 0 })).toEqual({ atOnce: 2, waiting: 0, isStandard: false })
  expect(await set(null)).toEqual(standard)
})

test.each([
  [{ atOnce: 0, waiting: 1 }],
  [{ atOnce: 65, waiting: 1 }],
  [{ atOnce: 1 }],
  [{ atOnce: 1, waiting: -1 }],
  [3],
])('is not set to %j', async (calls) => {
  expect(await set(calls)).toBe('validation_error')
})

test('holds from the next call on', async () => {
  const [reached, release] = [gate(), gate()]
  const slow = await startProvider((_, response) => {
    reached.open()
    void release.opened.then(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  const calls = { atOnce: 1, waiting: 0 }
  const environments = { production: { baseUrl: slow.origin, calls } }
  const body = { kind: 'slow', name: 'Slow', type: 'custom_api', environments }
  await must(server.api('POST', '/integrations', { body }))
  const credentials = { api_key: 'a-key-of-some-length', in: 'header', name: 'X-Key' }
  await must(server.api('POST', '/integrations/slow/connect', { body: { credentials, verify: false } }))
  const action = { name: 'waits', description: 'Waits for a while.', method: 'GET', path: '/waits' }
  const described = await must(server.api('POST', '/integrations/slow/shared-actions', { body: action }))
  const { skillId } = await server.link(idOf(described), { kind: 'slow' })
  const run = () => server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute`, { body: {} })
  const first = run()
  await reached.opened
  const second = await run()
  release.open()
  expect([(await first).status, second.status, second.body['reason']]).toEqual([200, 503, 'bulkhead'])
  await slow.close()
})
