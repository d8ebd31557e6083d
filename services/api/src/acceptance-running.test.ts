import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  clinicKey,
  type ClinicServer,
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

const isReplay = (data: unknown): boolean => z.object({ replayed: z.literal(true) }).safeParse(data).success

describe('running', () => {
  it('gives exact values, 64-bit numbers as text', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Exact' })
    const answer = await server.execute(skillId, { caller_phone: '+31687654321' })
    expect(answer.data).toMatchObject({
      status: 'ok',
      output: {
        patients: [
          {
            customer_id: 'pat_2',
            customer_name: 'Bilal Haddad',
            file_number: '9007199254740993',
            city: 'Rotterdam',
          },
        ],
      },
    })
  })

  it('sends parameters of a GET in the query and those of a POST in the body', async () => {
    const read = await server.publish({ ...findPatient, toolName: 'Query place' })
    const write = await server.publish({ ...bookAppointment, toolName: 'Body place' })
    const dryRun = (skillId: string, params: object) =>
      must(
        server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute?dryRun=true`, {
          body: { params },
        }),
      )
    const writesBefore = server.clinic.writes()
    expect((await dryRun(read, { caller_phone: '+31612345678' })).data).toMatchObject({
      request: {
        request: { method: 'GET', url: expect.stringMatching(/\/patients\?phone=%2B31612345678$/) },
      },
    })
    expect((await dryRun(write, bookingParams)).data).toMatchObject({
      request: {
        request: {
          method: 'POST',
          url: expect.stringMatching(/\/appointments$/),
          headers: { 'x-clinic-key': '[secret]' },
          body: {
            patientId: 'pat_1',
            practitionerId: 'prac_1',
            service: 'check-up',
            startsAt: bookingParams.start_time,
          },
        },
      },
    })
    expect(server.clinic.writes()).toBe(writesBefore)
  })

  it('pauses a write for confirmation, carries it out exactly once, and shows what it will do', async () => {
    const skillId = await server.publish({ ...bookAppointment, toolName: 'Confirmed booking' })
    const writesBefore = server.clinic.writes()
    const paused = await server.execute(skillId, bookingParams)
    const { confirmationId, summary } = z
      .object({ confirmationId: z.string(), summary: z.string() })
      .parse(paused.data)
    const approve = () => server.api('POST', `/confirmations/${confirmationId}/approve`)
    const answers = await Promise.all([approve(), approve()])
    expect(paused.status).toBe(202)
    expect(summary).toContain('Confirmed booking for customer pat_1')
    // The other one hears that it is under way, or what came of it.
    expect(answers.filter(({ status, data }) => status === 200 && !isReplay(data))).toHaveLength(1)
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
    expect(repeated.data).toMatchObject({
      status: 'ok',
      replayed: true,
      output: z.object({ output: z.unknown() }).parse(first.data).output,
    })
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
      transaction.raw("update rate_limit_hits set at = at - interval '61 seconds' where sequence = 1"),
    )
    const admitted = await call()
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect([refused.body['code'], Number(refused.headers.get('retry-after')) > 0]).toEqual([
      'action_rate_limited',
      true,
    ])
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
    expect(fields.map((error) => error.field).sort()).toEqual([
      'params.customer_id',
      'params.service_type',
      'params.star_time',
      'params.start_time',
    ])
  })

  it('shows no credential in any answer, record or log line', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Canary' })
    await server.execute(skillId, { caller_phone: '+31612345678' })
    const paths = [
      '/executions?limit=100',
      '/audit?limit=100',
      '/integrations',
      '/confirmations',
      `/agents/${server.agentId}/skills`,
    ]
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
    const publish = async (note: string) =>
      idOf(await must(server.api('POST', `/agents/${agentId}/publish`, { body: { note } })))
    const run = async () =>
      (
        await must(
          server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, {
            body: { params: { caller_phone: '+31612345678' } },
          }),
        )
      ).text
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
    await must(
      server.api('PATCH', `/agents/${agentId}`, {
        body: { description: 'changed' },
        headers: { 'if-match': stale },
      }),
    )
    const answer = await server.api('POST', `/agents/${agentId}/publish`, { headers: { 'if-match': stale } })
    expect([answer.status, answer.body['code']]).toEqual([409, 'conflict'])
  })
})

describe('keys', () => {
  it('refuses a call without the scope, naming it, with code and request id', async () => {
    const reader = server.client(await server.keyWith(['integrations:read']))
    const answer = await reader('POST', '/agents', { body: { name: 'x' } })
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({
      code: 'insufficient_scope',
      requiredScope: 'agents:write',
      request_id: expect.any(String),
    })
    expect(answer.headers.get('x-request-id')).toBe(answer.body['request_id'])
  })

  it('lets nobody hand out more than they have', async () => {
    const admin = server.client(await server.keyWith(['keys:write']))
    const answer = await admin('POST', '/api-keys', { body: { name: 'more', scopes: ['agents:write'] } })
    expect([answer.status, answer.body['code']]).toEqual([403, 'insufficient_scope'])
  })

  it('keeps a key to the environment that it was made for', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Find in one environment' })
    const body = { name: 'Development', scopes: ['skills:execute'], environment: 'development' }
    const made = await must(server.api('POST', '/api-keys', { body }))
    const { key } = z.object({ key: z.string() }).parse(made.data)
    const execute = `/agents/${server.agentId}/skills/${skillId}/execute`
    const params = { caller_phone: '+31612345678' }
    const live = await server.client(key)('POST', execute, { body: { params } })
    expect([live.status, live.body['code']]).toEqual([403, 'insufficient_scope'])
    const own = await server.client(key)('POST', execute, { body: { params, environment: 'development' } })
    expect(own.body['code']).toBe('environment_not_configured')
  })

  it('stops a revoked key', async () => {
    const made = z
      .object({ id: z.string(), key: z.string() })
      .parse(
        (await must(server.api('POST', '/api-keys', { body: { name: 'short', scopes: ['agents:read'] } })))
          .data,
      )
    const before = await server.client(made.key)('GET', '/agents')
    await must(server.api('DELETE', `/api-keys/${made.id}`))
    const after = await server.client(made.key)('GET', '/agents')
    expect([before.status, after.status, after.body['code']]).toEqual([200, 401, 'api_key_invalid'])
  })
})
