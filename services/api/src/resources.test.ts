import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestServer } from './testing/test-server.ts'
import { type ClinicServer, must, startClinicServer, verifyPatient } from './testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const ChangeRow = z.object({
  address: z.string(),
  action: z.string(),
  from: z.string().optional(),
  base: z.string().nullable(),
  diff: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
  issues: z.array(z.object({ code: z.string(), severity: z.string(), path: z.string() })),
  isEnabled: z.boolean().optional(),
})
const Changes = z.object({ changes: z.array(ChangeRow), blocked: z.array(z.string()).default([]) })
const Shown = z.object({
  resources: z.array(z.record(z.string(), z.unknown())),
  bases: z.record(z.string(), z.string()),
  leftOut: z.array(z.unknown()),
})

const head = { apiVersion: 'bindery/v1' } as const
const agentOf = (name: string, rest = {}) => ({ ...head, kind: 'Agent', name, ...rest })
const bindingOf = (agent: string, rest = {}) => ({
  ...head,
  kind: 'Binding',
  agent,
  integration: 'clinic',
  ...verifyPatient,
  ...rest,
})

const post = (path: '/plan' | '/apply', body: object) => server.api('POST', path, { body })
const plan = async (...resources: object[]) => Changes.parse((await must(post('/plan', { resources }))).data)
const apply = async (...resources: object[]) =>
  Changes.parse((await must(post('/apply', { resources }))).data)
const idOfAgent = async (name: string): Promise<string | undefined> => {
  const { data } = await must(server.api('GET', '/agents?limit=100'))
  const Rows = z.array(z.object({ id: z.string(), name: z.string() }))
  return Rows.parse(data).find((agent) => agent.name === name)?.id
}
const shown = async (name: string) =>
  Shown.parse((await must(server.api('GET', `/agents/${await idOfAgent(name)}/resources`))).data)

test('a plan says what would be made, and makes nothing', async () => {
  const planned = await plan(agentOf('night', { timezone: 'Europe/Amsterdam' }), bindingOf('night'))
  expect(planned).toMatchObject({
    changes: [
      { address: 'Agent/night', action: 'create', base: null },
      { address: 'Binding/night/verify_patient', action: 'create', base: null },
    ],
    blocked: [],
  })
  expect(await idOfAgent('night')).toBeUndefined()
})

test('what was applied is there, a second time changes nothing, and what is shown applies as it is', async () => {
  const resources = [bindingOf('evening'), agentOf('evening', { description: 'In the evening.' })]
  const first = await apply(...resources)
  const again = await apply(...resources)
  const held = await shown('evening')
  const back = await apply(...held.resources)
  expect(first.changes.map(({ action, isEnabled }) => [action, isEnabled])).toEqual([
    ['create', true],
    ['create', undefined],
  ])
  expect(again.changes.map(({ action }) => action)).toEqual(['none', 'none'])
  expect(back.changes.map(({ action }) => action)).toEqual(['none', 'none'])
  expect(held.resources).toMatchObject([
    { kind: 'Agent', name: 'evening' },
    { toolName: verifyPatient.toolName },
  ])
  expect(Object.keys(held.resources[1] ?? {}).slice(0, 4)).toEqual([
    'apiVersion',
    'kind',
    'agent',
    'integration',
  ])
  // What would be so anyway is no line of a file.
  expect(held.resources[1]).not.toHaveProperty('inputObjectMap')
  const audit = await must(server.api('GET', '/audit?action=resources.applied'))
  expect(z.array(z.unknown()).parse(audit.data)).toHaveLength(1)
})

test('a change is told by its places, and what a file of an agent leaves out stays', async () => {
  await apply(agentOf('day', { timezone: 'Europe/Amsterdam', description: 'By day.' }), bindingOf('day'))
  const changed = [
    agentOf('day', { description: 'At day.' }),
    bindingOf('day', { description: 'Another one.' }),
  ]
  const { changes } = await plan(...changed)
  expect(changes).toMatchObject([
    { action: 'update', diff: [{ path: '/description', before: 'By day.', after: 'At day.' }] },
    { action: 'update', diff: [{ path: '/description', after: 'Another one.' }] },
  ])
  await apply(...changed)
  expect((await shown('day')).resources[0]).toMatchObject({
    description: 'At day.',
    timezone: 'Europe/Amsterdam',
  })
})

test('a skill is renamed by where it was, and keeps its id', async () => {
  await apply(agentOf('names'), bindingOf('names'))
  const agentId = await idOfAgent('names')
  const Row = z.object({ id: z.string(), functionName: z.string() })
  const skills = async () =>
    z.array(Row).parse((await must(server.api('GET', `/agents/${agentId}/skills`))).data)
  const before = await skills()
  const renamed = bindingOf('names', { toolName: 'Check a patient', moved: { from: 'verify_patient' } })
  const { changes } = await plan(renamed)
  expect(changes).toMatchObject([
    { action: 'rename', address: 'Binding/names/check_a_patient', from: 'Binding/names/verify_patient' },
  ])
  await apply(renamed)
  const again = await apply(renamed)
  expect(await skills()).toEqual([{ id: before[0]?.id, functionName: 'check_a_patient' }])
  expect(again.changes[0]?.action).toBe('none')
})

describe('nothing is applied where anything stands against it:', () => {
  test.each([
    [
      'a binding does not compile',
      [bindingOf('broken', { operation: 'searchPatient' })],
      'operation_not_found',
      '/resources/1/operation',
    ],
    [
      'its provider is not there',
      [bindingOf('broken', { integration: 'klinik' })],
      'integration_unknown',
      '/resources/1/integration',
    ],
    ['its agent is not there', [bindingOf('nobody')], 'agent_unknown', '/resources/1/agent'],
    ['two are the same', [bindingOf('broken'), bindingOf('broken')], 'resource_twice', '/resources/2'],
  ])('%s', async (...[, resources, code, path]) => {
    const all = [agentOf('broken'), ...resources]
    const planned = await plan(...all)
    const { status, body } = await post('/apply', { resources: all })
    expect(planned.blocked).toHaveLength(1)
    expect([status, body['code'], body['errors']]).toMatchObject([422, 'binding_invalid', [{ code, path }]])
    expect(await idOfAgent('broken')).toBeUndefined()
  })

  test('somebody else has changed one of them since the plan', async () => {
    const resources = [agentOf('both', { description: 'One.' }), bindingOf('both')]
    await apply(...resources)
    const { changes } = await plan(...resources)
    const bases = Object.fromEntries(changes.map(({ address, base }) => [address, base]))
    await apply(agentOf('both', { description: 'Two.' }))
    const late = await post('/apply', { resources: [agentOf('both', { description: 'Three.' })], bases })
    expect([late.status, late.body['code'], late.body['moved']]).toEqual([409, 'conflict', ['Agent/both']])
    expect((await shown('both')).resources[0]).toMatchObject({ description: 'Two.' })
  })

  test('two would be made of one skill', async () => {
    await apply(agentOf('swap'), bindingOf('swap', { toolName: 'One' }))
    const from = { moved: { from: 'one' } }
    const resources = [
      bindingOf('swap', { toolName: 'Three', ...from }),
      bindingOf('swap', { toolName: 'Four', ...from }),
    ]
    expect((await plan(...resources)).blocked).toEqual(['Binding/swap/four'])
  })

  test('what fails in the middle of it leaves nothing of what came before', async () => {
    const small = await startTestServer({ maxAgents: 1 })
    try {
      const body = { resources: [agentOf('first'), agentOf('second')] }
      const { status, body: problem } = await small.api('POST', '/apply', { body })
      const { data } = await must(small.api('GET', '/agents'))
      expect([status, problem['code'], data]).toEqual([409, 'agent_limit_reached', []])
    } finally {
      await small.close()
    }
  })
})

describe('the files of a project', () => {
  const ask = (path: '/plan' | '/apply', project: string, ...resources: object[]) =>
    post(path, { resources, project, prune: true })

  test('take away what they wrote and hold no more, and nothing else', async () => {
    await apply(agentOf('pruned'), bindingOf('pruned', { toolName: 'By hand' }))
    const kept = bindingOf('pruned', { toolName: 'Kept' })
    const first = [agentOf('pruned'), kept, bindingOf('pruned', { toolName: 'Gone' })]
    await must(ask('/apply', 'clinic-files', ...first))
    const planned = Changes.parse((await must(ask('/plan', 'clinic-files', agentOf('pruned'), kept))).data)
    expect(planned.changes.map(({ action, address }) => `${action} ${address}`)).toEqual([
      'none Agent/pruned',
      'none Binding/pruned/kept',
      'delete Binding/pruned/gone',
    ])
    await must(ask('/apply', 'clinic-files', agentOf('pruned'), kept))
    const names = (await shown('pruned')).resources.map(({ toolName }) => toolName)
    expect(names).toEqual([undefined, 'By hand', 'Kept'])
  })

  test('do not write what another project wrote', async () => {
    const resources = [agentOf('shared'), bindingOf('shared')]
    await must(ask('/apply', 'one', ...resources))
    const { status, body } = await ask('/apply', 'other', ...resources)
    expect([status, body['errors']]).toMatchObject([
      422,
      [{ code: 'managed_elsewhere', path: '/resources/1' }],
    ])
  })

  test('are named before anything may go', async () => {
    const { status, body } = await post('/apply', { resources: [agentOf('pruned')], prune: true })
    expect([status, body['code']]).toEqual([400, 'bad_request'])
  })
})

test('a write lands disabled, whatever its file says', async () => {
  const write = {
    enabled: true,
    operation: 'updatePatientContact',
    toolName: 'New number',
    inputs: [{ param: 'patient_id', argument: 'patientId' }],
    inputObjectMap: [{ field: 'phone', param: 'customer_phone' }],
    projection: [],
  }
  const { changes } = await apply(agentOf('writer'), {
    ...head,
    kind: 'Binding',
    agent: 'writer',
    integration: 'clinic',
    ...write,
  })
  expect(changes[1]).toMatchObject({ isEnabled: false, issues: [{ code: 'write_lands_disabled' }] })
})

test('a key that may not write agents changes none, and nothing else of the same request', async () => {
  const key = await server.keyWith(['skills:read', 'skills:write'])
  const refused = await server.client(key)('POST', '/apply', {
    body: { resources: [agentOf('by stealth'), bindingOf('front-desk', { toolName: 'By stealth' })] },
  })
  expect([refused.status, refused.body['code']]).toEqual([403, 'insufficient_scope'])
  expect(JSON.stringify((await shown('front-desk')).resources)).not.toContain('By stealth')
})

test('another organisation neither sees nor changes what has the same names', async () => {
  await apply(agentOf('ours', { description: 'Ours.' }))
  const other = server.client(await server.otherOrganization())
  const made = await must(
    other('POST', '/apply', { body: { resources: [agentOf('ours', { description: 'Theirs.' })] } }),
  )
  expect(Changes.parse(made.data).changes[0]?.action).toBe('create')
  expect((await shown('ours')).resources[0]).toMatchObject({ description: 'Ours.' })
})

test.each([
  ['no version', { kind: 'Agent', name: 'a' }],
  ['an unknown kind', { ...head, kind: 'Provider', name: 'a' }],
  ['a member that is none', { ...agentOf('a'), enabled: true }],
  ['a list', []],
])('%s is no resource', async (_, resource) => {
  expect((await post('/plan', { resources: [resource] })).status).toBe(400)
})

describe('an editor that checks files by the schema of the server', () => {
  const schemaOf = async (name: string) => {
    const answer = await fetch(`${server.address}/schemas/${name}.json`)
    expect(answer.headers.get('content-type')).toContain('application/schema+json')
    return new Ajv({ strict: false, validateFormats: false }).compile(
      z.looseObject({}).parse(await answer.json()),
    )
  }

  test('takes what the server shows, and says what is no member', async () => {
    await apply(agentOf('edited'), bindingOf('edited'))
    const { resources } = await shown('edited')
    const isResource = await schemaOf('resource')
    expect(resources.map((resource) => isResource(resource))).toEqual([true, true])
    const isBinding = await schemaOf('binding')
    expect([isBinding(resources[1]), isBinding(resources[0])]).toEqual([true, false])
    expect(isBinding({ ...resources[1], projections: [] })).toBe(false)
  })
})
