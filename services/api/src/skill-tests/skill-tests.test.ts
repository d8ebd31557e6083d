import { clinicDocument } from '@bindery/fixtures'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  type ClinicServer,
  clinicKey,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
  const slot = { baseUrl: server.clinic.baseUrl }
  const environments = { development: slot, production: slot }
  await must(server.api('PATCH', '/integrations/clinic', { body: { environments } }))
  for (const environment of ['development', 'production']) {
    const credentials = { api_key: clinicKey, in: 'header', name: 'X-Clinic-Key' }
    await must(server.api('POST', '/integrations/clinic/connect', { body: { credentials, environment } }))
  }
})
afterAll(() => server.close())

const Result = z.object({
  name: z.string(),
  status: z.string(),
  differences: z.array(
    z.object({ path: z.string(), kind: z.string(), before: z.unknown(), after: z.unknown() }),
  ),
  error: z.object({ code: z.string() }).nullable(),
})
const Test = z.object({ id: z.string(), expect: z.unknown(), response: z.unknown(), result: Result })

const answer = (name: string, more: object = {}) => ({
  patients: [
    { id: 'pat_1', fullName: name, fileNumber: '9007199254740993', address: { city: 'Delft' }, ...more },
  ],
})
const row = (name: string) => ({
  customer_id: 'pat_1',
  customer_name: name,
  file_number: '9007199254740993',
  city: 'Delft',
})

/** An agent of its own with one skill. */
async function skillOf(name: string, binding: object = findPatient) {
  const agentId = idOf(await must(server.api('POST', '/agents', { body: { name } })))
  const bindings = `/agents/${agentId}/integrations/clinic/bindings`
  const skillId = idOf(await must(server.api('POST', bindings, { body: binding })))
  const tests = `/agents/${agentId}/skills/${skillId}/tests`
  return {
    agentId,
    skillId,
    paste: (body: object) => server.api('POST', tests, { body: { name: 'one', ...body } }),
    record: (body: object) => server.api('POST', `${tests}/record`, { body: { name: 'live', ...body } }),
    run: () => server.api('POST', `${tests}/run`),
    tests,
    author: (changed: object) => server.api('PUT', `${bindings}/${skillId}`, { body: changed }),
    publish: (body: object = {}) => server.api('POST', `/agents/${agentId}/publish`, { body }),
  }
}

let shared: ReturnType<typeof skillOf> | undefined
/** One skill, never published, for what leaves nothing that others would see. */
const common = () => (shared ??= skillOf('common'))

describe('a pasted answer', () => {
  it('is kept with the output of now, listed, run and deleted', async () => {
    const skill = await skillOf('pasted')
    const data = answer('Ana')
    const made = Test.parse((await must(skill.paste({ response: { data } }))).data)
    expect(made).toMatchObject({
      expect: { output: { patients: [row('Ana')] } },
      result: { status: 'passed' },
    })
    expect((await skill.paste({ response: { data } })).body['code']).toBe('duplicate_name')
    expect((await must(skill.run())).data).toMatchObject({ passed: 1, failed: 0 })
    await must(server.api('DELETE', `${skill.tests}/${made.id}`))
    expect((await must(server.api('GET', skill.tests))).data).toEqual([])
    expect((await server.api('DELETE', `${skill.tests}/${made.id}`)).status).toBe(404)
  })

  it('shows every value that is not as expected', async () => {
    const skill = await skillOf('differing')
    const expected = { output: { patients: [{ ...row('Bob'), extra: 1 }] } }
    const made = await must(skill.paste({ response: { data: answer('Ana') }, expect: expected }))
    expect(Test.parse(made.data).result).toEqual({
      name: 'one',
      status: 'failed',
      error: null,
      differences: [
        { path: 'patients[0].customer_name', kind: 'changed', before: 'Bob', after: 'Ana' },
        { path: 'patients[0].extra', kind: 'removed', before: 1, after: null },
      ],
    })
  })

  const text = JSON.stringify(answer('Ana')).replace('"9007199254740993"', '9007199254740993')
  const called = { params: { caller_phone: '+31201234567' } }
  test.each([
    ['a body keeps every digit of a number', { body: text }, { output: { patients: [row('Ana')] } }],
    ['a refusal of the provider is an error', { body: {}, status: 404 }, { error: 'upstream_error' }],
    ['a body that is no JSON is an error', { body: '<p>' }, { error: 'upstream_invalid_response' }],
    [
      'an answer without what it promises is an error',
      { body: { patients: [{}] } },
      { error: 'upstream_invalid_response' },
    ],
  ])('%s, as in a live call', async (name, response, expected) => {
    const skill = await common()
    const made = await must(skill.paste({ name, response, expect: expected, ...called }))
    expect(Test.parse(made.data).result).toMatchObject({ status: 'passed', differences: [] })
  })

  test.each([
    ['that gives no output', { data: { patients: [{}] } }, {}],
    ['whose request cannot be built', { body: {} }, {}],
    ['that expects an unknown code', { data: {} }, { expect: { error: 'no_such_code' } }],
    ['that says two things', { data: {}, body: {} }, {}],
  ])('%s is refused', async (_, response, more) => {
    const skill = await common()
    const refused = await skill.paste({ response, ...more })
    expect([refused.status, refused.body['code']]).toEqual([400, 'validation_error'])
  })

  it('of another agent or organisation is not there', async () => {
    const [one, other] = [await skillOf('mine'), await skillOf('theirs')]
    const crossed = `/agents/${other.agentId}/skills/${one.skillId}/tests`
    expect((await server.api('GET', crossed)).status).toBe(404)
    const stranger = server.client(await server.otherOrganization())
    expect((await stranger('GET', one.tests)).status).toBe(404)
  })
})

describe('a recorded answer', () => {
  it('keeps the shape of what the provider sent and nobody’s data, sealed', async () => {
    const skill = await skillOf('recorded')
    const params = { caller_phone: '+31612345678' }
    const live = await must(
      server.api('POST', `/agents/${skill.agentId}/skills/${skill.skillId}/execute`, {
        body: { params, environment: 'development', draftMode: true },
      }),
    )
    const output = z.object({ output: z.object({ patients: z.array(z.record(z.string(), z.unknown())) }) })
    const [known] = output.parse(live.data).output.patients
    const name = z.string().min(3).parse(known?.['customer_name'])
    const recorded = await must(skill.record({ params }))
    const made = Test.parse(recorded.data)
    expect(made.result.status).toBe('passed')
    for (const value of [name, params.caller_phone, clinicKey]) expect(recorded.text).not.toContain(value)
    const rows = await server.server.services.store.run('platform', async (transaction) => {
      const found: unknown = await transaction.raw('select sealed from skill_tests')
      return JSON.stringify(found)
    })
    expect(rows).not.toContain('fileNumber')
    expect(server.log()).not.toContain('fileNumber')
  })

  it('is not made in production, nor by writing', async () => {
    const skill = await skillOf('careful', bookAppointment)
    const params = { customer_id: 'pat_1', service_type: 'check-up', start_time: '2027-02-01T10:00:00+01:00' }
    const written = await skill.record({ params })
    const produced = await skill.record({ params, environment: 'production' })
    expect([written.body['code'], produced.body['code']]).toEqual(['bad_request', 'validation_error'])
  })
})

describe('a test that fails', () => {
  const other = { ...findPatient, projection: [{ path: 'patients[0].id', leaf: 'customer_id' }] }

  it('warns at re-authoring, and blocks publishing until that is acknowledged and audited', async () => {
    const skill = await skillOf('blocked')
    await must(skill.paste({ response: { data: answer('Ana') } }))
    const authored = await must(skill.author(other))
    expect(z.array(z.object({ code: z.string() })).parse(authored.body['warnings'])).toContainEqual(
      expect.objectContaining({ code: 'test_failing' }),
    )
    const report = await must(server.api('GET', `/agents/${skill.agentId}/prepublish-report`))
    expect(report.data).toMatchObject({ skills: [{ tests: { total: 1, failing: ['one'] } }] })
    expect(report.text).toContain('"test_failing"')
    const refused = await skill.publish()
    expect([refused.status, refused.body['code'], refused.body['acknowledge']]).toEqual([
      409,
      'acknowledgement_required',
      ['failing_tests'],
    ])
    const published = await must(skill.publish({ acknowledge: ['failing_tests'] }))
    expect(JSON.stringify(published.body['warnings'])).toContain('test_failing')
    const audit = z
      .array(z.object({ action: z.string(), subject: z.string(), detail: z.record(z.string(), z.unknown()) }))
      .parse((await must(server.api('GET', '/audit?limit=100'))).data)
    const entry = audit.find(
      ({ action, subject }) => action === 'agent.published' && subject === skill.agentId,
    )
    expect(entry?.detail['acknowledge']).toEqual(['failing_tests'])
  })

  it('is named by the drift of its skill, which knows what the provider used to answer', async () => {
    const skill = await skillOf('drifting')
    await must(skill.paste({ response: { data: answer('Ana') } }))
    await must(skill.paste({ name: 'none found', response: { data: { patients: [] } } }))
    const provide = async (document: string) => {
      await must(server.api('PUT', '/integrations/clinic/source', { body: document }))
      return must(server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }))
    }
    const text = JSON.stringify(clinicDocument)
    await provide(text)
    const found = await provide(text.replaceAll('"fullName"', '"full_name"'))
    const drift = await must(server.api('GET', `/agents/${skill.agentId}/skills/${skill.skillId}/drift`))
    await provide(text)
    const affected = z
      .object({
        affectedSkills: z.array(z.object({ skillId: z.string(), failingTests: z.array(z.string()) })),
      })
      .parse(found.data)
      .affectedSkills.find(({ skillId }) => skillId === skill.skillId)
    expect([affected?.failingTests, drift.data]).toEqual([
      ['one'],
      expect.objectContaining({ failingTests: ['one'] }),
    ])
  })
})

describe('a replay', () => {
  const replayOf = (skill: { agentId: string; skillId: string }, body: object = {}) =>
    server.api('POST', `/agents/${skill.agentId}/skills/${skill.skillId}/replay`, { body })
  const Report = z.object({
    isSame: z.boolean(),
    replays: z.array(
      z.object({
        name: z.string().nullable(),
        isSame: z.boolean(),
        from: z.object({ error: z.object({ code: z.string() }).nullable() }),
        to: z.object({ error: z.object({ code: z.string() }).nullable() }),
        differences: z.array(z.object({ path: z.string(), kind: z.string() })),
      }),
    ),
  })

  it('shows field by field what a version makes otherwise of the same answers, sending nothing', async () => {
    const skill = await skillOf('replayed')
    const made = Test.parse((await must(skill.paste({ response: { data: answer('Ana') } }))).data)
    await must(skill.paste({ name: 'nobody', response: { data: { patients: [] } } }))
    const version = idOf(await must(skill.publish()))
    const [rows] = findPatient.projection ?? []
    const fields = [
      { path: 'id', leaf: 'customer_id' },
      { path: 'fullName', leaf: 'customer_name', transform: '$uppercase($)' },
      { path: 'email', leaf: 'customer_email' },
    ]
    await must(skill.author({ ...findPatient, projection: [{ ...rows, fields }] }))
    const differences = [
      { path: 'patients[0].customer_name', kind: 'changed' },
      { path: 'patients[0].file_number', kind: 'removed' },
      { path: 'patients[0].city', kind: 'removed' },
      { path: 'patients[0].customer_email', kind: 'added' },
    ]
    const executions = async () =>
      (await must(server.api('GET', '/executions'))).text.replace(/"request_id":"[^"]*"/, '')
    const before = await executions()
    const all = Report.parse((await must(replayOf(skill))).data)
    expect([all.isSame, all.replays.map(({ name, isSame }) => [name, isSame])]).toEqual([
      false,
      [
        ['one', false],
        ['nobody', true],
      ],
    ])
    expect(all.replays[0]?.differences).toEqual(differences)
    expect(await executions()).toBe(before)
    const one = Report.parse((await must(replayOf(skill, { from: version, testId: made.id }))).data)
    expect(one.replays.map((each) => each.differences)).toEqual([differences])
    const same = Report.parse((await must(replayOf(skill, { from: version, to: 'live' }))).data)
    expect(same.isSame).toBe(true)
  })

  it('compares an answer that comes with the request, errors too', async () => {
    const skill = await skillOf('replayed errors')
    await must(skill.publish())
    const shorter = { ...findPatient, projection: [{ path: 'total', leaf: 'found' }] }
    await must(skill.author(shorter))
    const given = { response: { data: { total: 3 } } }
    const [one] = Report.parse((await must(replayOf(skill, given))).data).replays
    expect([one?.isSame, one?.from.error?.code, one?.to.error]).toEqual([
      false,
      'upstream_invalid_response',
      null,
    ])
    const refused = { response: { body: {}, status: 404 }, params: { caller_phone: '+31612345678' } }
    expect(Report.parse((await must(replayOf(skill, refused))).data).isSame).toBe(true)
  })

  it.each([
    ['a version that nobody published', {}, 'no_published_version'],
    ['an unknown version', { from: 'draft', to: '0197f0aa-1111-7222-8333-444455556666' }, 'not_found'],
    ['an unknown test', { from: 'draft', testId: 'x' }, 'not_found'],
    ['two answers at once', { from: 'draft', testId: 'x', response: { data: {} } }, 'validation_error'],
  ])('refuses %s', async (_, body, code) => {
    const skill = await common()
    expect((await replayOf(skill, body)).body['code']).toBe(code)
  })
})
