import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { describeEveryRoute } from '../describe-every-route.ts'
import { type ClinicServer, must, startClinicServer, verifyPatient } from '../testing/clinic-server.ts'

let server: ClinicServer
let skillId: string
beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish(verifyPatient)
})
afterAll(() => server.close())

/** A body that fits each route of this method; another route of it needs a line here. */
const bodies: Readonly<Record<string, () => unknown>> = {
  '/integrations/{kind}/source': () => '{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{}}',
  '/agents/{agentId}/dynamic-context': () => ({ url: `${server.clinic.baseUrl}/context` }),
  '/agents/{agentId}/guardrails': () => ({
    guardrails: [{ policyType: 'write_gate', config: { mode: 'operator' } }],
  }),
  '/agents/{agentId}/caller-verification': () => ({
    method: 'account_pin',
    verifierSkillId: skillId,
    requiredFields: ['date_of_birth'],
  }),
  '/agents/{agentId}/integrations/{kind}/bindings/{skillId}': () => ({
    ...verifyPatient,
    description: 'Replaced.',
  }),
  '/agents/{agentId}/bindings/{skillId}': () => ({
    integration: 'clinic',
    ...verifyPatient,
    description: 'Replaced.',
  }),
}

const puts = Object.entries(describeEveryRoute().paths)
  .filter(([, item]) => 'put' in item)
  .map(([path]) => path.replace('/api/v1', ''))

const Rows = z.object({ rows: z.array(z.object({ row: z.string() })) })

/** What is stored, without the numbers and times of changes and the name of an upload. */
async function stored(): Promise<readonly string[]> {
  const tables = ['agents', 'skills', 'integrations', 'integration_environments', 'integration_documents']
  return server.server.services.store.run('platform', async (transaction) => {
    const texts: string[] = []
    for (const table of tables) {
      const result: unknown = await transaction.raw(
        `select (to_jsonb(t) - array['revision', 'updated_at', 'created_at', ?])::text as row from ${table} t order by 1`,
        [table === 'integration_documents' ? 'name' : 'revision'],
      )
      texts.push(...Rows.parse(result).rows.map(({ row }) => row))
    }
    return texts
  })
}

test.each(puts)('PUT %s again changes nothing more', async (path) => {
  const target = path
    .replace('{kind}', 'clinic')
    .replace('{agentId}', server.agentId)
    .replace('{skillId}', skillId)
  const send = () => must(server.api('PUT', target, { body: bodies[path]?.() }))
  const first = await send()
  const before = await stored()
  const again = await send()
  expect([again.status, await stored()]).toEqual([first.status, before])
})

test('a binding that was read is put back as it is, and nothing changes', async () => {
  const target = `/agents/${server.agentId}/bindings/${skillId}`
  const { binding } = z.object({ binding: z.unknown() }).parse((await must(server.api('GET', target))).data)
  const before = await stored()
  await must(server.api('PUT', target, { body: binding }))
  expect(await stored()).toEqual(before)
})

test('a read that was enabled after it was written disabled stays enabled when it is put back', async () => {
  const named = { ...verifyPatient, toolName: 'Verify later', enabled: false }
  const path = `/agents/${server.agentId}/integrations/clinic/bindings`
  const Made = z.object({ id: z.string(), isEnabled: z.boolean() })
  const made = Made.parse((await must(server.api('POST', path, { body: named }))).data)
  const target = `/agents/${server.agentId}/bindings/${made.id}`
  await must(
    server.api('PATCH', `/agents/${server.agentId}/skills/${made.id}`, { body: { isEnabled: true } }),
  )
  const { binding } = z.object({ binding: z.unknown() }).parse((await must(server.api('GET', target))).data)
  const again = Made.parse((await must(server.api('PUT', target, { body: binding }))).data)
  expect([made.isEnabled, again.isEnabled]).toEqual([false, true])
})
