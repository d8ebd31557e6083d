import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, startClinicServer } from '../../testing/clinic-server.ts'
import { connectCurrent, type McpClient } from '../../testing/mcp-clients.ts'
import { postRaw, toolCall } from '../../testing/raw-mcp.ts'
import { adminTools } from './admin-tools.ts'
import { inputSchemaOf } from './tool-input.ts'

let server: ClinicServer
let assistant: McpClient

const connect = (key: string): Promise<McpClient> =>
  connectCurrent({ url: `${server.address}/mcp/admin`, key }, '2026-07-28')

beforeAll(async () => {
  server = await startClinicServer()
  assistant = await connect('test-key-with-every-scope')
})
afterAll(async () => {
  await assistant.close()
  await server.close()
})

const Drafted = z.object({ id: z.string(), isEnabled: z.boolean() })

describe('an assistant that has only these tools', () => {
  test('discovers a provider and finds an operation', async () => {
    const { said } = await assistant.call('discover_provider', { kind: 'clinic' })
    expect(said).toMatchObject({ data: { operationCount: 7 } })
    const found = await assistant.call('list_operations', { kind: 'clinic', search: 'patient', limit: 2 })
    expect(found.said).toMatchObject({ data: [expect.anything(), expect.anything()], meta: { limit: 2 } })
  })

  test('proposes a skill from a goal, which waits for a person', async () => {
    const goal = 'show one patient by id'
    const { said } = await assistant.call('propose_skill', { agentId: server.agentId, kind: 'clinic', goal })
    expect(said).toMatchObject({ data: { skill: { isEnabled: false } } })
  })

  test('proposes a binding, which is disabled although it says otherwise', async () => {
    const binding = { integration: 'clinic', ...findPatient, enabled: true }
    const checked = await assistant.call('validate_binding', { agentId: server.agentId, binding })
    expect(checked.said).toMatchObject({ data: { valid: true } })
    const { said } = await assistant.call('propose_binding', { agentId: server.agentId, binding })
    const skill = Drafted.parse(said['data'])
    expect(skill.isEnabled).toBe(false)
    const { data } = await server.api('GET', `/agents/${server.agentId}/skills/${skill.id}`)
    expect(data).toMatchObject({ isEnabled: false, functionName: 'find_patient' })
  })

  test.each([
    ['enabling', { agentId: 'x', kind: 'clinic', goal: 'find patients', isEnabled: true }],
    [
      'refining what somebody may have enabled',
      { agentId: 'x', kind: 'clinic', goal: 'find patients', refines: 'y' },
    ],
    [
      'agreeing to what is sensitive',
      { agentId: 'x', kind: 'clinic', goal: 'g', allowSensitive: ['date_of_birth'] },
    ],
    ['a dry run of its own', { agentId: 'x', kind: 'clinic', goal: 'find patients', dryRun: true }],
  ])('is refused %s by an argument', async (_, given) => {
    const { isError, said } = await assistant.call('propose_skill', given)
    expect({ isError, said }).toMatchObject({ isError: true, said: { code: 'validation_error' } })
  })

  test.each(['enable_skill', 'publish_agent', 'approve', 'connect_provider', 'create_key', 'rollback_agent'])(
    'has no tool %s',
    async (name) => {
      await expect(assistant.call(name, { agentId: server.agentId })).rejects.toThrow('Unknown tool')
    },
  )

  test('sees nothing of it published', async () => {
    const { said } = await assistant.call('list_versions', { agentId: server.agentId })
    expect(said).toMatchObject({ data: [] })
  })

  test('is told what it may give where it gives something else', async () => {
    const { said } = await assistant.call('show_operation', { kind: 'clinic', opration: 'x' })
    expect(said).toMatchObject({ message: expect.stringContaining('Did you mean "operation"?') })
    const unknown = await assistant.call('show_operation', { kind: 'clinic', operation: 'searchPatient' })
    expect(unknown.said).toMatchObject({ code: 'not_found' })
  })
})

describe('a key', () => {
  test('is offered what its scopes allow', async () => {
    const reader = await connect(await server.keyWith(['agents:read']))
    const names = await reader.names()
    expect(names).toContain('list_agents')
    expect(names).not.toContain('propose_skill')
    await expect(reader.call('propose_skill', {})).rejects.toThrow('Unknown tool')
    await reader.close()
  })

  test('is asked for, and pages of other sites are refused', async () => {
    const place = { address: server.address, path: '/mcp/admin' }
    expect((await postRaw(place, toolCall('list_agents', {}))).status).toBe(401)
    const origin = { authorization: 'Bearer test-key-with-every-scope', origin: 'https://evil.example' }
    expect((await postRaw(place, toolCall('list_agents', {}), origin)).status).toBe(403)
  })

  test('sees its own organisation alone', async () => {
    const other = await connect(await server.otherOrganization())
    expect((await other.call('list_providers', {})).said).toMatchObject({ data: [] })
    expect((await other.call('show_agent', { agentId: server.agentId })).said).toMatchObject({
      code: 'not_found',
    })
    await other.close()
  })
})

describe.each(adminTools)('$name', (tool) => {
  const { effect, useCase, fixed } = tool

  test('says what it takes, beginning with what it is about', () => {
    const { subject, content } = useCase.documentation
    const { properties } = z
      .looseObject({ properties: z.record(z.string(), z.unknown()) })
      .parse(inputSchemaOf(tool))
    if (subject !== undefined || content !== undefined) expect(Object.keys(properties)).not.toEqual([])
  })

  test('changes nothing, or is one of the two that may', () => {
    const leaves = useCase.audit?.leaves ?? 'nothing'
    const allowed = {
      reads: 'nothing',
      discovers: ['integration.discovery_started'],
      drafts: ['skill.created', 'skill.reauthored'],
    }[effect]
    if (leaves === 'nothing') expect(allowed).toBe('nothing')
    else expect(allowed).toEqual(expect.arrayContaining([...leaves]))
    expect(useCase.documentation.reveals).toBe('nothing')
    expect(Object.keys(fixed).length > 0).toBe(effect === 'drafts')
  })

  test('needs no scope that enables, publishes or approves', () => {
    const scopes = [
      'any',
      'integrations:read',
      'integrations:write',
      'skills:read',
      'skills:write',
      'agents:read',
      'logs:read',
    ]
    expect(scopes).toContain(useCase.scope)
  })
})
