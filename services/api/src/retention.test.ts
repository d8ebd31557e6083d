import { sweepOrganization } from '@bindery/platform/reports'
import { findFirstOrganization } from '@bindery/store'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { z } from 'zod'
import { must } from './testing/clinic-server.ts'
import { type ShopServer, startShopServer } from './testing/shop-server.ts'

let server: ShopServer
let skillId: string
beforeAll(async () => {
  server = await startShopServer()
  const action = {
    name: 'note',
    description: 'Notes what is said.',
    path: '/note',
    method: 'POST',
    isWrite: true,
  }
  const variables = [{ name: 'words', type: 'string', required: true }]
  const noting = { ...action, requiresConfirmation: false, variables, bodyTemplate: { w: '{{words}}' } }
  skillId = (await server.link(await server.describe(noting))).skillId
})
afterAll(() => server.close())

const call = (key: string, words = 'late') =>
  server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute`, {
    body: { params: { words } },
    headers: { 'idempotency-key': key },
  })
const writes = (): number => server.seen.filter(({ url }) => url === '/note').length
const asPlatform = (sql: string) =>
  server.server.services.store.run('platform', (transaction) => transaction.raw(sql))
const findOrganizationId = async () => {
  const found = await server.server.services.store.run('platform', findFirstOrganization)
  if (found === undefined) throw new Error('A server has an organisation.')
  return found.id
}
/** As the server does each hour. */
const sweep = async () =>
  sweepOrganization({
    services: server.server.services,
    organizationId: await findOrganizationId(),
    pause: async () => {},
  })

it('makes no write again under its key when its execution is gone', async () => {
  const { data } = await must(call('kept'))
  const { executionId } = z.object({ executionId: z.string() }).parse(data)
  await asPlatform("update executions set created_at = now() - interval '100 days'")
  expect(await sweep()).toEqual({ executions: 1 })
  expect((await server.api('GET', `/executions/${executionId}`)).status).toBe(404)
  const before = writes()
  const repeated = await call('kept')
  expect([repeated.status, repeated.body['code'], writes() - before]).toEqual([
    409,
    'idempotency_key_reused',
    0,
  ])
  expect(repeated.body['next']).toBe(
    'Do not make it again: it was carried out. Look at the provider for what came of it.',
  )
  const other = await call('kept', 'other words')
  expect([other.status, other.body['code'], writes() - before]).toEqual([409, 'idempotency_key_reused', 0])
  await must(call('another'))
  expect(writes() - before).toBe(1)
})

it('forgets a used key when its own time is over', async () => {
  await asPlatform("update used_keys set used_at = now() - interval '401 days'")
  expect(await sweep()).toEqual({ idempotencyKeys: 1 })
  const before = writes()
  await must(call('kept'))
  expect(writes() - before).toBe(1)
})

const Kinds = z.array(z.object({ kind: z.string(), days: z.int(), standard: z.int() }))
const change = (body: object) => server.api('PATCH', '/system/retention', { body })
const daysOf = (data: unknown, name: string) => Kinds.parse(data).find(({ kind }) => kind === name)?.days

it('keeps what happens for as long as the organisation says, and tells the audit log of a change', async () => {
  expect(daysOf((await must(server.api('GET', '/system/retention'))).data, 'executions')).toBe(90)
  expect(daysOf((await must(change({ executions: 30, jobs: 10 }))).data, 'executions')).toBe(30)
  expect(daysOf((await must(change({ jobs: null }))).data, 'jobs')).toBe(90)
  await asPlatform("update executions set created_at = now() - interval '40 days'")
  const { executions } = await sweep()
  expect(executions).toBeGreaterThan(0)
  const { data } = await must(server.api('GET', '/audit?subject=retention&limit=2'))
  expect(z.array(z.object({ action: z.string(), detail: z.unknown() })).parse(data)).toEqual([
    { action: 'retention.applied', detail: { removed: { executions } } },
    { action: 'retention.changed', detail: { jobs: { from: 10, to: 90 } } },
  ])
})

test.each([
  ['too few days', { audit: 1 }],
  ['too many', { jobs: 100_000 }],
  ['half a day', { jobs: 1.5 }],
  ['a kind that there is not', { executiones: 3 }],
])('refuses %s', async (_, body) => {
  expect((await change(body)).status).toBe(400)
})

it('keeps the audit log provable when its oldest entries go', async () => {
  const { services } = server.server
  const verified = async () =>
    z
      .object({ status: z.string(), removed: z.int() })
      .parse((await must(server.api('GET', '/audit/verify'))).data)
  expect(await verified()).toMatchObject({ status: 'intact', removed: 0 })
  const organizationId = await findOrganizationId()
  // Entries are written now, so that those of before tomorrow are all there are.
  await services.store.run(organizationId, (transaction) =>
    services.store.audit.cut(transaction, organizationId, -1),
  )
  expect((await verified()).removed).toBeGreaterThan(10)
  await must(change({ jobs: 11 }))
  expect(await verified()).toMatchObject({ status: 'intact' })
})

it('says what is kept, how much of it and for how long', async () => {
  const { data } = await must(server.api('GET', '/system/storage'))
  const Storage = z.object({
    bytes: z.int(),
    tables: z.array(
      z.object({
        table: z.string(),
        rows: z.int(),
        bytes: z.int(),
        oldest: z.iso.datetime().nullable(),
        limit: z.looseObject({ keeps: z.string() }),
      }),
    ),
  })
  const { tables, bytes } = Storage.parse(data)
  const of = (name: string) => tables.find(({ table }) => table === name)
  expect(of('executions')).toMatchObject({ limit: { keeps: 'days', kind: 'executions', days: 30 } })
  expect(of('skills')).toMatchObject({ rows: 1, limit: { keeps: 'all' } })
  expect(of('document_chunks')).toMatchObject({ limit: { keeps: 'with', of: 'integration_documents' } })
  expect(bytes).toBe(tables.reduce((sum, row) => sum + row.bytes, 0))
  expect(bytes).toBeGreaterThan(1_000)
})

it('is set by who may write keys, and seen by who may read them', async () => {
  const reader = server.client(await server.keyWith(['keys:read']))
  const writer = server.client(await server.keyWith(['keys:write']))
  const statuses = [
    (await reader('GET', '/system/storage')).status,
    (await reader('PATCH', '/system/retention', { body: { jobs: 12 } })).status,
    (await writer('GET', '/system/retention')).status,
  ]
  expect(statuses).toEqual([200, 403, 403])
})
