import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorCodes, must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { demoIntegrations } from './demo-integrations.ts'
import { type DemoQuestion, demoQuestions, providersOf } from './demo-questions.ts'
import { type DemoAgent, prepareDemo } from './prepare-demo.ts'
import { prepareOrganization } from './prepare-organization.ts'
import { type DemoProviders, startDemoProviders } from './start-providers.ts'
import { welcome } from './welcome.ts'
import type { Principal } from '@bindery/platform/kernel'

/** The made database is shared by test runs of one machine. */
const folder = join(tmpdir(), `bindery-demo-${process.getuid?.() ?? 0}`)

let server: TestServer
let providers: DemoProviders
let principal: Principal
let demo: DemoAgent

const startProviders = async () => {
  const started = await startDemoProviders({ firstPort: 0, folder })
  // Logins wait two seconds at most, and a busy machine takes longer to open the database.
  await started.bookings.opened
  return started
}

beforeAll(async () => {
  server = await startTestServer()
  providers = await startProviders()
  principal = (await prepareOrganization(server.server.services, undefined)).principal
  demo = await prepareDemo(server.server.services, principal, providers)
}, 180_000)
afterAll(async () => {
  await server.close()
  await providers.close()
})

/** What a tool answers with, without the form of each value: ids are numbers in one provider and words in another. */
const Rows = z.object({
  properties: z.object({
    customers: z.object({ items: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
  }),
})
const Tool = z.object({ name: z.string(), inputSchema: z.unknown(), outputSchema: z.unknown() })

const kinds = ['clinic', 'support', 'bookings'] as const
const execute = (skillId: string | undefined, params: object) =>
  server.api('POST', `/agents/${demo.agentId}/skills/${skillId}/execute`, { body: { params } })
const callerSkill = (kind: string) => demo.callers.find((caller) => caller.kind === kind)?.skillId

function questionNamed(toolName: string): DemoQuestion {
  const found = demoQuestions.find(({ binding }) => binding.toolName === toolName)
  if (found === undefined) throw new Error(`The demo asks nothing that is called "${toolName}".`)
  return found
}

async function skillNamed(toolName: string): Promise<string | undefined> {
  const Skills = z.array(z.object({ id: z.string(), name: z.string() }))
  const { data } = await must(server.api('GET', `/agents/${demo.agentId}/skills?limit=100`))
  return Skills.parse(data).find((skill) => skill.name === toolName)?.id
}

const outputOf = async (kind: string, phone: string) => {
  const answer = await must(execute(callerSkill(kind), { caller_phone: phone }))
  return z.object({ status: z.string(), output: z.unknown() }).parse(answer.data)
}

describe('the demo agent', () => {
  it('offers one contract for a caller, whatever the provider speaks', async () => {
    const { data } = await must(server.api('GET', `/agents/${demo.agentId}/tools?format=mcp`))
    const tools = z.array(Tool).parse(data)
    const callers = tools.filter((tool) => tool.name.startsWith('find_caller'))
    expect([tools.length, callers.length]).toEqual([10, 3])
    for (const tool of callers) {
      expect(tool.inputSchema).toEqual({
        type: 'object',
        additionalProperties: false,
        properties: {
          caller_phone: { type: 'string', description: 'Telephone number of the person calling, E.164' },
        },
        required: ['caller_phone'],
      })
      const leaves = Rows.parse(tool.outputSchema).properties.customers.items.properties
      expect(Object.keys(leaves)).toEqual(['customer_id', 'customer_name', 'customer_email'])
    }
  })

  it.each([
    ['clinic', 'pat_1'],
    ['support', 'cus_101'],
    ['bookings', '1'],
  ])('knows the caller by telephone at %s', async (kind, id) => {
    expect(await outputOf(kind, '+31612345678')).toEqual({
      status: 'ok',
      output: {
        customers: [{ customer_id: id, customer_name: 'Ada Jansen', customer_email: 'ada@example.com' }],
      },
    })
  })

  it.each(kinds)('finds nobody for an unknown number at %s', async (kind) => {
    expect((await outputOf(kind, '+31600000009')).output).toEqual({ customers: [] })
  })

  it('hands an id of one skill to another of the same provider', async () => {
    const tickets = await must(execute(await skillNamed('List open tickets'), { customer_id: 'cus_101' }))
    expect(tickets.data).toMatchObject({
      output: { tickets: [{ ticket_id: 5001, priority: 'URGENT', assignee: 'Sanne Kuipers' }] },
    })
    const visits = await must(execute(await skillNamed('List visits'), { customer_id: '1' }))
    expect(visits.data).toMatchObject({
      output: {
        appointments: [
          { start_time: '2027-01-18T12:30:00.000Z', technician: 'Pim de Wit', city: 'Huizen' },
          { start_time: '2026-06-02T07:00:00.000Z', technician: 'Noor Smit', city: 'Amsterdam' },
        ],
      },
    })
  })

  it.each<[string, readonly string[], object]>([
    [
      'Next appointment of caller',
      ['searchPatients', 'listPatientAppointments', 'listPractitioners'],
      {
        start_time: '2027-01-12T14:00:00+01:00',
        service_type: 'physiotherapy',
        with_whom: 'Chidi Okafor',
        practitioners: [{ name: 'Chidi Okafor' }, { name: 'Lotte Dekker' }],
      },
    ],
    [
      'Add to ticket of caller',
      ['customersByPhone', 'tickets', 'addComment'],
      {
        ticket_id: 5001,
        subject: 'No internet since this morning',
        message: 'The modem still blinks red.',
      },
    ],
    [
      'Ask for a visit',
      ['customers.find', 'service_addresses.find', 'appointments.insert'],
      { status: 'requested', service_address: 'Boslaan 40' },
    ],
    [
      'Visits and tickets of a caller',
      ['searchPatients', 'listPatientAppointments', 'customersByPhone', 'tickets'],
      {
        customer_name: 'Ada Jansen',
        appointments: [
          { start_time: '2026-09-02T09:30:00+02:00', status: 'completed' },
          { start_time: '2027-01-12T14:00:00+01:00', status: 'booked' },
        ],
        tickets: [{ subject: 'No internet since this morning' }],
      },
    ],
  ])('answers in one call what took several: %s', async (toolName, operations, output) => {
    const { binding, params } = questionNamed(toolName)
    expect(binding.steps.map(({ operation }) => operation)).toEqual(operations)
    const answered = await execute(await skillNamed(toolName), params)
    const { confirmationId } = z.object({ confirmationId: z.string().optional() }).parse(answered.data)
    const done =
      confirmationId === undefined
        ? answered
        : await must(server.api('POST', `/confirmations/${confirmationId}/approve`))
    expect(done.data).toMatchObject({ status: 'ok', output })
    const { executionId } = z.object({ executionId: z.string() }).parse(done.data)
    const record = await must(server.api('GET', `/executions/${executionId}`))
    // What was read before somebody approved is in the record of the reading.
    const own = confirmationId === undefined ? binding.steps : binding.steps.slice(-1)
    expect(record.data).toMatchObject({
      record: { steps: own.map(({ id }) => ({ id, status: 'succeeded', attempts: 1 })) },
    })
  })

  it('asks which address is meant, and tells a stranger apart from a mistake, before anything is written', async () => {
    const { params } = questionNamed('Ask for a visit')
    const skillId = await skillNamed('Ask for a visit')
    const { city: _, ...anywhere } = params
    expect((await execute(skillId, anywhere)).data).toMatchObject({
      status: 'ambiguous',
      step: 'address',
      choices: [{ city: 'Amsterdam' }, { city: 'Huizen' }],
    })
    expect((await execute(skillId, { ...params, caller_phone: '+31600000009' })).data).toMatchObject({
      status: 'not_found',
      step: 'customer',
    })
  })

  it('opens a ticket only once somebody has approved it', async () => {
    const skillId = await skillNamed('Open a ticket')
    const params = { customer_id: 'cus_101', subject: 'Modem hums', message: 'Since Monday.' }
    const before = providers.supportDesk.writes()
    const paused = await execute(skillId, params)
    expect([paused.status, providers.supportDesk.writes()]).toEqual([202, before])
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(paused.data)
    const done = await must(server.api('POST', `/confirmations/${confirmationId}/approve`))
    expect(done.data).toMatchObject({ status: 'ok', output: { ticket_id: 5041, status: 'OPEN' } })
    expect(providers.supportDesk.writes()).toBe(before + 1)
  })

  it('fails when the desk refuses a ticket, and keeps its words apart from ours', async () => {
    const params = { customer_id: 'cus_1', subject: 'Modem hums', message: 'Since Monday.' }
    const paused = await execute(await skillNamed('Open a ticket'), params)
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(paused.data)
    const refused = await server.api('POST', `/confirmations/${confirmationId}/approve`)
    expect([refused.status, String(refused.body['detail']).includes('no such customer')]).toEqual([
      502,
      false,
    ])
    expect(refused.body['provider']).toMatchObject({ message: expect.stringContaining('no such customer') })
  })

  it.each([
    [
      'support',
      {
        operation: 'customersByPhone',
        inputs: [{ param: 'caller_phone', argument: 'phone' }],
        projection: [{ path: 'nodes[0].apiToken', leaf: 'value' }],
      },
    ],
    [
      'bookings',
      {
        operation: 'customers.find',
        sqlSearch: { table: 'customers', filter: { column: 'phone', param: 'caller_phone' } },
        projection: [{ path: '$[0].password_hash', leaf: 'value' }],
      },
    ],
  ])('never lets a credential of %s into an output', async (kind, binding) => {
    const body = { ...binding, toolName: 'Probe', description: 'Tries to read what nobody may read.' }
    const url = `/agents/${demo.agentId}/integrations/${kind}/bindings`
    const answer = await server.api('POST', url, { body })
    expect([answer.status, errorCodes(answer)]).toEqual([422, ['sensitive_field']])
  })

  it('stops answering with a field that is blocked, on every face', async () => {
    const scope = (blockedFields: readonly string[]) =>
      must(server.api('PATCH', '/integrations/bookings/scoping', { body: { blockedFields } }))
    await scope(['customers.email'])
    const shown = await must(server.api('GET', '/integrations/bookings/objects/customers'))
    expect(shown.text).not.toContain('"email"')
    const refused = await execute(callerSkill('bookings'), { caller_phone: '+31612345678' })
    expect([refused.status, refused.text.includes('ada@example.com')]).toEqual([409, false])
    await scope([])
    expect((await outputOf('bookings', '+31612345678')).status).toBe('ok')
  })

  it('follows providers that had to take other ports', async () => {
    await providers.close()
    providers = await startProviders()
    const again = await prepareDemo(server.server.services, principal, providers)
    expect(again).toEqual(demo)
    for (const kind of kinds) {
      expect((await outputOf(kind, '+31687654321')).status).toBe('ok')
    }
    const discovered = await must(
      server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }),
    )
    expect(discovered.data).toMatchObject({ unchanged: true, operationCount: 7 })
  })

  it('is made over what a first start that was cut off has left', async () => {
    const other = await startTestServer()
    const own = (await prepareOrganization(other.server.services, undefined)).principal
    const [left] = demoIntegrations(providers)
    const baseUrl = 'http://127.0.0.1:1'
    const environments = { development: { baseUrl }, production: { baseUrl } }
    const source = { url: `${baseUrl}/openapi.json` }
    await must(other.api('POST', '/integrations', { body: { ...left?.registration, source, environments } }))
    await must(
      other.api('POST', '/integrations', { body: { kind: 'bookings', name: 'Our own', type: 'postgres' } }),
    )
    const made = await prepareDemo(other.server.services, own, providers)
    expect(made.callers.map(({ kind }) => kind)).toEqual(['clinic', 'support'])
    expect(made.questions.map(({ asked }) => asked)).toEqual(
      demoQuestions.flatMap(({ asked, binding }) =>
        providersOf(binding).includes('bookings') ? [] : [asked],
      ),
    )
    expect((await other.api('GET', '/integrations/bookings')).data).toMatchObject({ environments: {} })
    await other.close()
  })

  it('is welcomed with a line for each provider, to be pasted', () => {
    const text = welcome({
      address: 'http://127.0.0.1:4400',
      key: undefined,
      demo,
      isNew: false,
      signIn: new Secret('http://127.0.0.1:4400/#code=c'),
    })
    expect(text).toContain('http://127.0.0.1:4400/#code=c   (signs in once, within 10 minutes)\n')
    for (const { skillId } of demo.callers) expect(text).toContain(`/skills/${skillId}/execute'`)
    expect(text).toContain('One call for "What do I have coming up')
    expect(text).toContain('-H "Authorization: Bearer $KEY"')
  })
})
