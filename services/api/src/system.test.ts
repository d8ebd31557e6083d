import { Secret } from '@bindery/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { settings } from './config.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const canary = 'canary-of-the-model'
let server: TestServer
beforeAll(async () => {
  const baseUrl = `http://user:${canary}@127.0.0.1:9/v1`
  server = await startTestServer({ languageModel: { model: 'small', baseUrl, apiKey: new Secret(canary) } })
})
afterAll(() => server.close())

const System = z.object({
  version: z.string(),
  node: z.literal(process.version),
  uptimeSeconds: z.int().min(0),
  store: z.object({ kind: z.literal('embedded'), bytes: z.int().min(1_000_000) }),
  settings: z.array(z.object({ name: z.string(), set: z.boolean(), isSecret: z.boolean() })),
  model: z.object({ name: z.literal('small'), address: z.string(), lastAnswer: z.null() }),
  egressAllow: z.array(z.string()),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean() })),
})

it('says what the server is, and how every setting came to be', async () => {
  const { data } = await server.api('GET', '/system')
  const system = System.parse(data)
  expect(system.settings.map(({ name }) => name)).toEqual(Object.keys(settings))
  expect(system.model.address).toBe('http://127.0.0.1:9/v1')
  expect(system.egressAllow).toEqual(['127.0.0.1/32'])
  expect(system.checks).toContainEqual({ name: 'database', ok: true })
})

it('tells no secret', async () => {
  const { text } = await server.api('GET', '/system')
  for (const secret of [canary, 'test-key-with-every-scope', '4242']) expect(text).not.toContain(secret)
})

it('is for who may read keys', async () => {
  const api = server.client(await server.keyWith(['logs:read', 'keys:write']))
  expect((await api('GET', '/system')).status).toBe(403)
})
