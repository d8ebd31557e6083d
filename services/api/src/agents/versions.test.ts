import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  type ClinicServer,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const Version = z.object({
  id: z.string(),
  number: z.int(),
  hash: z.string(),
  skills: z.array(
    z.object({
      skillId: z.string(),
      functionName: z.string(),
      skillHash: z.string(),
      sharedAction: z.unknown().optional(),
    }),
  ),
})
const Lineage = z.object({
  uses: z.array(
    z.object({
      agentId: z.string(),
      isLive: z.boolean(),
      versions: z.array(z.int()),
      exposedAs: z.array(z.string()),
    }),
  ),
})
const Origins = z.object({ outputs: z.array(z.object({ output: z.string() }).loose()) })
const Restored = z.object({
  restored: z.literal(true),
  skills: z.array(z.object({ functionName: z.string(), outcome: z.string() })),
  sharedChanged: z.array(z.object({ pinnedRevision: z.int(), currentRevision: z.int() })),
  missing: z.array(z.object({ functionName: z.string(), what: z.string() })),
})

const newAgent = async (api: ClinicServer['api'], name: string): Promise<string> =>
  idOf(await must(api('POST', '/agents', { body: { name } })))

async function publish(api: ClinicServer['api'], agentId: string, body: object = {}) {
  return Version.parse((await must(api('POST', `/agents/${agentId}/publish`, { body }))).data)
}

async function restore(api: ClinicServer['api'], agentId: string, versionId: string) {
  const path = `/agents/${agentId}/versions/${versionId}/restore`
  return Restored.parse((await must(api('POST', path, { body: {} }))).data)
}

const skillsOf = async (api: ClinicServer['api'], agentId: string) =>
  z
    .array(
      z.object({
        id: z.string(),
        functionName: z.string(),
        compiledHash: z.string(),
        status: z.string(),
        isEnabled: z.boolean(),
      }),
    )
    .parse((await must(api('GET', `/agents/${agentId}/skills`))).data)

describe('an agent with three versions', () => {
  let agentId = ''
  let patientId = ''
  const versions: z.output<typeof Version>[] = []
  const bindings = () => `/agents/${agentId}/integrations/clinic/bindings`

  beforeAll(async () => {
    agentId = await newAgent(server.api, 'three versions')
    patientId = idOf(await must(server.api('POST', bindings(), { body: findPatient })))
    versions.push(await publish(server.api, agentId, { note: 'reads only' }))
    await must(server.api('POST', bindings(), { body: bookAppointment }))
    versions.push(await publish(server.api, agentId))
    const shorter = { ...findPatient, description: 'Finds a patient.', rateLimitPerMinute: 5 }
    await must(server.api('PUT', `${bindings()}/${patientId}`, { body: shorter }))
    versions.push(await publish(server.api, agentId))
  })

  it('tells versions apart by field', async () => {
    const [first, second, third] = versions
    const diff = async (to = '', from = '') =>
      z
        .array(z.object({ field: z.string(), kind: z.string() }))
        .parse(
          (
            await must(
              server.api(
                'GET',
                `/agents/${agentId}/versions/${to}/diff${from === '' ? '' : `?from=${from}`}`,
              ),
            )
          ).data,
        )
    expect(await diff(first?.id)).toEqual([{ field: 'skills.find_patient', kind: 'added' }])
    expect(await diff(second?.id)).toEqual([{ field: 'skills.book_appointment', kind: 'added' }])
    expect(await diff(third?.id)).toEqual([
      { field: 'skills.find_patient.description', kind: 'changed' },
      { field: 'skills.find_patient.policy', kind: 'changed' },
    ])
    expect((await diff(first?.id, second?.id)).map(({ kind }) => kind)).toEqual(['removed'])
  })

  it('rolls back without compiling: the version that was live is live again, with its bytes', async () => {
    const body = { versionId: versions[0]?.id }
    const back = Version.parse((await must(server.api('POST', `/agents/${agentId}/rollback`, { body }))).data)
    expect(back).toEqual(versions[0])
    const ran = await must(
      server.api('POST', `/agents/${agentId}/skills/${patientId}/execute`, {
        body: { params: { caller_phone: '+31612345678' } },
      }),
    )
    const { executionId } = z.object({ executionId: z.string() }).parse(ran.data)
    const execution = await must(server.api('GET', `/executions/${executionId}`))
    expect(execution.text).toContain(versions[0]?.skills[0]?.skillHash)
  })

  it('restores a version into the draft: publishing it again freezes the same hash', async () => {
    const [first] = versions
    const report = await restore(server.api, agentId, first?.id ?? '')
    expect(report).toEqual({
      restored: true,
      skills: [
        { functionName: 'find_patient', outcome: 'rewritten' },
        { functionName: 'book_appointment', outcome: 'set_aside' },
      ],
      sharedChanged: [],
      missing: [],
    })
    expect((await publish(server.api, agentId)).hash).toBe(first?.hash)
    await must(server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }))
    const statuses = (await skillsOf(server.api, agentId)).map(({ status }) => status)
    expect(statuses).toEqual(['valid', 'draft'])
  })

  it('takes up again what was set aside when the version that holds it is restored', async () => {
    const third = versions[2]
    const report = await restore(server.api, agentId, third?.id ?? '')
    expect(report.skills.map(({ outcome }) => outcome)).toEqual(['rewritten', 'rewritten'])
    expect((await publish(server.api, agentId)).hash).toBe(third?.hash)
  })

  it('is told by every version who exposes a field and who compares one', async () => {
    const lineage = async (query: string) => {
      const path = `/integrations/clinic/lineage?object=Patient&${query}`
      const found = await must(server.api('GET', path))
      const { uses } = Lineage.parse(found.data)
      return uses.filter((use) => use.agentId === agentId)
    }
    const [use, ...others] = await lineage('field=fileNumber')
    expect([use?.exposedAs, use?.isLive, others]).toEqual([['patients.file_number'], true, []])
    const all = await lineage('field=fileNumber&versions=all')
    expect(all.map(({ versions: held }) => held).filter((held) => held.length > 0)).toEqual([
      [5, 3],
      [4, 2, 1],
    ])
    expect(await lineage('field=dateOfBirth')).toEqual([])
    const origin = await must(
      server.api('GET', `/agents/${agentId}/skills/${patientId}/lineage?version=${versions[0]?.id}`),
    )
    expect(origin.data).toMatchObject({
      skillHash: versions[0]?.skills[0]?.skillHash,
      isTraced: true,
      inputs: [{ argument: 'phone', parameter: 'caller_phone', how: 'compares' }],
    })
  })

  it('makes a deleted skill again under its id, disabled', async () => {
    const third = versions[2]
    await must(server.api('DELETE', `/agents/${agentId}/skills/${patientId}`))
    const report = await restore(server.api, agentId, third?.id ?? '')
    expect(report.skills).toContainEqual({ functionName: 'find_patient', outcome: 'recreated' })
    const skill = (await skillsOf(server.api, agentId)).find(({ id }) => id === patientId)
    expect([skill?.status, skill?.isEnabled]).toEqual(['valid', false])
  })

  it('leaves a name to the skill that has it now, and says so', async () => {
    await must(server.api('DELETE', `/agents/${agentId}/skills/${patientId}`))
    const other = idOf(await must(server.api('POST', bindings(), { body: findPatient })))
    const report = await restore(server.api, agentId, versions[2]?.id ?? '')
    expect(report.missing).toEqual([{ functionName: 'find_patient', what: 'name' }])
    expect((await skillsOf(server.api, agentId)).find(({ id }) => id === other)?.status).toBe('draft')
  })

  it('answers 404 for the version of another agent', async () => {
    const other = await newAgent(server.api, 'another')
    const answer = await server.api('POST', `/agents/${other}/versions/${versions[0]?.id}/restore`)
    expect([answer.status, answer.body['code']]).toEqual([404, 'not_found'])
  })
})

it('swaps back the names that two skills swapped', async () => {
  const agentId = await newAgent(server.api, 'swap')
  const bindings = `/agents/${agentId}/integrations/clinic/bindings`
  const named = (toolName: string) => ({ ...findPatient, toolName })
  const one = idOf(await must(server.api('POST', bindings, { body: named('One') })))
  const two = idOf(await must(server.api('POST', bindings, { body: named('Two') })))
  const version = await publish(server.api, agentId)
  for (const [id, name] of [
    [one, 'Three'],
    [two, 'One'],
    [one, 'Two'],
  ] as const)
    await must(server.api('PUT', `${bindings}/${id}`, { body: named(name) }))
  await restore(server.api, agentId, version.id)
  const names = (await skillsOf(server.api, agentId)).map(({ functionName }) => functionName)
  expect([names, (await publish(server.api, agentId)).hash]).toEqual([['one', 'two'], version.hash])
})

describe('a stale revision', () => {
  it.each([
    ['PATCH', '', { description: 'x' }],
    ['POST', '/publish', {}],
  ])('is refused by %s %s', async (method, path, body) => {
    const agentId = await newAgent(server.api, `stale ${method}`)
    const shown = await must(server.api('GET', `/agents/${agentId}`))
    const ifMatch = { 'if-match': shown.headers.get('etag') ?? '' }
    const fresh = await server.api(method, `/agents/${agentId}${path}`, { body, headers: ifMatch })
    const stale = await server.api(method, `/agents/${agentId}${path}`, { body, headers: ifMatch })
    expect([fresh.status < 300, stale.status, stale.body['code']]).toEqual([true, 409, 'conflict'])
  })

  it('is taken by one of two edits at the same time', async () => {
    const agentId = await newAgent(server.api, 'race')
    const edit = (description: string) =>
      server.api('PATCH', `/agents/${agentId}`, { body: { description }, headers: { 'if-match': '"1"' } })
    const statuses = (await Promise.all([edit('a'), edit('b')])).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 409]))
  })
})

describe('a version with a shared action', () => {
  it('pins its revision, and a restore says when it is another one now', async () => {
    const { api } = server
    const agentId = await newAgent(api, 'shared')
    const environments = { production: { baseUrl: server.clinic.baseUrl } }
    const shop = { kind: 'shop', name: 'Shop', type: 'custom_api', environments }
    await must(api('POST', '/integrations', { body: shop }))
    await must(api('POST', '/integrations/shop/connect', { body: {} }))
    const action = {
      name: 'Find order',
      description: 'Find an order by its number.',
      method: 'GET',
      path: '/orders/{{order_id}}',
      responseMapping: [{ path: 'data.status', leaf: 'order_status', type: 'string' }],
    }
    const actionId = idOf(await must(api('POST', '/integrations/shop/shared-actions', { body: action })))
    const linked = { kind: 'shop', actionId, variables: [{ name: 'order_id', type: 'string' }] }
    const linkId = idOf(await must(api('POST', `/agents/${agentId}/action-links`, { body: linked })))
    const version = await publish(api, agentId)
    expect(version.skills[0]).toMatchObject({
      sharedAction: { actionId, slug: 'find_order', revision: 1 },
    })
    const { skillId = '' } = version.skills[0] ?? {}
    const origin = await must(api('GET', `/agents/${agentId}/skills/${skillId}/lineage?version=live`))
    expect(Origins.parse(origin.data).outputs[0]).toMatchObject({
      output: 'order_status',
      path: 'data.status',
      fields: [{ field: 'status' }],
    })
    await must(api('PATCH', `/agents/${agentId}/action-links/${linkId}`, { body: { toolName: 'Other' } }))
    expect((await restore(api, agentId, version.id)).sharedChanged).toEqual([])
    expect((await publish(api, agentId)).hash).toBe(version.hash)
    const kept = { name: 'sent', response: { data: { data: { status: 'sent' } } } }
    await must(api('POST', `/agents/${agentId}/skills/${skillId}/tests`, { body: kept }))
    const edit = { responseMapping: [{ path: 'data.status', leaf: 'state', type: 'string' }] }
    const edited = await must(api('PATCH', `/integrations/shop/shared-actions/${actionId}`, { body: edit }))
    expect(edited.data).toMatchObject({
      affectedSkills: [{ skillId, failingTests: [expect.stringContaining('"order_status" removed')] }],
    })
    const report = await restore(api, agentId, version.id)
    expect([report.sharedChanged, report.missing]).toEqual([[{ pinnedRevision: 1, currentRevision: 2 }], []])
    const [skill] = await skillsOf(api, agentId)
    expect([skill?.functionName, skill?.compiledHash === version.skills[0]?.skillHash]).toEqual([
      'find_order',
      false,
    ])
  })
})
