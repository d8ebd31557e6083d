import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BindingInputDocument, Secret } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { prepareDemo } from '../demo/prepare-demo.ts'
import { prepareOrganization } from '../demo/prepare-organization.ts'
import { type DemoProviders, startDemoProviders } from '../demo/start-providers.ts'
import { idOf, must } from '../testing/clinic-server.ts'
import { deskDocument, DeskProvider } from '../testing/desk-provider.ts'
import { connectCurrent } from '../testing/mcp-clients.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/** A call as it goes: one agent, five providers by five protocols, one vocabulary. */

const caller: BindingInputDocument = {
  operation: 'customers.find',
  toolName: 'Find customer',
  enabled: true,
  sqlSearch: { table: 'customers', filter: { column: 'phone', param: 'caller_phone' } },
  projection: [
    { path: '[0].id', leaf: 'customer_id' },
    { path: '[0].full_name', leaf: 'customer_name' },
  ],
}
/** Knows what callers prove themselves with, so no agent gets it. */
const prover: BindingInputDocument = {
  ...caller,
  toolName: 'Verify customer',
  projection: [
    { path: '[0].id', leaf: 'customer_id' },
    { path: '[0].customer_number', leaf: 'account_number' },
  ],
}
const subscriber: BindingInputDocument = {
  operation: 'customersByPhone',
  toolName: 'Find subscriber',
  enabled: true,
  inputs: [{ param: 'caller_phone', argument: 'phone', required: true }],
  projection: [{ path: 'nodes[0].id', leaf: 'customer_id' }],
}
const tickets: BindingInputDocument = {
  operation: 'tickets',
  toolName: 'List tickets',
  enabled: true,
  inputs: [{ param: 'customer_id', argument: 'customerId', required: true }],
  projection: [{ path: 'nodes', leaf: 'tickets', max: 5, fields: [{ path: 'subject', leaf: 'subject' }] }],
}
/** Only for the person who was verified: the agent cannot say for whom. */
const openTicket: BindingInputDocument = {
  operation: 'createTicket',
  toolName: 'Create ticket',
  inputObjectMap: [
    { field: 'customer', param: 'verified_account_number' },
    { field: 'subject', param: 'subject' },
  ],
  contextParams: ['verified_account_number'],
  projection: [{ path: 'id', leaf: 'ticket_id' }],
}
const callBack = {
  name: 'Book call-back',
  description: 'Book a call-back for the caller.',
  method: 'POST',
  path: '/callbacks',
  bodyTemplate: { phone: '{{contact_number}}', plan: '{{service_plan}}', at: '{{start_time}}' },
  variables: [
    { name: 'start_time', type: 'string' },
    { name: 'service_plan', type: 'string', from: 'context' },
  ],
  responseMapping: [{ path: 'id', leaf: 'appointment_id', type: 'string' }],
}

let server: TestServer
let demo: DemoProviders
let agentId: string
const desk = new DeskProvider()
const skills = new Map<string, string>()

beforeAll(async () => {
  const folder = join(tmpdir(), `bindery-demo-${process.getuid?.() ?? 0}`)
  demo = await startDemoProviders({ firstPort: 0, folder })
  await demo.bookings.opened
  await desk.start()
  server = await startTestServer()
  const { principal } = await prepareOrganization(server.server.services, new Secret('conversation'))
  await prepareDemo(server.server.services, principal, demo)
  agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'voice' } })))
  await connectDesk()
  await bind('bookings', caller)
  await bind('bookings', prover)
  await bind('support', subscriber)
  await bind('support', tickets)
  await bind('desk', openTicket)
  await linkCallBack()
  await safeguard()
  const enable = { actionIds: [...skills.values()], acknowledge: ['write'] }
  await must(server.api('POST', `/agents/${agentId}/actions/enable`, { body: enable }))
  await must(server.api('POST', `/agents/${agentId}/publish`))
}, 180_000)
afterAll(async () => {
  await server.close()
  desk.close()
  await demo.close()
})

async function connectDesk(): Promise<void> {
  const environments = { production: { baseUrl: desk.baseUrl } }
  const source = { document: deskDocument }
  const rest = { kind: 'desk', name: 'Desk', type: 'openapi', source, environments }
  const actions = { kind: 'callbacks', name: 'Call-backs', type: 'custom_api', environments }
  for (const body of [rest, actions]) {
    await must(server.api('POST', '/integrations', { body }))
    await must(server.api('POST', `/integrations/${body.kind}/connect`, { body: {} }))
  }
  await must(server.api('POST', '/integrations/desk/discover', { headers: { prefer: 'wait=30' } }))
}

async function bind(kind: string, binding: BindingInputDocument): Promise<void> {
  const path = `/agents/${agentId}/integrations/${kind}/bindings`
  skills.set(binding.toolName, idOf(await must(server.api('POST', path, { body: binding }))))
}

async function linkCallBack(): Promise<void> {
  const described = await must(
    server.api('POST', '/integrations/callbacks/shared-actions', { body: callBack }),
  )
  const body = { kind: 'callbacks', actionId: idOf(described), maxSuccessfulCalls: 1 }
  const linked = await must(server.api('POST', `/agents/${agentId}/action-links`, { body }))
  skills.set(callBack.name, z.object({ skillId: z.string() }).parse(linked.data).skillId)
}

async function safeguard(): Promise<void> {
  const context = { url: `${desk.baseUrl}/context`, timeoutMs: 5_000 }
  await must(server.api('PUT', `/agents/${agentId}/dynamic-context`, { body: context }))
  const verification = {
    method: 'knowledge_based',
    verifierSkillId: skills.get('Verify customer'),
    requiredFields: ['account_number'],
  }
  await must(server.api('PUT', `/agents/${agentId}/caller-verification`, { body: verification }))
}

/** What the agent does with a tool: the same for every face. */
interface Face {
  readonly use: (tool: string, params: object) => Promise<Readonly<Record<string, unknown>>>
}

const phone = '+31612345678'
const context = { contact_number: phone, direction: 'inbound', medium: 'voice' }

async function verify(conversationId: string): Promise<string> {
  const claims = { caller_phone: phone, account_number: 'c 1001' }
  const body = { method: 'knowledge_based', claims, conversationId }
  const answer = await must(server.api('POST', `/agents/${agentId}/verifications`, { body }))
  return z.object({ verificationToken: z.string() }).parse(answer.data).verificationToken
}

/** The call itself, as a model would make it: every value comes from what was said or from an answer. */
async function converse({ use }: Face): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found = await use('Find customer', { caller_phone: phone })
  const subscription = await use('Find subscriber', { caller_phone: phone })
  const listed = await use('List tickets', { customer_id: subscription['customer_id'] })
  const ticket = await use('Create ticket', { subject: 'The boiler is cold' })
  const booked = await use('Book call-back', { start_time: 'tomorrow at nine' })
  return [found, listed, ticket, booked]
}

const expected = [
  { customer_id: '1', customer_name: 'Ada Jansen' },
  { tickets: expect.arrayContaining([{ subject: expect.any(String) }]) },
  { ticket_id: expect.stringMatching(/^ti-/) },
  { appointment_id: expect.stringMatching(/^ca-/) },
]

const approve = (id: unknown) => must(server.api('POST', `/confirmations/${String(id)}/approve`))
const Output = z.object({ status: z.string(), output: z.record(z.string(), z.unknown()) })

function overHttp(conversationId: string, verificationToken: string): Face {
  return {
    use: async (tool, params) => {
      const path = `/agents/${agentId}/skills/${skills.get(tool)}/execute`
      const body = { params, conversationId, verificationToken, context }
      const answer = await must(server.api('POST', path, { body }))
      if (answer.status !== 202) return Output.parse(answer.data).output
      const { confirmationId } = z.object({ confirmationId: z.string() }).parse(answer.data)
      return Output.parse((await approve(confirmationId)).data).output
    },
  }
}

async function overMcp(conversationId: string, verificationToken: string): Promise<Face> {
  const key = await server.keyWith(['skills:execute'])
  const url = `${server.address}/mcp/agents/${agentId}`
  const client = await connectCurrent({ url, key }, '2026-07-28')
  const meta = { conversationId, verificationToken, context }
  return {
    use: async (tool, params) => {
      const name = tool.toLowerCase().replaceAll(/[^a-z]+/g, '_')
      const answer = await client.call(name, params, meta)
      const { confirmationId } = answer.said
      if (confirmationId === undefined) return z.record(z.string(), z.unknown()).parse(answer.structured)
      await approve(confirmationId)
      const done = await client.call('confirm_call', { confirmationId }, meta)
      return z.record(z.string(), z.unknown()).parse(done.structured)
    },
  }
}

describe.each([
  ['HTTP', 'call-1', async (token: string) => overHttp('call-1', token)],
  ['MCP', 'call-2', async (token: string) => overMcp('call-2', token)],
])('a call over %s', (_, conversationId, face) => {
  it('finds, verifies, lists, opens and books, each by its own protocol', { timeout: 60_000 }, async () => {
    const contextsBefore = desk.contexts
    desk.written.length = 0
    expect(await converse(await face(await verify(conversationId)))).toEqual(expected)
    expect(desk.written).toEqual([
      { path: '/tickets', body: { customer: 'C-1001', subject: 'The boiler is cold' } },
      { path: '/callbacks', body: { phone, plan: 'gold', at: 'tomorrow at nine' } },
    ])
    expect(desk.contexts).toBe(contextsBefore + 1)
  })

  it('is told by the log, without what was said', async () => {
    const log = await must(server.api('GET', `/executions?limit=100`))
    const Record = z.object({
      functionName: z.string(),
      status: z.string(),
      conversationId: z.string().optional(),
    })
    const rows = z
      .array(z.object({ record: Record }))
      .parse(log.data)
      .map((row) => row.record)
      .filter((record) => record.conversationId === conversationId)
    expect(rows.map(({ functionName, status }) => `${functionName} ${status}`).reverse()).toEqual([
      'verify_customer succeeded',
      'find_customer succeeded',
      'find_subscriber succeeded',
      'list_tickets succeeded',
      'create_ticket succeeded',
      'book_call_back succeeded',
    ])
    expect(log.text).not.toContain(phone)
  })

  it('books once and no more', async () => {
    const token = await verify(conversationId)
    const path = `/agents/${agentId}/skills/${skills.get(callBack.name)}/execute`
    const body = { params: { start_time: 'again' }, conversationId, verificationToken: token, context }
    const { confirmationId } = z
      .object({ confirmationId: z.string() })
      .parse((await must(server.api('POST', path, { body }))).data)
    const refused = await server.api('POST', `/confirmations/${confirmationId}/approve`)
    expect([refused.status, refused.body['code']]).toEqual([409, 'max_successful_calls_reached'])
  })
})
