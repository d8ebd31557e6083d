import { scopes } from '@bindery/platform/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const path = '/integrations/clinic/discover'
const Entries = z.array(
  z.object({ jobId: z.string(), status: z.string(), environment: z.string(), startedBy: z.string() }),
)
const list = async (key?: string) => {
  const api = key === undefined ? server.api : server.client(key)
  return Entries.parse((await must(api('GET', path))).data)
}
const discover = (environment?: string) =>
  server.api('POST', path, { headers: { prefer: 'wait=30' }, body: environment ? { environment } : {} })

it('lists discoveries newest first, with what came of each', async () => {
  await must(server.api('PUT', '/integrations/clinic/source', { body: '{"no": "description"}' }))
  expect((await discover()).status).toBeGreaterThanOrEqual(400)
  const entries = (await must(server.api('GET', path))).data
  expect(entries).toEqual([
    {
      jobId: expect.any(String),
      status: 'failed',
      environment: 'production',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      startedBy: 'key:Bootstrap key',
      problem: expect.objectContaining({ code: 'document_unreadable' }),
    },
    {
      jobId: expect.any(String),
      status: 'done',
      environment: 'production',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      startedBy: 'key:Bootstrap key',
      summary: expect.objectContaining({ operationCount: expect.any(Number), bindable: expect.any(Number) }),
    },
  ])
})

it('lists 20 at the most', async () => {
  for (let times = 0; times < 20; times += 1) await discover()
  const entries = await list()
  const last = (await list())[0]
  await discover()
  expect([entries.length, (await list()).length, (await list())[1]?.jobId]).toEqual([20, 20, last?.jobId])
})

it('tells a key of one environment of its own discoveries alone', async () => {
  expect(await list(await server.keyWith(scopes, 'development'))).toEqual([])
  expect((await list(await server.keyWith(scopes, 'production'))).length).toBe(20)
})
