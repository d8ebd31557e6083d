import { clinicDocument } from '@bindery/fixtures'
import { copyTemplate } from '@bindery/store/testing'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { must, startClinicServer } from './testing/clinic-server.ts'
import { startTestServer } from './testing/test-server.ts'
import { until } from './testing/until.ts'

let dataDirectory = ''
beforeAll(async () => {
  dataDirectory = await copyTemplate()
})
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }))

const Health = z.object({
  status: z.string(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })),
})
const health = async (address: string) => Health.parse(await (await fetch(`${address}/health`)).json())

it('verifies the audit log when it is asked and when the server starts, and says where it was changed', async () => {
  const before = await startTestServer({ dataDirectory })
  for (const name of ['a', 'b']) await must(before.api('POST', '/agents', { body: { name } }))
  const verify = async () => (await must(before.api('GET', '/audit/verify'))).data
  expect(await verify()).toMatchObject({ status: 'intact' })
  expect(await health(before.address)).toMatchObject({ status: 'ok' })
  await before.server.services.store.run('platform', (transaction) =>
    transaction.raw("update audit_entries set subject = 'another' where sequence = 2"),
  )
  expect(await verify()).toEqual({ status: 'broken', firstBroken: 2 })
  await before.close()

  const after = await startTestServer({ dataDirectory })
  const told = await until(async () => {
    const found = await health(after.address)
    return found.status === 'ok' ? undefined : found
  })
  expect(told.checks).toContainEqual(expect.objectContaining({ name: 'audit', ok: false }))
  expect(after.log()).toContain('the audit log is broken')
  // What was stored is not what was written; the server serves, so that somebody can look.
  expect((await fetch(`${after.address}/readyz`)).status).toBe(200)
  await after.close()
})

it('tells nothing of the log of another organisation', async () => {
  const server = await startTestServer()
  const other = server.client(await server.otherOrganization())
  expect((await must(other('GET', '/audit/verify'))).data).toEqual({
    status: 'intact',
    entries: 0,
    removed: 0,
  })
  await server.close()
})

it('holds who renamed an agent and who gave a description', async () => {
  const server = await startClinicServer()
  await must(server.api('PATCH', `/agents/${server.agentId}`, { body: { name: 'Another name' } }))
  await must(server.api('PUT', '/integrations/clinic/source', { body: JSON.stringify(clinicDocument) }))
  const { text } = await must(server.api('GET', '/audit?limit=10'))
  expect(text).toContain('"action":"agent.edited"')
  expect(text).toContain('"action":"integration.source_uploaded"')
  await server.close()
})
