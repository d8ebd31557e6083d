import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
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

const bookingFields = new Set(['requiresConfirmation', 'requiresVerifiedIdentity', 'nonParallelizable', 'isEnabled', 'isWrite'])
const flagsOf = (data: unknown) =>
  Object.fromEntries(Object.entries(z.record(z.string(), z.unknown()).parse(data)).filter(([name]) => bookingFields.has(name)))

describe('connecting', () => {
  it('answers status connected and never a credential', async () => {
    const answer = await server.api('POST', '/integrations/clinic/connect', {
      body: { credentials: { api_key: clinicKey, in: 'header', name: 'X-Clinic-Key' } },
    })
    expect(answer.body).toEqual({ success: true, data: { status: 'connected' } })
    const shown = await server.api('GET', '/integrations/clinic')
    expect(shown.text).not.toContain(clinicKey)
    expect(shown.data).toMatchObject({ status: 'connected', environments: { production: { authMethod: 'api_key' } } })
  })

  it('names every problem of a credential at once', async () => {
    const answer = await server.api('POST', '/integrations/clinic/connect', { body: { credentials: { apikey: 'x' } } })
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
    const good = await must(server.api('POST', '/integrations/clinic/test', { body: { environment: 'production', testEndpoint: '/practitioners' } }))
    const bad = await must(
      server.api('POST', '/integrations/clinic/test', {
        body: { environment: 'production', testEndpoint: '/practitioners', credentials: { api_key: 'wrong', in: 'header', name: 'X-Clinic-Key' } },
      }),
    )
    const empty = await must(server.api('POST', '/integrations/clinic/test', { body: { environment: 'staging' } }))
    const summary = z.object({ ok: z.boolean(), checks: z.array(z.object({ name: z.string(), ok: z.boolean() })) })
    expect([good, bad, empty].map((answer) => summary.parse(answer.data))).toEqual([
      { ok: true, checks: [{ name: 'configuration', ok: true }, { name: 'request', ok: true }] },
      { ok: false, checks: [{ name: 'configuration', ok: true }, { name: 'request', ok: false }] },
      { ok: false, checks: [{ name: 'configuration', ok: false }] },
    ])
  })
})

describe('discovery', () => {
  it('sums up what the catalog holds', async () => {
    const summary = z
      .object({ objectCount: z.int(), fieldCount: z.int(), edgeCount: z.int(), operationCount: z.int(), catalogHash: z.string() })
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
    await must(server.api('POST', '/integrations', { body: { kind: 'unread', name: 'Unread', type: 'openapi' } }))
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
    await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: ['Patient.fullName'] } }))
    const answer = await server.execute(skillId, { caller_phone: '+31612345678' })
    await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: [] } }))
    const again = await server.execute(skillId, { caller_phone: '+31612345678' })
    expect([answer.status, answer.body['code']]).toEqual([409, 'skill_stale'])
    expect(again.status).toBe(200)
  })
})

describe('binding', () => {
  it('refuses a required input left unbound, and takes a constant for it', async () => {
    const without = { ...bookAppointment, toolName: 'Unbound', inputObjectMap: bookAppointment.inputObjectMap?.slice(1) ?? [] }
    const refused = await server.bind(without)
    const withConstant = [{ field: 'patientId', const: 'pat_2' }, ...without.inputObjectMap]
    const taken = await server.bind({ ...without, inputObjectMap: withConstant })
    expect([refused.status, refused.body['code'], errorCodes(refused)]).toEqual([422, 'binding_invalid', ['input_required_unbound']])
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
    const answer = await server.bind({ ...bookAppointment, toolName: 'With id', projection: [{ path: 'id', leaf: 'appointment_id' }] })
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
    const answer = await server.api('POST', `/agents/${server.agentId}/integrations/loose/bindings`, { body: findPatient })
    expect([answer.status, answer.body['code']]).toEqual([409, 'integration_not_connected'])
  })
})

describe('running', () => {
  it('gives exact values, 64-bit numbers as text', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Exact' })
    const answer = await server.execute(skillId, { caller_phone: '+31687654321' })
    expect(answer.data).toMatchObject({
      status: 'ok',
      output: {
        patients: [
          { customer_id: 'pat_2', customer_name: 'Bilal Haddad', file_number: '9007199254740993', city: 'Rotterdam' },
        ],
      },
    })
  })

  it('sends parameters of a GET in the query and those of a POST in the body', async () => {
    const read = await server.publish({ ...findPatient, toolName: 'Query place' })
    const write = await server.publish({ ...bookAppointment, toolName: 'Body place' })
    const dryRun = (skillId: string, params: object) =>
      must(server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute?dryRun=true`, { body: { params } }))
    const writesBefore = server.clinic.writes()
    expect((await dryRun(read, { caller_phone: '+31612345678' })).data).toMatchObject({
      request: { request: { method: 'GET', url: expect.stringMatching(/\/patients\?phone=%2B31612345678$/) } },
    })
    expect((await dryRun(write, bookingParams)).data).toMatchObject({
      request: {
        request: {
          method: 'POST',
          url: expect.stringMatching(/\/appointments$/),
          headers: { 'x-clinic-key': '[secret]' },
          body: { patientId: 'pat_1', practitionerId: 'prac_1', service: 'check-up', startsAt: bookingParams.start_time },
        },
      },
    })
    expect(server.clinic.writes()).toBe(writesBefore)
  })

  it('pauses a write for confirmation, carries it out exactly once, and shows what it will do', async () => {
    const skillId = await server.publish({ ...bookAppointment, toolName: 'Confirmed booking' })
    const writesBefore = server.clinic.writes()
    const paused = await server.execute(skillId, bookingParams)
    const { confirmationId, summary } = z.object({ confirmationId: z.string(), summary: z.string() }).parse(paused.data)
    const approve = () => server.api('POST', `/confirmations/${confirmationId}/approve`)
    const [first, second] = await Promise.all([approve(), approve()])
    expect(paused.status).toBe(202)
    expect(summary).toContain('POST /appointments')
    expect([first.status, second.status].sort()).toEqual([200, 409])
    expect(server.clinic.writes()).toBe(writesBefore + 1)
  })

  it('writes once per idempotency key, and refuses the key for other arguments', async () => {
    const skillId = await server.publish({ ...bookAppointment, toolName: 'Keyed booking' })
    const headers = { 'idempotency-key': 'booking-1' }
    const writesBefore = server.clinic.writes()
    const confirm = async (params: object) => {
      const paused = await server.execute(skillId, params, headers)
      const { confirmationId } = z.object({ confirmationId: z.string() }).parse(paused.data)
      return server.api('POST', `/confirmations/${confirmationId}/approve`)
    }
    const first = await must(confirm(bookingParams))
    const repeated = await server.execute(skillId, bookingParams, headers)
    const other = await server.execute(skillId, { ...bookingParams, service_type: 'vaccination' }, headers)
    expect(repeated.data).toMatchObject({ status: 'ok', replayed: true, output: z.object({ output: z.unknown() }).parse(first.data).output })
    expect([other.status, other.body['code']]).toEqual([409, 'idempotency_key_reused'])
    expect(server.clinic.writes()).toBe(writesBefore + 1)
  })

  it('admits ten calls in a minute, refuses the eleventh, and admits again once the oldest ages out', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Limited', rateLimitPerMinute: 10 })
    const call = () => server.execute(skillId, { caller_phone: '+31612345678' })
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await call()).status)
    const refused = await call()
    await server.server.services.store.run('platform', (transaction) =>
      transaction.raw("update rate_limits set hits[1] = hits[1] - interval '61 seconds'"),
    )
    const admitted = await call()
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect([refused.body['code'], Number(refused.headers.get('retry-after')) > 0]).toEqual(['action_rate_limited', true])
    expect(admitted.status).toBe(200)
  })

  it('answers 409 for an empty environment slot instead of falling back', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'No staging' })
    const answer = await server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute`, {
      body: { params: { caller_phone: '+31612345678' }, environment: 'staging' },
    })
    expect([answer.status, answer.body['code']]).toEqual([409, 'environment_not_configured'])
  })

  it('reports every problem of the input at once', async () => {
    const skillId = await server.publish({ ...bookAppointment, toolName: 'Bad input' })
    const answer = await server.execute(skillId, { customer_id: 7, service_type: 'surgery', star_time: 'x' })
    expect(answer.status).toBe(400)
    const fields = z.array(z.object({ field: z.string() })).parse(answer.body['errors'])
    expect(fields.map((error) => error.field).sort()).toEqual(
      ['params.customer_id', 'params.service_type', 'params.star_time', 'params.start_time'],
    )
  })

  it('shows no credential in any answer, record or log line', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Canary' })
    await server.execute(skillId, { caller_phone: '+31612345678' })
    const paths = ['/executions?limit=100', '/audit?limit=100', '/integrations', '/confirmations', `/agents/${server.agentId}/skills`]
    const texts = await Promise.all(paths.map(async (path) => (await must(server.api('GET', path))).text))
    const encoded = Buffer.from(clinicKey).toString('base64')
    for (const text of [...texts, server.log()]) {
      expect(text).not.toContain(clinicKey)
      expect(text).not.toContain(encoded)
    }
    const stored: unknown = await server.server.services.store.run('platform', (transaction) =>
      transaction.raw('select sealed from integration_environments'),
    )
    expect(JSON.stringify(stored)).not.toContain(clinicKey)
  })
})

describe('publishing', () => {
  it('freezes what is live, rolls back without recompiling, and names what changed', async () => {
    const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'versions' } })))
    const bindings = `/agents/${agentId}/integrations/clinic/bindings`
    const skillId = idOf(await must(server.api('POST', bindings, { body: findPatient })))
    const publish = async (note: string) => idOf(await must(server.api('POST', `/agents/${agentId}/publish`, { body: { note } })))
    const run = async () =>
      (await must(server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params: { caller_phone: '+31612345678' } } }))).text
    const first = await publish('one')
    const slimmer = { ...findPatient, projection: [{ path: 'total', leaf: 'found' }] }
    await must(server.api('PUT', `${bindings}/${skillId}`, { body: slimmer }))
    const beforePublish = await run()
    const second = await publish('two')
    const afterPublish = await run()
    const diff = await must(server.api('GET', `/agents/${agentId}/versions/${second}/diff`))
    await must(server.api('POST', `/agents/${agentId}/rollback`, { body: { versionId: first } }))
    const afterRollback = await run()
    expect(beforePublish).toContain('customer_name')
    expect(afterPublish).toContain('"found":1')
    expect(afterRollback).toContain('customer_name')
    const changes = z.array(z.object({ field: z.string(), kind: z.string() })).parse(diff.data)
    expect(changes).toContainEqual({ field: 'skills.find_patient.outputs', kind: 'changed' })
    const added = await must(server.api('GET', `/agents/${agentId}/versions/${first}/diff`))
    expect(added.data).toMatchObject([{ field: 'skills.find_patient', kind: 'added', before: null }])
  })

  it('refuses to publish over a change that the caller has not seen', async () => {
    const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'races' } })))
    const stale = (await server.api('GET', `/agents/${agentId}`)).headers.get('etag') ?? ''
    await must(server.api('PATCH', `/agents/${agentId}`, { body: { description: 'changed' }, headers: { 'if-match': stale } }))
    const answer = await server.api('POST', `/agents/${agentId}/publish`, { headers: { 'if-match': stale } })
    expect([answer.status, answer.body['code']]).toEqual([409, 'conflict'])
  })
})

describe('keys', () => {
  it('refuses a call without the scope, naming it, with code and request id', async () => {
    const reader = server.client(await server.keyWith(['integrations:read']))
    const answer = await reader('POST', '/agents', { body: { name: 'x' } })
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ code: 'insufficient_scope', requiredScope: 'agents:write', request_id: expect.any(String) })
    expect(answer.headers.get('x-request-id')).toBe(answer.body['request_id'])
  })

  it('lets nobody hand out more than they have', async () => {
    const admin = server.client(await server.keyWith(['keys:write']))
    const answer = await admin('POST', '/api-keys', { body: { name: 'more', scopes: ['agents:write'] } })
    expect([answer.status, answer.body['code']]).toEqual([403, 'insufficient_scope'])
  })

  it('stops a revoked key', async () => {
    const made = z.object({ id: z.string(), key: z.string() }).parse(
      (await must(server.api('POST', '/api-keys', { body: { name: 'short', scopes: ['agents:read'] } }))).data,
    )
    const before = await server.client(made.key)('GET', '/agents')
    await must(server.api('DELETE', `/api-keys/${made.id}`))
    const after = await server.client(made.key)('GET', '/agents')
    expect([before.status, after.status, after.body['code']]).toEqual([200, 401, 'api_key_invalid'])
  })
})
