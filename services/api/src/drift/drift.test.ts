import { clinicDocument } from '@bindery/fixtures'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
let skills: { readonly find: string; readonly book: string }

beforeAll(async () => {
  server = await startClinicServer()
  await provide((text) => text)
  skills = { find: await server.publish(findPatient), book: await server.publish(bookAppointment) }
})
afterAll(() => server.close())
afterEach(() => provide((text) => text))

type Patch = (text: string) => string
const document = (patch: Patch): string => patch(JSON.stringify(clinicDocument))
const renamed: Patch = (text) => text.replaceAll('"fullName"', '"full_name"')
const relabelled: Patch = (text) => text.replaceAll('"fullName"', '"patientLabel"')
const broken: Patch = (text) => text.replaceAll('"startsAt"', '"beginsAt"')

const Affected = z.object({
  functionName: z.string(),
  verdict: z.string(),
  reasons: z.array(z.string()),
  hasRepair: z.boolean(),
})
const Summary = z.object({ catalogHash: z.string(), affectedSkills: z.array(Affected) })

/** The provider publishes another description, and it is discovered. */
async function provide(patch: Patch, environment = 'production') {
  await must(server.api('PUT', '/integrations/clinic/source', { body: document(patch) }))
  const body = { environment }
  const headers = { prefer: 'wait=30' }
  return Summary.parse(
    (await must(server.api('POST', '/integrations/clinic/discover', { body, headers }))).data,
  )
}

const skillPath = (skillId: string): string => `/agents/${server.agentId}/skills/${skillId}`
const Drift = z.object({
  verdict: z.string(),
  reasons: z.array(z.string()),
  repair: z
    .object({ by: z.string(), changes: z.array(z.object({ path: z.string(), after: z.unknown() })) })
    .nullable(),
})
const driftOf = async (skillId: string) =>
  Drift.parse((await must(server.api('GET', `${skillPath(skillId)}/drift`))).data)
const decide = (skillId: string, decision: string) =>
  server.api('POST', `${skillPath(skillId)}/drift`, { body: { decision } })
const Status = z.object({ status: z.string(), isEnabled: z.boolean() })
const statusOf = async (skillId: string) =>
  Status.parse((await must(server.api('GET', skillPath(skillId)))).data)

describe('a field that a skill reads was renamed', () => {
  it('breaks that skill alone, with a repair drafted', async () => {
    const { affectedSkills } = await provide(renamed)
    expect(
      affectedSkills.map(({ functionName, verdict, hasRepair }) => [functionName, verdict, hasRepair]),
    ).toEqual([['find_patient', 'breaking', true]])
    const drift = await driftOf(skills.find)
    expect(drift.repair?.changes).toEqual([{ path: '/projection/0/fields/1/path', after: 'full_name' }])
    expect(drift.reasons).toContain('Patient: "fullName" is gone.')
    const listed = await must(server.api('GET', '/integrations/clinic/drift'))
    expect(
      z
        .array(z.object({ skillId: z.string() }))
        .parse(listed.data)
        .map((row) => row.skillId),
    ).toEqual([skills.find])
  })

  it('is found again by what it means when its new name is nothing like the old one', async () => {
    const { affectedSkills } = await provide(relabelled)
    expect(affectedSkills.map(({ functionName, hasRepair }) => [functionName, hasRepair])).toEqual([
      ['find_patient', true],
    ])
    expect((await driftOf(skills.find)).repair).toEqual({
      by: 'mapper',
      changes: [{ path: '/projection/0/fields/1/path', after: 'patientLabel' }],
    })
  })

  it('is over when the provider takes it back', async () => {
    await provide(renamed)
    await provide((text) => text)
    expect((await statusOf(skills.find)).status).toBe('valid')
    expect((await server.api('GET', `${skillPath(skills.find)}/drift`)).status).toBe(404)
  })

  it('is repaired as a disabled draft, and what is live stays as it was until it is published', async () => {
    await provide(renamed)
    const versions = async () => (await must(server.api('GET', `/agents/${server.agentId}/versions`))).text
    const before = await versions()
    await must(decide(skills.find, 'apply'))
    expect(await statusOf(skills.find)).toEqual({ status: 'valid', isEnabled: false })
    expect(await versions()).toBe(before)
    expect((await decide(skills.find, 'apply')).status).toBe(404)
    await provide((text) => text)
    await must(
      server.api('PUT', `/agents/${server.agentId}/integrations/clinic/bindings/${skills.find}`, {
        body: findPatient,
      }),
    )
  })

  it('is shown typed, and what was decided about the guess is known again', async () => {
    await provide(renamed)
    const diff = await must(server.api('GET', '/integrations/clinic/schema/diff?from=current&to=current'))
    expect(diff.data).toMatchObject({ counts: { added: 0, changed: 0, removed: 0 }, changes: [] })
    const versions = z
      .array(z.object({ catalogHash: z.string() }))
      .parse((await must(server.api('GET', '/integrations/clinic/schema/versions'))).data)
    const from = versions.at(-1)?.catalogHash ?? ''
    const typed = await must(
      server.api('GET', `/integrations/clinic/schema/diff?from=${from}&to=production&impact=breaking`),
    )
    const { renames, changes } = z
      .object({
        renames: z.array(z.object({ from: z.string(), to: z.string(), fingerprint: z.string() })),
        changes: z.array(z.object({ name: z.string(), impact: z.string() })),
      })
      .parse(typed.data)
    expect(renames.map((rename) => `${rename.from} -> ${rename.to}`)).toEqual(['fullName -> full_name'])
    expect(changes.map((change) => change.impact)).toEqual(changes.map(() => 'breaking'))
    const fingerprint = renames[0]?.fingerprint
    await must(
      server.api('POST', '/integrations/clinic/schema/renames', {
        body: { fingerprint, decision: 'rejected' },
      }),
    )
    await provide((text) => text)
    await provide(renamed)
    const again = await must(
      server.api('GET', `/integrations/clinic/schema/diff?from=${from}&to=production&impact=security`),
    )
    expect(again.data).toMatchObject({ renames: [{ fingerprint, decision: 'rejected' }], changes: [] })
  })
})

describe('a field that a skill writes went away', () => {
  const execute = () => server.execute(skills.book, bookingParams)

  it('stops the write before anything is sent, and the old bytes too when the draft moves on', async () => {
    const writes = server.clinic.writes()
    await provide(broken)
    expect((await execute()).body['code']).toBe('skill_stale')
    const repaired = {
      ...bookAppointment,
      inputObjectMap: (bookAppointment.inputObjectMap ?? []).map((entry) =>
        entry.field === 'startsAt' ? { ...entry, field: 'beginsAt' } : entry,
      ),
    }
    const path = `/agents/${server.agentId}/integrations/clinic/bindings/${skills.book}`
    await must(server.api('PUT', path, { body: repaired }))
    await must(
      server.api('PATCH', skillPath(skills.book), { body: { isEnabled: true, acknowledge: ['write'] } }),
    )
    // The draft fits again; what is published is still the binding of before.
    expect((await execute()).body['code']).toBe('skill_stale')
    expect(server.clinic.writes()).toBe(writes)
    await provide((text) => text)
    await must(server.api('PUT', path, { body: bookAppointment }))
    await must(
      server.api('PATCH', skillPath(skills.book), { body: { isEnabled: true, acknowledge: ['write'] } }),
    )
    expect((await execute()).status).toBe(202)
  })

  it('runs again when a person acknowledges it, and stays acknowledged', async () => {
    await provide(broken)
    expect((await execute()).body['code']).toBe('skill_stale')
    await must(decide(skills.book, 'acknowledge'))
    expect((await execute()).status).toBe(202)
    await provide((text) => text)
    const again = await provide(broken)
    expect(again.affectedSkills.map((skill) => skill.functionName)).not.toContain('book_appointment')
    const audit = await must(server.api('GET', '/audit?limit=100'))
    expect(audit.text).toContain('skill.drift_acknowledged')
  })
})

describe('another environment', () => {
  it('is compared with production and disturbs nothing there', async () => {
    await provide(renamed, 'development')
    expect((await statusOf(skills.find)).status).toBe('valid')
    const diff = await must(
      server.api('GET', '/integrations/clinic/schema/diff?from=production&to=development&limit=1'),
    )
    expect(diff.data).toMatchObject({ renames: [{ from: 'fullName', to: 'full_name' }] })
    const missing = await server.api('GET', '/integrations/clinic/schema/diff?from=production&to=staging')
    expect([missing.status, missing.body['code']]).toEqual([404, 'schema_not_discovered'])
    const unknown = await server.api('GET', '/integrations/clinic/schema/diff?from=nowhere&to=current')
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'not_found'])
  })
})

describe('the class of a field', () => {
  const change = (body: object) =>
    server.api('PATCH', '/integrations/clinic/sensitivity', { body: { changes: [body] } })
  const name = { on: 'field', object: 'Patient', field: 'fullName' }

  it('stops what reads it when it is raised, and lets it run when it is lowered with a reason', async () => {
    const find = () => server.execute(skills.find, { caller_phone: '+31612345678' })
    expect((await find()).status).toBe(200)
    await must(change({ ...name, sensitivityClass: 'health' }))
    expect((await find()).body['code']).toBe('skill_stale')
    const shown = await must(server.api('GET', '/integrations/clinic/objects/Patient'))
    expect(z.object({ fields: z.array(z.unknown()) }).parse(shown.data).fields).toContainEqual(
      expect.objectContaining({ name: 'fullName', sensitivityClass: 'health' }),
    )
    const refused = await change({ ...name, sensitivityClass: null })
    expect([refused.status, refused.body['code']]).toEqual([400, 'validation_error'])
    await must(change({ ...name, sensitivityClass: null, reason: 'Names are on the door plate.' }))
    expect((await find()).status).toBe(200)
    const audit = await must(server.api('GET', '/audit?limit=100'))
    expect(audit.text).toContain('integration.sensitivity_lowered')
    expect(audit.text).toContain('Names are on the door plate.')
  })

  it('is refused for names that are not there', async () => {
    const answer = await change({ ...name, field: 'fullNam', sensitivityClass: 'pii' })
    expect([answer.status, answer.body['detail']]).toEqual([
      404,
      'The catalog has no field "Patient.fullNam". Did you mean "fullName"?',
    ])
  })
})
