import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer

beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const path = () => `/agents/${server.agentId}/integrations/clinic/bindings/auto`
const draft = (body: object, headers = {}) => server.api('POST', path(), { body, headers })

const Draft = z.object({
  skill: z
    .object({ id: z.string(), isEnabled: z.boolean(), origin: z.string(), isWrite: z.boolean() })
    .nullable(),
  binding: z.object({ operation: z.string(), enabled: z.boolean() }),
  lines: z.array(z.object({ target: z.string(), source: z.string() })),
  mapper: z.object({ mode: z.string() }),
})
const find = {
  goal: 'Find a patient by telephone number and say their name',
  parameters: ['caller_phone'],
  outputs: ['customer_name'],
}

describe('a goal in words', () => {
  it('becomes a disabled draft that compiles, runs once it is enabled, and says what went where', async () => {
    const answer = await must(draft(find))
    const { skill, binding, lines, mapper } = Draft.parse(answer.data)
    expect(answer.status).toBe(201)
    expect([binding.operation, binding.enabled, mapper.mode]).toEqual([
      'searchPatients',
      false,
      'deterministic',
    ])
    expect(skill).toMatchObject({ isEnabled: false, origin: 'auto', isWrite: false })
    expect(lines).toContainEqual(expect.objectContaining({ source: 'caller_phone', target: 'phone' }))
    const own = `/agents/${server.agentId}/skills/${skill?.id}`
    await must(server.api('PATCH', own, { body: { isEnabled: true } }))
    await must(server.api('POST', `/agents/${server.agentId}/publish`))
    const run = await must(
      server.api('POST', `${own}/execute`, { body: { params: { caller_phone: '+31612345678' } } }),
    )
    expect(run.text).toContain('Ada Jansen')
  })

  it('gets a name of its own beside an earlier draft of the same operation', async () => {
    const Named = z.object({
      binding: z.object({ toolName: z.string() }),
      skill: z.object({ name: z.string() }),
    })
    const [one, two] = [await must(draft(find)), await must(draft(find))].map(({ data }) => Named.parse(data))
    expect(two?.skill.name).toBe(two?.binding.toolName)
    expect(two?.skill.name).not.toBe(one?.skill.name)
  })

  it('is rewritten by a refinement until somebody enables it', async () => {
    const goal = {
      goal: 'Look a patient up by e-mail address',
      parameters: ['caller_email'],
      outputs: ['customer_name'],
    }
    const Refined = z.object({ draftId: z.string(), skill: z.object({ id: z.string() }) })
    const first = Refined.parse((await must(draft(goal))).data)
    const again = await must(draft({ refines: first.draftId }))
    expect([again.status, Refined.parse(again.data).skill.id]).toEqual([200, first.skill.id])
    const own = `/agents/${server.agentId}/skills/${first.skill.id}`
    await must(server.api('PATCH', own, { body: { isEnabled: true } }))
    const other = await must(draft({ refines: first.draftId }))
    expect(other.status).toBe(201)
    expect(Refined.parse(other.data).skill.id).not.toBe(first.skill.id)
  })

  it('is found, decided and refined over its own provider alone, and read by its id without one', async () => {
    const Drafted = z.object({ draftId: z.string(), skill: z.object({ id: z.string() }) })
    const { draftId, skill } = Drafted.parse((await must(draft(find))).data)
    await must(
      server.api('POST', '/integrations', {
        body: {
          kind: 'annex',
          name: 'Annex',
          type: 'openapi',
          environments: { production: { baseUrl: 'http://127.0.0.1:9' } },
        },
      }),
    )
    const annex = `/agents/${server.agentId}/integrations/annex/bindings/auto`
    const decisions = [{ kind: 'input', name: 'caller_phone', verdict: 'accept' }]
    const answers = [
      await server.api('GET', `${annex}/${draftId}`),
      await server.api('POST', `${annex}/${draftId}/decisions`, { body: { decisions } }),
      await server.api('POST', annex, { body: { refines: draftId } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    const binding = `/agents/${server.agentId}/integrations/annex/bindings/${skill.id}`
    expect((await server.api('GET', binding)).status).toBe(404)
    expect(answers.every(({ text }) => text.includes('is of \\"clinic\\" and not of \\"annex\\"'))).toBe(true)
    const own = await must(server.api('GET', `/agents/${server.agentId}/drafts/${draftId}`))
    expect(own.data).toMatchObject({ draftId, integration: 'clinic', decisions: [] })
  })

  it('stores nothing in a dry run', async () => {
    const before = (await must(server.api('GET', `/agents/${server.agentId}/skills`))).text
    const answer = await must(draft({ ...find, dryRun: true }))
    expect([answer.status, Draft.parse(answer.data).skill]).toEqual([200, null])
    expect((await must(server.api('GET', `/agents/${server.agentId}/skills`))).text).toBe(before)
  })

  it('comes as events when it is asked for them', async () => {
    const answer = await must(draft({ ...find, dryRun: true }, { accept: 'text/event-stream' }))
    const events = [...answer.text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1])
    expect(events.filter((event) => event !== 'line')).toEqual([
      'stage',
      'candidate',
      'stage',
      'stage',
      'usage',
      'done',
    ])
  })

  it('comes as events again under the same idempotency key', async () => {
    const headers = { accept: 'text/event-stream', 'idempotency-key': 'one-stream' }
    const texts = [
      await draft({ ...find, dryRun: true }, headers),
      await draft({ ...find, dryRun: true }, headers),
    ]
    expect(texts.map(({ status, text }) => [status, text.includes('event: done')])).toEqual([
      [200, true],
      [200, true],
    ])
  })

  it('never writes when it reads', async () => {
    const { binding } = Draft.parse(
      (
        await must(
          draft({
            goal: 'Which appointments does a patient have?',
            parameters: ['customer_id'],
            dryRun: true,
          }),
        )
      ).data,
    )
    expect(binding.operation).toBe('listPatientAppointments')
  })

  it('is refused with reasons when nothing serves it', async () => {
    const answer = await draft({ goal: 'Translate a poem about whales into Latin' })
    expect([answer.status, answer.body['code']]).toEqual([422, 'auto_map_failed'])
    expect(z.array(z.string()).parse(answer.body['reasons']).length).toBeGreaterThan(0)
  })

  it('and its words find operations that are called otherwise', async () => {
    const found = await must(
      server.api('GET', '/integrations/clinic/operations?search=call%20off%20a%20visit'),
    )
    const names = z.array(z.object({ name: z.string() })).parse(found.data)
    expect(names[0]?.name).toBe('cancelAppointment')
    const exact = await must(server.api('GET', '/integrations/clinic/operations?search=searchpatients'))
    expect(z.array(z.object({ name: z.string() })).parse(exact.data)[0]?.name).toBe('searchPatients')
  })

  it('never sees what is blocked', async () => {
    await must(
      server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: ['Patient.fullName'] } }),
    )
    const answer = await draft({ ...find, dryRun: true })
    expect(answer.text).not.toContain('fullName')
    await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: [] } }))
  })
})
