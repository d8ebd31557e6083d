import { scopes } from '@bindery/platform/kernel'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
let skillId: string
let stranger: string
beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish(findPatient)
  stranger = await server.otherOrganization()
  for (let times = 0; times < 2; times += 1)
    await must(server.execute(skillId, { caller_phone: '+31612345678' }))
  // A call that does not fit is stopped, or fails: it is counted, and nothing more is claimed of it here.
  await server.execute(skillId, {})
})
afterAll(() => server.close())

const Hour = z.object({
  at: z.string(),
  calls: z.number(),
  failed: z.number(),
  denied: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
})
const Hours = z.array(Hour)
const unknownId = '00000000-0000-4000-8000-000000000000'

const hoursOf = async (query = '', key?: string) => {
  const api = key === undefined ? server.api : server.client(key)
  return Hours.parse((await must(api('GET', `/stats/executions${query}`))).data)
}
const callsIn = async (query = '', key?: string): Promise<number> =>
  (await hoursOf(query, key)).reduce((sum, { calls }) => sum + calls, 0)

describe('runs hour by hour', () => {
  it('have a row for every hour of the last day, in order, those in which nothing ran too', async () => {
    const hours = await hoursOf()
    const times = hours.map(({ at }) => Date.parse(at))
    expect(times.slice(1).map((time, before) => time - (times[before] ?? 0))).toEqual(
      times.slice(1).map(() => 3_600_000),
    )
    // 24 hours that do not begin with one touch 25.
    expect(hours.length).toBe(25)
    expect(hours[0]).toMatchObject({ calls: 0, failed: 0, denied: 0, p50: null, p95: null })
  })

  it('say how often and how long', async () => {
    const [busy] = (await hoursOf()).filter(({ calls }) => calls > 0)
    expect(busy?.p50).toBeGreaterThanOrEqual(0)
    expect(busy?.p95).toBeGreaterThanOrEqual(busy?.p50 ?? 0)
  })

  test.each([
    ['', 2],
    ['?environment=production', 2],
    ['?environment=development', 0],
    [`?agentId=${unknownId}`, 0],
    [`?skillId=${unknownId}`, 0],
    ['?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z', 0],
  ])('narrowed by %j are at least %d', async (query, least) => {
    const calls = await callsIn(query)
    expect(least === 0 ? calls : Math.min(calls, least)).toBe(least)
  })

  it('are those of one agent and one skill where it is asked', async () => {
    const all = await callsIn()
    expect(await callsIn(`?agentId=${server.agentId}&skillId=${skillId}`)).toBe(all)
  })

  it('begin and end where it is said', async () => {
    const hours = await hoursOf('?from=2026-01-01T00:00:00Z&to=2026-01-01T03:00:00%2B00:00')
    expect(hours.map(({ at }) => at)).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T01:00:00.000Z',
      '2026-01-01T02:00:00.000Z',
    ])
  })

  it('are none of another organisation, and none of another environment than that of the key', async () => {
    const key = await server.keyWith(scopes, 'development')
    expect([await callsIn('', stranger), await callsIn('', key)]).toEqual([0, 0])
    expect(await callsIn('?environment=production', key)).toBe(0)
  })

  test.each([
    ['a time that is none', 'from=yesterday'],
    ['an end before the beginning', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['no time at all', 'from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['more than 31 days', 'from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z'],
    ['seconds', 'bucket=second'],
    ['an id that is none', 'agentId=x'],
    ['an id of 10,000 characters', `skillId=${'x'.repeat(10_000)}`],
    ['an id of U+0000', 'agentId=%00'],
  ])('take no %s', async (_, query) => {
    expect((await server.api('GET', `/stats/executions?${query}`)).status).toBe(400)
  })
})

describe('runs of agents', () => {
  it('have every hour of every agent that is named, once', async () => {
    const ids = [server.agentId, unknownId, server.agentId].join(',')
    const { data } = await must(server.api('GET', `/stats/agents?agentIds=${ids}`))
    const Agents = z.array(z.object({ agentId: z.string(), hours: z.array(Hour.pick({ calls: true })) }))
    const agents = Agents.parse(data).map(({ agentId, hours }) => ({
      agentId,
      hours: hours.length,
      calls: hours.reduce((sum, { calls }) => sum + calls, 0),
    }))
    expect(agents).toEqual([
      { agentId: server.agentId, hours: 25, calls: await callsIn() },
      { agentId: unknownId, hours: 25, calls: 0 },
    ])
  })

  it('are asked of a hundred at most', async () => {
    const many = Array.from({ length: 101 }, () => unknownId).join(',')
    expect((await server.api('GET', `/stats/agents?agentIds=${many}`)).status).toBe(400)
  })
})

describe('runs of skills', () => {
  it('name the skill and the agent, and how many fail', async () => {
    const { data, body } = await must(server.api('GET', '/stats/skills'))
    expect(data).toEqual([
      {
        skillId,
        agentId: server.agentId,
        functionName: 'find_patient',
        agentName: expect.any(String),
        calls: await callsIn(),
        failed: expect.any(Number),
        denied: expect.any(Number),
      },
    ])
    expect(body['meta']).toEqual({ failing: expect.any(Number) })
  })

  it('are none of another organisation', async () => {
    expect((await must(server.client(stranger)('GET', '/stats/skills'))).data).toEqual([])
  })
})
