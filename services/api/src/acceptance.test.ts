import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  clinicKey,
  type ClinicServer,
  errorCodes,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from './testing/clinic-server.ts'

let server: ClinicServer

beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const bookingFields = new Set([
  'requiresConfirmation',
  'requiresVerifiedIdentity',
  'nonParallelizable',
  'isEnabled',
  'isWrite',
])
const flagsOf = (data: unknown) =>
  Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(data)).filter(([name]) => bookingFields.has(name)),
  )

describe('connecting', () => {
  it('answers status connected and never a credential', async () => {
    const answer = await server.api('POST', '/integrations/clinic/connect', {
      body: { credentials: { api_key: clinicKey, in: 'header', name: 'X-Clinic-Key' } },
    })
    expect(answer.body).toMatchObject({
      success: true,
      data: { status: 'connected', environment: 'production' },
    })
    const shown = await server.api('GET', '/integrations/clinic')
    expect(shown.text).not.toContain(clinicKey)
    expect(shown.data).toMatchObject({
      status: 'connected',
      environments: { production: { authMethod: 'api_key' } },
    })
  })

  it('names every problem of a credential at once', async () => {
    const answer = await server.api('POST', '/integrations/clinic/connect', {
      body: { credentials: { apikey: 'x' } },
    })
    expect([answer.status, answer.body['code']]).toEqual([400, 'validation_error'])
  })

  it('refuses private hosts', async () => {
    const register = (baseUrl: string) =>
      server.api('POST', '/integrations', {
        body: { kind: 'probe', name: 'Probe', type: 'openapi', environments: { production: { baseUrl } } },
      })
    for (const baseUrl of ['http://10.0.0.5', 'https://169.254.169.254', 'https://[::ffff:10.0.0.1]/']) {
      const answer = await register(baseUrl)
      expect([baseUrl, answer.status, answer.body['code']]).toEqual([baseUrl, 403, 'egress_blocked'])
    }
  })

  it('reports ordered checks with 200 whatever they find', async () => {
    const good = await must(
      server.api('POST', '/integrations/clinic/test', {
        body: { environment: 'production', testEndpoint: '/practitioners' },
      }),
    )
    const bad = await must(
      server.api('POST', '/integrations/clinic/test', {
        body: {
          environment: 'production',
          testEndpoint: '/practitioners',
          credentials: { api_key: 'wrong', in: 'header', name: 'X-Clinic-Key' },
        },
      }),
    )
    const empty = await must(
      server.api('POST', '/integrations/clinic/test', { body: { environment: 'staging' } }),
    )
    const summary = z.object({
      ok: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean() })),
    })
    const passed = (...names: string[]) => names.map((name) => ({ name, ok: true }))
    expect([good, bad, empty].map((answer) => summary.parse(answer.data))).toEqual([
      { ok: true, checks: passed('address', 'tls', 'credential', 'read', 'rights') },
      { ok: false, checks: [...passed('address', 'tls'), { name: 'credential', ok: false }] },
      { ok: false, checks: [{ name: 'address', ok: false }] },
    ])
  })
})

describe('discovery', () => {
  it('sums up what the catalog holds', async () => {
    const summary = z
      .object({
        objectCount: z.int(),
        fieldCount: z.int(),
        edgeCount: z.int(),
        operationCount: z.int(),
        catalogHash: z.string(),
      })
      .parse((await must(server.api('POST', '/integrations/clinic/discover', { body: {} }))).data)
    const schema = z
      .object({
        catalogHash: z.string(),
        objects: z.array(z.object({ fields: z.array(z.unknown()) })),
        edges: z.array(z.unknown()),
        operations: z.array(z.unknown()),
      })
      .parse((await must(server.api('GET', '/integrations/clinic/schema'))).data)
    expect(summary).toEqual({
      catalogHash: schema.catalogHash,
      objectCount: schema.objects.length,
      fieldCount: schema.objects.reduce((sum, object) => sum + object.fields.length, 0),
      edgeCount: schema.edges.length,
      operationCount: schema.operations.length,
    })
    expect(summary.operationCount).toBe(7)
  })

  it('answers 404 schema_not_discovered before the first discovery', async () => {
    await must(
      server.api('POST', '/integrations', { body: { kind: 'unread', name: 'Unread', type: 'openapi' } }),
    )
    for (const path of ['objects', 'schema', 'operations', 'objects/Patient', 'operations/x', 'issues']) {
      const answer = await server.api('GET', `/integrations/unread/${path}`)
      expect([path, answer.status, answer.body['code']]).toEqual([path, 404, 'schema_not_discovered'])
    }
  })

  it('suggests near names for an operation that does not exist', async () => {
    const answer = await server.api('GET', '/integrations/clinic/operations/searchPatient')
    expect([answer.status, answer.body['suggestions']]).toEqual([404, ['searchPatients']])
  })
})

describe('scoping', () => {
  it('makes a blocked field vanish everywhere, refuses to bind it, and restores it when the lists are cleared', async () => {
    const withCity = { ...findPatient, toolName: 'Scoped lookup' }
    const block = (blockedFields: string[], blockedObjects: string[] = []) =>
      must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields, blockedObjects } }))
    await block(['Address.city'])
    const hidden = await server.api('GET', '/integrations/clinic/objects/Address')
    const schema = await server.api('GET', '/integrations/clinic/schema')
    const refused = await server.bind(withCity)
    await block([], ['Patient'])
    const gone = await server.api('GET', '/integrations/clinic/objects/Patient')
    const search = await server.api('GET', '/integrations/clinic/objects?search=patient')
    await block([])
    const restored = await server.bind(withCity)
    expect(hidden.text).not.toContain('"city"')
    expect(schema.text).not.toContain('"city"')
    expect([refused.status, errorCodes(refused)]).toEqual([422, ['scoped_out']])
    expect(gone.status).toBe(404)
    expect(search.text).not.toContain('"Patient"')
    expect(restored.status).toBe(201)
  })

  it('refuses a published skill at run time once what it reads is blocked', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Blocked later' })
    await must(
      server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: ['Patient.fullName'] } }),
    )
    const answer = await server.execute(skillId, { caller_phone: '+31612345678' })
    await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: [] } }))
    const again = await server.execute(skillId, { caller_phone: '+31612345678' })
    expect([answer.status, answer.body['code']]).toEqual([409, 'skill_stale'])
    expect(again.status).toBe(200)
  })
})

describe('binding', () => {
  it('refuses a required input left unbound, and takes a constant for it', async () => {
    const without = {
      ...bookAppointment,
      toolName: 'Unbound',
      inputObjectMap: bookAppointment.inputObjectMap?.slice(1) ?? [],
    }
    const refused = await server.bind(without)
    const withConstant = [{ field: 'patientId', const: 'pat_2' }, ...without.inputObjectMap]
    const taken = await server.bind({ ...without, inputObjectMap: withConstant })
    expect([refused.status, refused.body['code'], errorCodes(refused)]).toEqual([
      422,
      'binding_invalid',
      ['input_required_unbound'],
    ])
    expect(taken.status).toBe(201)
  })

  it('lands a write disabled, with confirmation and non-parallel set, and says so', async () => {
    const answer = await server.bind({ ...bookAppointment, toolName: 'Born disabled', enabled: true })
    expect(flagsOf(answer.data)).toEqual({
      isWrite: true,
      isEnabled: false,
      requiresConfirmation: true,
      nonParallelizable: true,
      requiresVerifiedIdentity: false,
    })
    expect(JSON.stringify(answer.body['warnings'])).toContain('write_lands_disabled')
  })

  it('asks for a verified identity before an update', async () => {
    const answer = await server.bind({
      operation: 'updatePatientContact',
      toolName: 'Change phone',
      inputs: [{ param: 'customer_id', argument: 'patientId' }],
      inputObjectMap: [{ field: 'phone', param: 'customer_phone' }],
      projection: [{ path: 'id', leaf: 'customer_id' }],
    })
    expect(flagsOf(answer.data)).toMatchObject({ requiresVerifiedIdentity: true, requiresConfirmation: true })
  })

  it('enables a write only when that is acknowledged', async () => {
    const skillId = idOf(await must(server.bind({ ...bookAppointment, toolName: 'Needs a nod' })))
    const path = `/agents/${server.agentId}/skills/${skillId}`
    const refused = await server.api('PATCH', path, { body: { isEnabled: true } })
    const agreed = await server.api('PATCH', path, { body: { isEnabled: true, acknowledge: ['write'] } })
    expect([refused.status, refused.body['code']]).toEqual([409, 'acknowledgement_required'])
    expect(flagsOf(agreed.data)['isEnabled']).toBe(true)
  })

  it('makes a created id projectable', async () => {
    const answer = await server.bind({
      ...bookAppointment,
      toolName: 'With id',
      projection: [{ path: 'id', leaf: 'appointment_id' }],
    })
    expect(answer.status).toBe(201)
  })

  it('refuses a dotted parameter name at save, with a way to write it', async () => {
    const answer = await server.bind({
      ...findPatient,
      toolName: 'Dotted',
      inputs: [{ param: 'caller.phone', argument: 'phone' }],
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('caller_phone')
  })

  it('refuses a second skill of the same function name', async () => {
    await must(server.bind({ ...findPatient, toolName: 'Twice' }))
    const answer = await server.bind({ ...findPatient, toolName: 'twice' })
    expect([answer.status, answer.body['code']]).toEqual([409, 'duplicate_name'])
  })

  it('needs a connected integration', async () => {
    await must(
      server.api('POST', '/integrations', {
        body: {
          kind: 'loose',
          name: 'Loose',
          type: 'openapi',
          source: { url: `${server.clinic.baseUrl}/openapi.json` },
          environments: { production: { baseUrl: server.clinic.baseUrl } },
        },
      }),
    )
    await must(server.api('POST', '/integrations/loose/discover', { body: {} }))
    const answer = await server.api('POST', `/agents/${server.agentId}/integrations/loose/bindings`, {
      body: findPatient,
    })
    expect([answer.status, answer.body['code']]).toEqual([409, 'integration_not_connected'])
  })
})
