import { describeIntegrations } from '@bindery/platform/integrations'
import { newId, type Principal, scopes } from '@bindery/platform/kernel'
import { isSkillId } from '@bindery/model'
import { findIntegration, keepSkillDrift, listIntegrations } from '@bindery/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'
import { countingStore } from '../testing/count-queries.ts'

const Integration = z.object({
  counts: z.object({
    objects: z.int(),
    operations: z.int(),
    bindable: z.int(),
    limited: z.int(),
    quarantined: z.int(),
    skills: z.int(),
  }),
  openDrift: z.int(),
  runningJob: z.unknown(),
  lastError: z.unknown(),
  credentialExpiresAt: z.string().nullable(),
})

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const clinic = '/integrations/clinic'
const show = async (api = server.api) => Integration.parse((await must(api('GET', clinic))).data)
const totalOf = async (path: string) => {
  const { body } = await must(server.api('GET', `${clinic}/${path}`))
  return z.object({ meta: z.object({ total: z.int() }) }).parse(body).meta.total
}
const idOfClinic = async () => {
  const { store } = server.server.services
  const found = await store.run(server.organizationId, (transaction) =>
    findIntegration(transaction, 'clinic'),
  )
  return found?.id ?? ''
}

it.each([[[]], [['Practitioner']]])(
  'counts what the lists show, when %j is blocked',
  async (blockedObjects) => {
    await must(server.api('PATCH', `${clinic}/scoping`, { body: { blockedObjects } }))
    const { counts } = await show()
    expect(counts).toEqual({
      objects: await totalOf('objects'),
      operations: await totalOf('operations'),
      bindable: await totalOf('operations?availability=bindable'),
      limited: await totalOf('operations?availability=limited'),
      quarantined: await totalOf('operations?availability=quarantined'),
      skills: 0,
    })
    expect(counts.operations).toBeGreaterThan(0)
  },
)

it('counts skills, and those that a provider has drifted away from', async () => {
  const skillId = await server.publish(findPatient)
  const { store } = server.server.services
  const { organizationId } = server
  if (!isSkillId(skillId)) throw new Error('A skill has the id of one.')
  await store.run(organizationId, (transaction) =>
    keepSkillDrift(transaction, {
      organizationId,
      id: newId(),
      skillId,
      fingerprint: 'f',
      impact: 'breaking',
      report: { facts: [] },
      repair: undefined,
    }),
  )
  const { counts, openDrift } = await show()
  expect([counts.skills, openDrift]).toEqual([1, 1])
})

it('says why the last discovery failed, until one does not', async () => {
  const before = (await show()).lastError
  await must(server.api('PUT', `${clinic}/source`, { body: '{"no": "description"}' }))
  await server.api('POST', `${clinic}/discover`, { headers: { prefer: 'wait=30' } })
  expect([before, (await show()).lastError]).toEqual([
    null,
    {
      jobId: expect.any(String),
      environment: 'production',
      code: 'document_unreadable',
      message: expect.any(String),
      at: expect.any(String),
    },
  ])
})

it('says which discovery is under way, to keys that may hear of its environment', async () => {
  const { store } = server.server.services
  const jobId = newId()
  const integrationId = await idOfClinic()
  await store.run(server.organizationId, (transaction) =>
    transaction('jobs').insert({
      organization_id: server.organizationId,
      id: jobId,
      integration_id: integrationId,
      environment: 'staging',
      status: 'running',
      lease_until: new Date('2100-01-01'),
      actor: 'key:Test',
    }),
  )
  const running = { jobId, environment: 'staging', status: 'running' }
  const other = server.client(await server.keyWith(scopes, 'production'))
  expect([(await show()).runningJob, (await show(other)).runningJob]).toEqual([running, null])
})

it('says when a credential ends that nothing renews', async () => {
  const at = '2031-02-03T04:05:06.000Z'
  const environments = { development: { baseUrl: server.clinic.baseUrl } }
  await must(server.api('PATCH', clinic, { body: { environments } }))
  const connect = async (more: object) => {
    const credentials = {
      client_id: 'bindery',
      authorization_url: `${server.clinic.baseUrl}/authorize`,
      token_url: `${server.clinic.baseUrl}/token`,
      access_token: 'given-elsewhere',
      expires_at: at,
      ...more,
    }
    const body = { environment: 'development', credentials, verify: false }
    await must(server.api('POST', `${clinic}/connect`, { body }))
    return (await show()).credentialExpiresAt
  }
  expect([await connect({ refresh_token: 'renews' }), await connect({})]).toEqual([null, at])
})

it('asks as many queries for one integration as for six', async () => {
  const { services } = server.server
  const { organizationId } = server
  const principal: Principal = {
    organizationId,
    keyId: 'k',
    actor: 'key:k',
    scopes: new Set(scopes),
    environment: undefined,
    expiresAt: undefined,
  }
  const count = async (): Promise<readonly number[]> => {
    const counted = countingStore(services.store)
    const views = await counted.store.run(organizationId, async (transaction) => {
      const integrations = await listIntegrations(transaction)
      return describeIntegrations({ store: counted.store }, transaction, { principal, integrations })
    })
    return [views.length, counted.queries()]
  }
  await must(server.api('PATCH', `${clinic}/scoping`, { body: { blockedObjects: [] } }))
  const one = await count()
  for (const kind of ['a', 'b', 'c', 'd', 'e'])
    await must(server.api('POST', '/integrations', { body: { kind, name: kind, type: 'openapi' } }))
  expect([one, await count()]).toEqual([
    [1, 4],
    [6, 4],
  ])
})
