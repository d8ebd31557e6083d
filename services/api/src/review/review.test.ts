import { clinicDocument } from '@bindery/fixtures'
import { type Scope, scopes } from '@bindery/platform/kernel'
import { insertConfirmation } from '@bindery/store'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
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
import type { ApiClient } from '../testing/test-server.ts'
import { waitingCall } from '../testing/waiting-call.ts'

const Item = z.object({
  id: z.string(),
  type: z.string(),
  agentName: z.string().nullable(),
  functionName: z.string().nullable(),
  title: z.string(),
  severity: z.string(),
  actions: z.array(z.string()),
})
const Meta = z.object({
  nextCursor: z.string().nullable(),
  total: z.int(),
  counts: z.record(z.string(), z.int().nullable()),
  withheld: z.array(z.object({ type: z.string(), scope: z.string() })),
})

let server: ClinicServer
/** A server whose inbox is empty, for what counts all of it. */
function useNewServers(): void {
  beforeEach(async () => {
    server = await startClinicServer()
  })
  afterEach(() => server.close())
}

async function review(query = '', api: ApiClient = server.api) {
  const answer = await must(api('GET', `/review${query}`))
  return { items: z.array(Item).parse(answer.data), meta: Meta.parse(answer.body['meta']) }
}
const sessionCounts = async (api: ApiClient = server.api) =>
  z.object({ counts: z.unknown() }).parse((await must(api('GET', '/session'))).data).counts

const auto = () => `/agents/${server.agentId}/integrations/clinic/bindings/auto`
const Draft = z.object({
  draftId: z.string(),
  skill: z.object({ id: z.string() }),
  lines: z.array(z.object({ kind: z.enum(['input', 'output']), target: z.string(), source: z.string() })),
})
const draft = async () => {
  const body = { goal: 'Find a patient by telephone number and say their name' }
  return Draft.parse((await must(server.api('POST', auto(), { body }))).data)
}

/** The provider renames a field that a published skill reads. */
async function driftAway(): Promise<string> {
  const skillId = await server.publish(findPatient)
  const body = JSON.stringify(clinicDocument).replaceAll('"fullName"', '"full_name"')
  await must(server.api('PUT', '/integrations/clinic/source', { body }))
  await must(server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }))
  return skillId
}

async function callThatWaits(): Promise<string> {
  const skillId = await server.publish(bookAppointment)
  const { data } = await must(server.execute(skillId, bookingParams))
  return z.object({ confirmationId: z.string() }).parse(data).confirmationId
}

describe('the inbox', () => {
  useNewServers()

  it('lists calls, drifts and drafts in one order, with what can be done, and counts as the session does', async () => {
    const { draftId } = await draft()
    const driftedSkill = await driftAway()
    const confirmationId = await callThatWaits()
    const { items, meta } = await review()
    expect(items).toEqual([
      {
        id: confirmationId,
        type: 'approval',
        agentName: 'front-desk',
        functionName: 'book_appointment',
        title: expect.stringContaining('appointment'),
        severity: 'high',
        actions: ['approve', 'reject'],
      },
      {
        id: expect.any(String),
        type: 'drift',
        agentName: 'front-desk',
        functionName: 'find_patient',
        title: 'There is no "fullName" in the answer. Did you mean "full_name"?',
        severity: 'medium',
        actions: ['apply', 'acknowledge', 'reject'],
      },
      {
        id: expect.any(String),
        type: 'drift',
        agentName: 'front-desk',
        functionName: expect.any(String),
        title: 'There is no "fullName" in the answer. Did you mean "full_name"?',
        severity: 'medium',
        actions: ['apply', 'acknowledge', 'reject'],
      },
      {
        id: draftId,
        type: 'draft',
        agentName: 'front-desk',
        functionName: expect.any(String),
        title: 'Find a patient by telephone number and say their name',
        severity: 'low',
        actions: ['open'],
      },
    ])
    expect(meta).toMatchObject({ total: 4, counts: { approval: 1, drift: 2, draft: 1 }, withheld: [] })
    expect(await sessionCounts()).toEqual({ approvals: 1, drift: 2, drafts: 1 })
    const drifts = await must(server.api('GET', '/integrations/clinic/drift'))
    expect(drifts.text).toContain(driftedSkill)
    expect((await review('?type=drift,draft')).items.map(({ type }) => type)).toEqual([
      'drift',
      'drift',
      'draft',
    ])
  })

  it('is read page by page without losing or repeating any, however many there are', async () => {
    await draft()
    const { store } = server.server.services
    const call = waitingCall({ organizationId: server.organizationId, agentId: server.agentId })
    await store.run(server.organizationId, async (transaction) => {
      for (let at = 0; at < 1_000; at++) await insertConfirmation(transaction, call())
    })
    const seen: string[] = []
    for (let query: string | undefined = '?limit=100'; query !== undefined; ) {
      const { items, meta } = await review(query)
      expect(meta.counts).toEqual({ approval: 1_000, drift: 0, draft: 1 })
      seen.push(...items.map(({ id }) => id))
      query = meta.nextCursor === null ? undefined : `?limit=100&cursor=${meta.nextCursor}`
    }
    expect([seen.length, new Set(seen).size]).toEqual([1_001, 1_001])
    const [last = ''] = seen.slice(-1)
    const one = await review(`?id=${last}`)
    expect([one.items.map(({ id }) => id), one.meta.total]).toEqual([[last], 1])
    expect((await review(`?id=${last}&type=approval`)).items).toEqual([])
    const { meta } = await review('?limit=1')
    const elsewhere = await server.api('GET', `/review?type=draft&cursor=${meta.nextCursor}`)
    expect([elsewhere.status, elsewhere.body['code']]).toEqual([400, 'bad_request'])
  })

  it('leaves out a call that is not in time any more, and one that was decided', async () => {
    const id = await callThatWaits()
    const { store } = server.server.services
    const call = waitingCall({ organizationId: server.organizationId, agentId: server.agentId })
    await store.run(server.organizationId, (transaction) => insertConfirmation(transaction, call(-1)))
    expect((await review()).items.map((item) => item.id)).toEqual([id])
    const statusOf = async () => (await must(server.api('GET', `/confirmations/${id}`))).data
    expect(await statusOf()).toMatchObject({ id, status: 'pending', environment: 'production' })
    await must(server.api('POST', `/confirmations/${id}/reject`))
    expect(await statusOf()).toMatchObject({ id, status: 'rejected' })
    expect((await review()).meta.counts).toEqual({ approval: 0, drift: 0, draft: 0 })
  })

  it('keeps a call of an agent that is gone, to be rejected alone', async () => {
    await draft()
    const id = await callThatWaits()
    await must(server.api('DELETE', `/agents/${server.agentId}`))
    const { items } = await review()
    expect(items).toMatchObject([{ id, agentName: null, functionName: null, actions: ['reject'] }])
    expect((await server.api('POST', `/confirmations/${id}/approve`)).status).toBe(404)
    await must(server.api('POST', `/confirmations/${id}/reject`))
    expect((await review()).items).toEqual([])
  })
})

describe('what a key is shown', () => {
  useNewServers()

  const withheld: readonly (readonly [string, Scope])[] = [
    ['approval', 'confirmations:write'],
    ['drift', 'integrations:read'],
    ['draft', 'skills:read'],
  ]
  test.each(withheld)(
    'says that it may not read what is a %s, and refuses who asks for it',
    async (type, scope) => {
      const api = server.client(await server.keyWith(scopes.filter((held) => held !== scope)))
      const { meta } = await review('', api)
      expect([meta.withheld, meta.counts[type]]).toEqual([[{ type, scope }], null])
      const refused = await api('GET', `/review?type=${type}`)
      expect([refused.status, refused.body['requiredScope']]).toEqual([403, scope])
      const counts = { approval: 'approvals', drift: 'drift', draft: 'drafts' }
      expect(await sessionCounts(api)).toMatchObject({
        [z
          .enum(['approval', 'drift', 'draft'])
          .transform((each) => counts[each])
          .parse(type)]: null,
      })
    },
  )

  it('is nothing of another organisation, and no call of another environment', async () => {
    await draft()
    await callThatWaits()
    const strangers = server.client(await server.otherOrganization())
    expect((await review('', strangers)).meta).toMatchObject({
      total: 0,
      counts: { approval: 0, drift: 0, draft: 0 },
    })
    const ofDevelopment = server.client(await server.keyWith(scopes, 'development'))
    const { items, meta } = await review('', ofDevelopment)
    expect([items.map(({ type }) => type), meta.counts]).toEqual([
      ['draft'],
      { approval: 0, drift: 0, draft: 1 },
    ])
  })
})

describe('a draft waits', () => {
  beforeAll(async () => {
    server = await startClinicServer()
  })
  afterAll(() => server.close())

  const skillPath = (id: string) => `/agents/${server.agentId}/skills/${id}`
  const Binding = z.object({ binding: z.record(z.string(), z.unknown()) })
  type Made = z.output<typeof Draft>
  const decideAll = ({ draftId, lines }: Made) => {
    const decisions = lines.map(({ kind, target, source }) => ({
      kind,
      name: kind === 'input' ? source : target,
      verdict: 'accept',
    }))
    return server.api('POST', `${auto()}/${draftId}/decisions`, { body: { decisions } })
  }
  const save = async ({ skill }: Made) => {
    const path = `/agents/${server.agentId}/integrations/clinic/bindings/${skill.id}`
    const { binding } = Binding.parse((await must(server.api('GET', path))).data)
    return server.api('PUT', path, { body: { ...binding, description: 'Another one.' } })
  }
  const reject = ({ draftId }: Made) => {
    const decisions = [{ kind: 'operation', name: 'searchPatients', verdict: 'reject' }]
    return server.api('POST', `${auto()}/${draftId}/decisions`, { body: { decisions } })
  }
  const endings: readonly (readonly [string, string, (made: Made) => ReturnType<ApiClient>])[] = [
    ['every line of it is decided', 'decided', decideAll],
    ['its operation is rejected', 'rejected', reject],
    ['its skill is saved', 'saved', save],
    [
      'its skill is enabled',
      'enabled',
      ({ skill }) => server.api('PATCH', skillPath(skill.id), { body: { isEnabled: true } }),
    ],
    ['its skill is deleted', 'gone', ({ skill }) => server.api('DELETE', skillPath(skill.id))],
    [
      'it is drafted again',
      'replaced',
      ({ draftId }) =>
        server.api('POST', auto(), {
          body: { refines: draftId, goal: 'Find a patient by phone and say the file number' },
        }),
    ],
  ]
  test.each(endings)('until %s', async (_, state, end) => {
    const made = await draft()
    const drafts = `/agents/${server.agentId}/drafts`
    const listed = await must(server.api('GET', drafts))
    expect(listed.data).toContainEqual(
      expect.objectContaining({ draftId: made.draftId, state: 'open', integration: 'clinic' }),
    )
    await must(end(made))
    const waiting = (await review('?type=draft')).items.map(({ id }) => id)
    expect(waiting).not.toContain(made.draftId)
    const open = await must(server.api('GET', drafts))
    expect(
      z
        .array(z.object({ draftId: z.string() }))
        .parse(open.data)
        .map(({ draftId }) => draftId),
    ).toEqual(waiting)
    const all = await must(server.api('GET', `${drafts}?status=all`))
    expect(all.data).toContainEqual(expect.objectContaining({ draftId: made.draftId, state }))
    const shown = await must(server.api('GET', `${auto()}/${made.draftId}`))
    expect(shown.data).toMatchObject({ state, integration: 'clinic' })
  })

  it('with what it was shown with when it is read again', async () => {
    const body = { goal: 'Find a patient by telephone number and say their name' }
    const { data } = await must(server.api('POST', auto(), { body }))
    const Shown = z.object({
      draftId: z.string(),
      strength: z.string(),
      rationale: z.string(),
      questions: z.array(z.unknown()),
      lines: z.array(z.object({ strength: z.string(), signals: z.array(z.string()) })),
    })
    const made = Shown.parse(data)
    const again = await must(server.api('GET', `${auto()}/${made.draftId}`))
    expect(Shown.parse(again.data)).toEqual(made)
  })

  it('on no agent but its own', async () => {
    await draft()
    const other = idOf(await must(server.api('POST', '/agents', { body: { name: 'another desk' } })))
    expect((await must(server.api('GET', `/agents/${other}/drafts`))).data).toEqual([])
    expect(
      (await server.api('GET', `/agents/${'0'.repeat(8)}-0000-4000-8000-000000000000/drafts`)).status,
    ).toBe(404)
  })
})
