import { randomUUID } from 'node:crypto'
import type { Environment } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'
import { checkEnvironment, type EnvironmentRule, scopes } from '@bindery/platform/kernel'

type Named = readonly (Environment | undefined)[]
const principal = (environment: Environment | undefined) => ({
  organizationId: server.organizationId,
  keyId: 'k',
  actor: 'key:k',
  scopes: new Set(scopes),
  environment,
  expiresAt: undefined,
})

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const slot = (named: Named): EnvironmentRule<null> => ({ slot: () => named })
const record = (made: string | undefined): EnvironmentRule<null> => ({ record: async () => made })

test.each<[string, EnvironmentRule<null>, 'let in' | 'kept out']>([
  ['nothing of environments', 'none', 'let in'],
  ['every environment', 'every', 'kept out'],
  ['its own slot', slot(['development']), 'let in'],
  ['another slot', slot(['production']), 'kept out'],
  ['its own slot and another one', slot(['development', 'production']), 'kept out'],
  ['a slot that is not named', slot([undefined]), 'kept out'],
  ['no slot at all', slot([]), 'kept out'],
  ['a record of its own', record('development'), 'let in'],
  ['a record of another environment', record('production'), 'kept out'],
  ['a record of all of them', record('every environment'), 'kept out'],
  ['a record that there is not', record(undefined), 'let in'],
])('a key of development is for a request about %s: %j', async (_, rule, expected) => {
  const verdict = (environment: Environment | undefined) =>
    checkEnvironment(rule, { read: () => null, principal: principal(environment), services: null }).then(
      () => 'let in',
      (error: { code?: string }) => (error.code === 'insufficient_scope' ? 'kept out' : error),
    )
  expect([await verdict('development'), await verdict(undefined)]).toEqual([expected, 'let in'])
})

describe('a key of development', () => {
  const keyOf = (environment: Environment) => server.keyWith(scopes, environment)

  it('rewrites a draft, and switches nothing on or off that production runs', async () => {
    const skillId = await server.publish(findPatient)
    const call = server.client(await keyOf('development'))
    const path = `/agents/${server.agentId}/integrations/clinic/bindings/${skillId}`
    const off = await call('PUT', path, { body: { ...findPatient, enabled: false } })
    expect([off.status, off.body['requiredEnvironment']]).toEqual([403, 'development'])
    expect((await call('PUT', path, { body: findPatient })).status).toBe(200)
    const params = { caller_phone: '+31612345678' }
    const run = `/agents/${server.agentId}/skills/${skillId}/execute`
    expect((await server.api('POST', run, { body: { params } })).status).toBe(200)
    await must(server.api('DELETE', `/agents/${server.agentId}/skills/${skillId}`))
  })

  it('approves, reads and lists no call of production', async () => {
    const skillId = await server.publish(bookAppointment)
    const waiting = await must(server.execute(skillId, bookingParams))
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(waiting.data)
    const dev = server.client(await keyOf('development'))
    const approved = await dev('POST', `/confirmations/${confirmationId}/approve`)
    const rejected = await dev('POST', `/confirmations/${confirmationId}/reject`)
    expect([approved.status, rejected.status]).toEqual([403, 403])
    expect((await must(dev('GET', '/confirmations'))).data).toEqual([])
    const live = server.client(await keyOf('production'))
    const done = await must(live('POST', `/confirmations/${confirmationId}/approve`))
    const { executionId } = z.object({ executionId: z.string() }).parse(done.data)
    expect((await dev('GET', `/executions/${executionId}`)).status).toBe(403)
    expect((await must(dev('GET', '/executions'))).data).toEqual([])
    expect((await live('GET', `/executions/${executionId}`)).status).toBe(200)
  })

  it('makes keys of development only, and changes no other one', async () => {
    const dev = server.client(await keyOf('development'))
    const make = (environment?: string) =>
      dev('POST', '/api-keys', {
        body: { name: 'More', scopes: ['agents:read'], ...(environment ? { environment } : {}) },
      })
    expect((await make('production')).status).toBe(403)
    const own = await must(make())
    expect(own.data).toMatchObject({ environment: 'development' })
    const unbound = idOf(
      await must(server.api('POST', '/api-keys', { body: { name: 'All', scopes: ['agents:read'] } })),
    )
    expect((await dev('POST', `/api-keys/${unbound}/rotate`)).status).toBe(403)
    expect((await dev('DELETE', `/api-keys/${unbound}`)).status).toBe(403)
    expect((await dev('DELETE', `/api-keys/${idOf(own)}`)).status).toBe(200)
  })

  it('sees the keys of its own environment and no others', async () => {
    const Keys = z.array(z.object({ environment: z.string().nullable() }))
    const listed = async (environment?: 'development' | 'production') => {
      const client = environment === undefined ? server : { api: server.client(await keyOf(environment)) }
      const { data } = await must(client.api('GET', '/api-keys?limit=100'))
      return new Set(Keys.parse(data).map((key) => key.environment))
    }
    expect(await listed('development')).toEqual(new Set(['development']))
    expect(await listed('production')).toEqual(new Set(['production']))
    expect(await listed()).toEqual(new Set([null, 'development', 'production']))
  })

  it.each(['/audit', '/audit/verify', '/webhooks', `/webhooks/${randomUUID()}/deliveries`])(
    'reads nothing of what happened in all environments: %s',
    async (path) => {
      const dev = server.client(await keyOf('development'))
      const refused = await dev('GET', path)
      expect([refused.status, refused.body['code']]).toEqual([403, 'insufficient_scope'])
      expect((await server.api('GET', path)).status).not.toBe(403)
    },
  )

  it('tests, re-points, connects and disconnects nothing of production', async () => {
    const dev = server.client(await keyOf('development'))
    const body = { environment: 'production' }
    for (const verb of ['test', 'connect', 'disconnect', 'discover'])
      expect((await dev('POST', `/integrations/clinic/${verb}`, { body })).status, verb).toBe(403)
    expect((await dev('POST', '/integrations/clinic/disconnect', { body: {} })).status).toBe(403)
    const elsewhere = { environments: { production: { baseUrl: 'http://127.0.0.1:1' } } }
    expect((await dev('PATCH', '/integrations/clinic', { body: elsewhere })).status).toBe(403)
  })

  it('is not answered with what a key without an environment got for the same idempotency key', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Find twice' })
    const path = `/agents/${server.agentId}/skills/${skillId}/execute`
    const call = {
      body: { params: { caller_phone: '+31612345678' } },
      headers: { 'idempotency-key': 'once' },
    }
    await must(server.api('POST', path, call))
    expect((await server.client(await keyOf('development'))('POST', path, call)).status).toBe(403)
  })
})
