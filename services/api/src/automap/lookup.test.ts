import { startBookings, startSupportDesk } from '@bindery/fixtures'
import { StepsBinding } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, must, startClinicServer } from '../testing/clinic-server.ts'

const token = 'canary-desk-token-6Hd2'
const password = 'canary-bookings-password-8Rv3'

let server: ClinicServer
let desk: Awaited<ReturnType<typeof startSupportDesk>>
let bookings: Awaited<ReturnType<typeof startBookings>>

beforeAll(async () => {
  server = await startClinicServer()
  desk = await startSupportDesk({ port: 0, token })
  bookings = await startBookings({ port: 0, password })
  await bookings.opened
  const { host, port, database, user } = bookings
  await connect({
    provider: { kind: 'desk', type: 'graphql', environments: { production: { baseUrl: desk.endpoint } } },
    credentials: { access_token: token },
  })
  await connect({
    provider: { kind: 'bookings', type: 'postgres' },
    credentials: { host, port, database, user, password, sslmode: 'disable' },
  })
})
afterAll(async () => {
  await server.close()
  await desk.close()
  await bookings.close()
})

interface Connected {
  readonly provider: { readonly kind: string; readonly type: string; readonly environments?: object }
  readonly credentials: object
}

async function connect(one: Connected): Promise<void> {
  const { kind } = one.provider
  const { api } = server
  await must(api('POST', '/integrations', { body: { name: kind, ...one.provider } }))
  await must(api('POST', `/integrations/${kind}/connect`, { body: { credentials: one.credentials } }))
  await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=60' } }))
}

const Draft = z.object({
  draftId: z.string(),
  skill: z.object({ id: z.string(), isEnabled: z.boolean(), isWrite: z.boolean() }),
  binding: StepsBinding,
  lines: z.array(z.object({ target: z.string(), source: z.string(), signals: z.array(z.string()) })),
  unmet: z.array(z.unknown()),
})

const pathOf = (kind: string) => `/agents/${server.agentId}/integrations/${kind}/bindings/auto`
const draft = async (kind: string, body: object) =>
  Draft.parse((await must(server.api('POST', pathOf(kind), { body }))).data)

/** Enables the skill of a draft, publishes the agent and runs it. */
async function run(skillId: string, params: object) {
  const own = `/agents/${server.agentId}/skills/${skillId}`
  const enable = { isEnabled: true, acknowledge: ['write'] }
  await must(server.api('PATCH', own, { body: enable }))
  await must(server.api('POST', `/agents/${server.agentId}/publish`))
  return server.api('POST', `${own}/execute`, { body: { params } })
}

const Outcome = z.object({ status: z.string(), output: z.unknown().optional(), step: z.string().optional() })
const outcomeOf = ({ data }: { readonly data: unknown }) => {
  const { status, output, step } = Outcome.parse(data)
  return step === undefined ? { status, output } : { status, step }
}

const appointments = {
  goal: 'List the appointments of a patient who is known by telephone number',
  parameters: ['caller_phone'],
  outputs: ['start_time', 'status'],
}

const tickets = {
  goal: 'List the tickets of a customer who is known by telephone number',
  parameters: ['caller_phone'],
  outputs: ['ticket_number', 'subject', 'status'],
}

describe('a goal that gives a telephone number where an id is needed', () => {
  it.each([
    {
      kind: 'clinic',
      body: appointments,
      steps: ['searchPatients', 'listPatientAppointments'],
      key: 'patient.id',
      output: {
        appointment: [
          { start_time: '2026-09-02T09:30:00+02:00', status: 'completed' },
          { start_time: '2027-01-12T14:00:00+01:00', status: 'booked' },
        ],
      },
    },
    {
      kind: 'desk',
      body: tickets,
      steps: ['customersByPhone', 'tickets'],
      key: 'customer.id',
      output: {
        nodes: [
          { ticket_number: 5001, subject: 'No internet since this morning', status: 'OPEN' },
          { ticket_number: 5002, subject: 'Invoice charged twice', status: 'SOLVED' },
        ],
      },
    },
    {
      kind: 'bookings',
      body: {
        goal: 'List the appointments of a customer who is known by telephone number',
        parameters: ['caller_phone'],
        outputs: ['start_time', 'status'],
      },
      steps: ['customers.find', 'appointments.find'],
      key: 'customer.id',
      output: {
        appointments: [
          { start_time: '2026-06-02T07:00:00.000Z', status: 'completed' },
          { start_time: '2027-01-18T12:30:00.000Z', status: 'booked' },
        ],
      },
    },
  ])('is drafted for $kind as a lookup and a read, and answers for the caller alone', async (each) => {
    const { skill, binding, lines, unmet } = await draft(each.kind, each.body)
    expect(binding.steps.map(({ operation }) => operation)).toEqual(each.steps)
    expect([binding.enabled, skill.isEnabled, skill.isWrite, unmet]).toEqual([false, false, false, []])
    const line = lines.find(({ source }) => source === each.key)
    expect(line?.signals[0]).toContain('found by the step')
    const known = await must(run(skill.id, { caller_phone: '+31612345678' }))
    expect(outcomeOf(known)).toEqual({ status: 'ok', output: each.output })
    const unknown = await must(run(skill.id, { caller_phone: '+31600000000' }))
    expect(outcomeOf(unknown)).toEqual({ status: 'not_found', step: each.key.split('.')[0] })
    // Without a number the provider would show everybody.
    expect((await run(skill.id, {})).status).toBe(400)
  })

  it('is drafted from its words alone, where they say by what somebody is known', async () => {
    const { binding, lines } = await draft('clinic', { goal: appointments.goal })
    expect(binding.steps.map(({ operation }) => operation)).toEqual([
      'searchPatients',
      'listPatientAppointments',
    ])
    expect(lines.find(({ target }) => target === 'patient.phone')?.signals).toContain(
      'proposed: nobody named it',
    )
  })

  it('may write in its last step, once somebody approved it', async () => {
    const { skill, binding } = await draft('desk', {
      goal: 'Open a ticket for a customer who is known by telephone number',
      parameters: ['caller_phone', 'subject', 'description'],
      outputs: ['ticket_number'],
    })
    expect([skill.isWrite, binding.steps.map(({ operation }) => operation)]).toEqual([
      true,
      ['customersByPhone', 'createTicket'],
    ])
    const before = desk.writes()
    const params = { caller_phone: '+31687654321', subject: 'No signal', description: 'Since noon.' }
    const waiting = await must(run(skill.id, params))
    expect([waiting.status, desk.writes()]).toEqual([202, before])
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(waiting.data)
    await must(server.api('POST', `/confirmations/${confirmationId}/approve`))
    expect(desk.writes()).toBe(before + 1)
    const read = await draft('desk', tickets)
    const found = await must(run(read.skill.id, { caller_phone: '+31687654321' }))
    expect(found.text).toContain('No signal')
  })
})

describe('what people say of the lines of a lookup', () => {
  const decide = (draftId: string, decisions: readonly object[]) =>
    must(server.api('POST', `${pathOf('clinic')}/${draftId}/decisions`, { body: { decisions } }))
  const refined = async (draftId: string) =>
    (await must(server.api('POST', pathOf('clinic'), { body: { refines: draftId } }))).data
  const goal = { ...appointments, goal: `${appointments.goal}, soonest first` }

  it('keeps them when all are accepted', async () => {
    const first = await draft('clinic', goal)
    const kept = z
      .object({ lines: z.array(z.object({ kind: z.string(), name: z.string(), place: z.string() })) })
      .parse((await must(server.api('GET', `${pathOf('clinic')}/${first.draftId}`))).data)
    await decide(
      first.draftId,
      kept.lines.map((line) => ({ ...line, verdict: 'accept' })),
    )
    const again = Draft.parse(await refined(first.draftId))
    expect([again.skill.id, again.binding.steps]).toEqual([first.skill.id, first.binding.steps])
    expect(again.lines.map(({ signals }) => signals[0])).toEqual(again.lines.map(() => 'chosen by a person'))
  })

  it('makes one operation of it when the step is rejected, in the same skill', async () => {
    const first = await draft('clinic', goal)
    await decide(first.draftId, [{ kind: 'input', name: 'patient.id', verdict: 'reject' }])
    const Single = z.object({
      skill: z.object({ id: z.string() }),
      binding: z.object({ operation: z.string() }),
    })
    expect(Single.parse(await refined(first.draftId))).toEqual({
      skill: { id: first.skill.id },
      binding: { operation: 'listPatientAppointments' },
    })
  })

  it('puts a name to another argument of the lookup', async () => {
    const first = await draft('clinic', goal)
    await decide(first.draftId, [
      { kind: 'input', name: 'caller_phone', verdict: 'edit', place: 'patient.name' },
    ])
    const { binding } = Draft.parse(await refined(first.draftId))
    expect(binding.steps[0]?.inputs).toMatchObject([{ param: 'caller_phone', argument: 'name' }])
  })
})
