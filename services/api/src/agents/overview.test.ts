import { overviewAgent } from '@bindery/platform/agents'
import { type Principal, scopes } from '@bindery/platform/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'
import { countingStore } from '../testing/count-queries.ts'

const Overview = z.object({
  agent: z.object({ version: z.int().nullable(), skillCount: z.int(), draftChanges: z.int() }),
  version: z.object({ number: z.int(), by: z.string(), note: z.string().nullable() }).nullable(),
  skills: z.array(
    z.object({
      row: z.object({ isEnabled: z.boolean() }).nullable(),
      skillId: z.string(),
      functionName: z.string(),
      draftState: z.string(),
      tests: z.object({ total: z.int(), failing: z.int() }),
      tokens: z.int(),
      stats24h: z.object({ calls: z.int(), failed: z.int(), waiting: z.int() }),
      drift: z.unknown(),
    }),
  ),
  tokens: z.object({ total: z.int(), budget: z.int() }),
})

let server: ClinicServer
beforeEach(async () => {
  server = await startClinicServer()
})
afterEach(() => server.close())

const overview = async (api = server.api) =>
  Overview.parse((await must(api('GET', `/agents/${server.agentId}/overview`))).data)
const skill = (path = '') => `/agents/${server.agentId}/skills${path}`
const named = (toolName: string) => ({ ...findPatient, toolName })

describe('the overview of an agent', () => {
  it('says what publishing would change, as the difference to the draft and the list of agents do', async () => {
    const same = await server.publish(named('Same'))
    const changed = await server.publish(named('Changed'))
    const removed = await server.publish(named('Removed'))
    await must(server.bind(named('Added')))
    const path = `/agents/${server.agentId}/integrations/clinic/bindings/${changed}`
    await must(server.api('PUT', path, { body: { ...named('Changed'), description: 'Another one.' } }))
    await must(server.api('DELETE', skill(`/${removed}`)))
    const { skills, agent, version } = await overview()
    expect(skills.map(({ functionName, draftState }) => [functionName, draftState])).toEqual([
      ['same', 'same'],
      ['changed', 'changed'],
      ['added', 'added'],
      ['removed', 'removed'],
    ])
    expect([skills[0]?.skillId, skills[3]?.row]).toEqual([same, null])
    const Report = z.object({ changes: z.array(z.object({ field: z.string() })) })
    const report = await must(server.api('GET', `/agents/${server.agentId}/prepublish-report`))
    const differing = new Set(Report.parse(report.data).changes.map(({ field }) => field.split('.')[1]))
    expect(differing).toEqual(new Set(['changed', 'added', 'removed']))
    expect([agent, version?.number]).toEqual([{ version: 3, skillCount: 3, draftChanges: 3 }, 3])
    const { data } = await must(server.api('GET', '/agents'))
    expect(data).toMatchObject([agent])
  })

  it('counts calls, failures and calls that wait, of the environment of the key', async () => {
    const find = await server.publish(findPatient)
    const book = await server.publish(bookAppointment)
    await must(server.execute(find, { caller_phone: '+31612345678' }))
    await must(server.execute(book, bookingParams))
    const statsOf = async (key?: string) =>
      Object.fromEntries(
        (await overview(key === undefined ? server.api : server.client(key))).skills.map((one) => [
          one.skillId,
          one.stats24h,
        ]),
      )
    const quiet = { calls: 0, failed: 0, waiting: 0 }
    expect(await statsOf()).toEqual({
      [find]: { calls: 1, failed: 0, waiting: 0 },
      [book]: { ...quiet, waiting: 1 },
    })
    expect(await statsOf(await server.keyWith(scopes, 'development'))).toEqual({
      [find]: quiet,
      [book]: quiet,
    })
  })

  it('says how many tests fail, and what the tools cost', async () => {
    const find = await server.publish(findPatient)
    const response = { status: 200, contentType: 'application/json', body: { patients: [] } }
    for (const [name, patients] of [
      ['passes', []],
      ['fails', [{ name: 'Nobody' }]],
    ] as const) {
      const body = {
        name,
        params: { caller_phone: '+31612345678' },
        response,
        expect: { output: { patients } },
      }
      await must(server.api('POST', skill(`/${find}/tests`), { body }))
    }
    const before = await overview()
    expect(before.skills[0]?.tests).toEqual({ total: 2, failing: 1 })
    expect([before.tokens.total, before.tokens.budget]).toEqual([before.skills[0]?.tokens, 8_000])
    await must(server.api('PATCH', skill(`/${find}`), { body: { isEnabled: false } }))
    expect((await overview()).tokens.total).toBeLessThan(before.tokens.total)
  })

  it('asks as many queries for one skill as for twelve', async () => {
    const count = async (): Promise<number> => {
      const { services } = server.server
      const { store, queries } = countingStore(services.store)
      const { skills } = await overviewAgent({ ...services, store }, principal(), server.agentId)
      expect(skills.length).toBeGreaterThan(0)
      return queries()
    }
    await server.publish(named('Number 0'))
    const one = await count()
    for (let at = 1; at < 12; at += 1) await server.publish(named(`Number ${at}`))
    // Eight, and the end of the transaction.
    expect([one, await count()]).toEqual([9, 9])
  })
})

const principal = (): Principal => ({
  organizationId: server.organizationId,
  keyId: 'k',
  actor: 'key:k',
  scopes: new Set(scopes),
  environment: undefined,
  expiresAt: undefined,
})
