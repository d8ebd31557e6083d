import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
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
} from '../testing/clinic-server.ts'
import type { ApiAnswer, ApiClient } from '../testing/test-server.ts'

/* Two organisations with the same shapes: whatever A asks with an id of B is answered as for an id that nobody has. */

type Belongings = Readonly<
  Record<
    'agentId' | 'skillId' | 'versionId' | 'executionId' | 'confirmationId' | 'keyId' | 'job' | 'cursor',
    string
  >
>

let server: ClinicServer
let strangers: ApiClient
let own: Belongings
let foreign: Belongings
beforeAll(async () => {
  server = await startClinicServer()
  strangers = server.client(await server.otherOrganization())
  own = await furnish(server.api, 'clinic')
  foreign = await furnish(strangers, 'theirs')
})
afterAll(() => server.close())

const idIn = (answer: ApiAnswer, name: string): string =>
  z.string().parse(z.record(z.string(), z.unknown()).parse(answer.data)[name])

/** Gives an organisation one of everything; the second one uses a slug that the first one does not have. */
async function furnish(api: ApiClient, kind: string): Promise<Belongings> {
  const { baseUrl } = server.clinic
  if (kind !== 'clinic') {
    const source = { url: `${baseUrl}/openapi.json` }
    const environments = { production: { baseUrl } }
    await must(
      api('POST', '/integrations', { body: { kind, name: 'Theirs', type: 'openapi', source, environments } }),
    )
    const credentials = { api_key: clinicKey, in: 'header', name: 'X-Clinic-Key' }
    await must(api('POST', `/integrations/${kind}/connect`, { body: { credentials } }))
    await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
  }
  const agentId = idOf(await must(api('POST', '/agents', { body: { name: `desk-${kind}` } })))
  await must(api('POST', '/agents', { body: { name: 'another desk' } }))
  const bindings = `/agents/${agentId}/integrations/${kind}/bindings`
  const skillId = idOf(await must(api('POST', bindings, { body: findPatient })))
  const writeId = idOf(await must(api('POST', bindings, { body: bookAppointment })))
  const enable = { isEnabled: true, acknowledge: ['write'] }
  await must(api('PATCH', `/agents/${agentId}/skills/${writeId}`, { body: enable }))
  const versionId = idOf(await must(api('POST', `/agents/${agentId}/publish`)))
  const run = (id: string, params: object) =>
    must(api('POST', `/agents/${agentId}/skills/${id}/execute`, { body: { params } }))
  const executionId = idIn(await run(skillId, { caller_phone: '+31612345678' }), 'executionId')
  const confirmationId = idIn(await run(writeId, bookingParams), 'confirmationId')
  const keyId = idOf(await must(api('POST', '/api-keys', { body: { name: 'k', scopes: ['agents:read'] } })))
  const started = await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=0' } }))
  const job = z.string().parse(started.headers.get('location')?.split('/').at(-1))
  // The stream ends when the job has ended, so that nothing changes any more.
  const events = { accept: 'text/event-stream' }
  await must(api('GET', `/integrations/${kind}/discover/${job}`, { headers: events }))
  const list = await must(api('GET', '/agents?limit=1'))
  const cursor = z.object({ nextCursor: z.string() }).parse(list.body['meta']).nextCursor
  return { agentId, skillId, versionId, executionId, confirmationId, keyId, job, cursor }
}

type Call = (ids: Belongings, kind: string) => readonly [method: string, path: string, body?: unknown]
const bindingsOf = (agentId: string, kind: string) => `/agents/${agentId}/integrations/${kind}/bindings`

/** Routes that take an id; `own` holds ids of the caller for those places that are not under test. */
const calls: Readonly<Record<string, Call>> = {
  'show an agent': (ids) => ['GET', `/agents/${ids.agentId}`],
  'edit an agent': (ids) => ['PATCH', `/agents/${ids.agentId}`, { description: 'x' }],
  'delete an agent': (ids) => ['DELETE', `/agents/${ids.agentId}`],
  'publish an agent': (ids) => ['POST', `/agents/${ids.agentId}/publish`],
  'list versions': (ids) => ['GET', `/agents/${ids.agentId}/versions`],
  'show a version': (ids) => ['GET', `/agents/${own.agentId}/versions/${ids.versionId}`],
  'show a version of an agent': (ids) => ['GET', `/agents/${ids.agentId}/versions/${ids.versionId}`],
  'compare versions': (ids) => ['GET', `/agents/${own.agentId}/versions/${ids.versionId}/diff`],
  'compare with a version': (ids) => [
    'GET',
    `/agents/${own.agentId}/versions/${own.versionId}/diff?from=${ids.versionId}`,
  ],
  'roll back to a version': (ids) => [
    'POST',
    `/agents/${own.agentId}/rollback`,
    { versionId: ids.versionId },
  ],
  'list skills': (ids) => ['GET', `/agents/${ids.agentId}/skills`],
  'show a skill': (ids) => ['GET', `/agents/${ids.agentId}/skills/${ids.skillId}`],
  'show a skill under an own agent': (ids) => ['GET', `/agents/${own.agentId}/skills/${ids.skillId}`],
  'switch a skill': (ids) => ['PATCH', `/agents/${own.agentId}/skills/${ids.skillId}`, { isEnabled: false }],
  'delete a skill': (ids) => ['DELETE', `/agents/${own.agentId}/skills/${ids.skillId}`],
  'disable skills along with an own one': (ids) => [
    'POST',
    `/agents/${own.agentId}/actions/disable`,
    { actionIds: [own.skillId, ids.skillId] },
  ],
  'list tools': (ids) => ['GET', `/agents/${ids.agentId}/tools`],
  'execute a skill': (ids) => ['POST', `/agents/${ids.agentId}/skills/${ids.skillId}/execute`, {}],
  'execute a skill of an own agent': (ids) => [
    'POST',
    `/agents/${own.agentId}/skills/${ids.skillId}/execute`,
    {},
  ],
  'try a skill dry': (ids) => [
    'POST',
    `/agents/${ids.agentId}/skills/${ids.skillId}/execute?dryRun=true`,
    {},
  ],
  'bind on an agent': (ids) => ['POST', bindingsOf(ids.agentId, 'clinic'), findPatient],
  'bind to an integration': (_ids, kind) => ['POST', bindingsOf(own.agentId, kind), findPatient],
  'check a binding': (_ids, kind) => ['POST', `${bindingsOf(own.agentId, kind)}/validate`, findPatient],
  'show a binding': (ids) => ['GET', `${bindingsOf(own.agentId, 'clinic')}/${ids.skillId}`],
  'replace a binding': (ids) => ['PUT', `${bindingsOf(own.agentId, 'clinic')}/${ids.skillId}`, findPatient],
  'show an execution': (ids) => ['GET', `/executions/${ids.executionId}`],
  'approve a confirmation': (ids) => ['POST', `/confirmations/${ids.confirmationId}/approve`],
  'reject a confirmation': (ids) => ['POST', `/confirmations/${ids.confirmationId}/reject`],
  'revoke a key': (ids) => ['DELETE', `/api-keys/${ids.keyId}`],
  'rotate a key': (ids) => ['POST', `/api-keys/${ids.keyId}/rotate`],
  'show a discovery': (ids) => ['GET', `/integrations/clinic/discover/${ids.job}`],
  'cancel a discovery': (ids) => ['DELETE', `/integrations/clinic/discover/${ids.job}`],
  'show an integration': (_ids, kind) => ['GET', `/integrations/${kind}`],
  'edit an integration': (_ids, kind) => ['PATCH', `/integrations/${kind}`, { name: 'x' }],
  'remove an integration': (_ids, kind) => ['DELETE', `/integrations/${kind}`],
  'connect an integration': (_ids, kind) => ['POST', `/integrations/${kind}/connect`, {}],
  'test an integration': (_ids, kind) => ['POST', `/integrations/${kind}/test`, {}],
  'discover an integration': (_ids, kind) => ['POST', `/integrations/${kind}/discover`, {}],
  'upload a source': (_ids, kind) => ['PUT', `/integrations/${kind}/source`, '{}'],
  'read a schema': (_ids, kind) => ['GET', `/integrations/${kind}/schema`],
  'list objects': (_ids, kind) => ['GET', `/integrations/${kind}/objects`],
  'show an object': (_ids, kind) => ['GET', `/integrations/${kind}/objects/Patient`],
  'search operations': (_ids, kind) => ['GET', `/integrations/${kind}/operations?search=patient`],
  'show an operation': (_ids, kind) => ['GET', `/integrations/${kind}/operations/searchPatients`],
  'read issues': (_ids, kind) => ['GET', `/integrations/${kind}/issues`],
  'read scoping': (_ids, kind) => ['GET', `/integrations/${kind}/scoping`],
  'change scoping': (_ids, kind) => [
    'PATCH',
    `/integrations/${kind}/scoping`,
    { blockedObjects: ['Patient'] },
  ],
}

const send = ([method, path, body]: ReturnType<Call>) =>
  server.api(method, path, body === undefined ? {} : { body })

/** An answer without what differs from request to request. */
function shapeOf(answer: ApiAnswer, names: readonly string[]): unknown {
  const text = names.reduce((shown, name) => shown.replaceAll(name, 'ID'), answer.text)
  const { request_id: _, ...body } = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  return { status: answer.status, body, headers: [...answer.headers.keys()].sort() }
}

const everythingOfTheirs = async (): Promise<string> => {
  const { store } = server.server.services
  const rows = await store.run('platform', async (transaction) => {
    const texts: unknown[] = []
    for (const table of [
      'agents',
      'skills',
      'integrations',
      'api_keys',
      'confirmations',
      'executions',
      'jobs',
      'audit_entries',
    ]) {
      texts.push(
        z.object({ rows: z.array(z.unknown()) }).parse(
          await transaction.raw(
            `select to_jsonb(t) - 'last_used_at' as row from ${table} t
               where organization_id = (select organization_id from agents where id = ?) order by 1::text`,
            [foreign.agentId],
          ),
        ).rows,
      )
    }
    return texts
  })
  return JSON.stringify(rows)
}

describe('an id of another organisation', () => {
  test.each(Object.keys(calls))('is as unknown as a random one: %s', async (name) => {
    const call = calls[name]
    if (call === undefined) throw new Error('No such call.')
    const random = Object.fromEntries(Object.keys(foreign).map((key) => [key, randomUUID()]))
    const nobody = { ...foreign, ...random }
    const before = await everythingOfTheirs()
    const [asked, unknown] = [await send(call(foreign, 'theirs')), await send(call(nobody, 'nobody'))]
    expect(asked.status).toBe(404)
    expect(shapeOf(asked, ['theirs', ...Object.values(foreign)])).toEqual(
      shapeOf(unknown, ['nobody', ...Object.values(nobody)]),
    )
    expect(await everythingOfTheirs()).toBe(before)
  })

  it('finds nothing as a filter of a list', async () => {
    for (const query of [`agentId=${foreign.agentId}`, `skillId=${foreign.skillId}`]) {
      expect((await must(server.api('GET', `/executions?${query}`))).data).toEqual([])
    }
  })
})

describe('what another organisation made', () => {
  it.each(['/agents', '/integrations', '/executions', '/confirmations', '/audit', '/api-keys'])(
    'is in no list: %s',
    async (path) => {
      const answer = await must(server.api('GET', `${path}?limit=100`))
      for (const id of [
        ...Object.values(foreign).filter((text) => text.length > 30),
        'theirs',
        'desk-theirs',
      ]) {
        expect(answer.text).not.toContain(id)
      }
    },
  )

  it('gives a cursor that leads through own rows only', async () => {
    const answer = await must(server.api('GET', `/agents?cursor=${foreign.cursor}&limit=100`))
    expect(answer.text).not.toContain('desk-theirs')
  })

  it('takes no slug, name or function name away', async () => {
    const taken = { kind: 'theirs', name: 'Ours', type: 'openapi' }
    expect((await server.api('POST', '/integrations', { body: taken })).status).toBe(201)
    expect((await server.api('POST', '/agents', { body: { name: 'desk-theirs' } })).status).toBe(201)
    await must(server.api('DELETE', '/integrations/theirs'))
  })

  it('holds no idempotency key of ours', async () => {
    const headers = { 'idempotency-key': 'shared-key' }
    const run = (api: ApiClient, { agentId, skillId }: Belongings, phone: string) =>
      api('POST', `/agents/${agentId}/skills/${skillId}/execute`, {
        body: { params: { caller_phone: phone } },
        headers,
      })
    const theirs = await must(run(strangers, foreign, '+31612345678'))
    const ours = await must(run(server.api, own, '+31687654321'))
    expect([theirs.text.includes('Bilal'), ours.text.includes('Bilal')]).toEqual([false, true])
  })
})
