import { scopes } from '@bindery/platform/kernel'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
let skillId: string
beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish(findPatient)
  for (let times = 0; times < 2; times += 1)
    await must(server.execute(skillId, { caller_phone: '+31612345678' }))
})
afterAll(() => server.close())

const Rows = z.array(z.looseObject({}))
const count = async (path: string, key?: string): Promise<number> => {
  const api = key === undefined ? server.api : server.client(key)
  return Rows.parse((await must(api('GET', path))).data).length
}
const long = { past: '2020-01-01T00:00:00Z', future: '2100-01-01T00:00:00%2B02:00' }

describe('executions', () => {
  test.each([
    ['', 2],
    [`from=${long.past}&to=${long.future}`, 2],
    [`from=${long.future}`, 0],
    [`to=${long.past}`, 0],
    ['environment=production', 2],
    ['environment=development', 0],
    ['minMs=0', 2],
    ['minMs=3600000', 0],
    ['channel=http', 2],
    ['channel=mcp', 0],
    ['environment=production&minMs=0&status=succeeded', 2],
    ['status=failed_or_unknown', 0],
  ])('narrowed by %j are %d', async (query, expected) => {
    expect(await count(`/executions?${query}`)).toBe(expected)
  })

  it('are parted by the time at which they began, the beginning included', async () => {
    const rows = z
      .array(z.object({ createdAt: z.string() }))
      .parse((await must(server.api('GET', '/executions'))).data)
    const [newest = { createdAt: '' }] = rows
    const later = await count(`/executions?from=${newest.createdAt}`)
    const earlier = await count(`/executions?to=${newest.createdAt}`)
    expect([later, earlier]).toEqual([1, 1])
  })

  it('of another environment are none for a key of one', async () => {
    const key = await server.keyWith(scopes, 'development')
    expect(await count('/executions?environment=production', key)).toBe(0)
  })

  it('say how many there are, with the first page', async () => {
    const Total = z.object({
      meta: z.object({ total: z.number().optional(), nextCursor: z.string().nullable() }),
    })
    const total = async (query: string) =>
      Total.parse((await must(server.api('GET', `/executions?${query}`))).body).meta
    const first = await total('limit=1')
    expect([first.total, (await total('limit=1&channel=mcp')).total]).toEqual([2, 0])
    expect((await total(`limit=1&cursor=${first.nextCursor}`)).total).toBeUndefined()
  })

  test.each(['channel=pigeon', 'from=2026-13-01T00:00:00Z', `status=${'x'.repeat(10_000)}`])(
    'take no filter that is none',
    async (query) => {
      expect((await server.api('GET', `/executions?${query}`)).status).toBe(400)
    },
  )

  it('have cursors of their filters alone', async () => {
    const { body } = await must(server.api('GET', '/executions?limit=1&minMs=0'))
    const { nextCursor } = z.object({ meta: z.object({ nextCursor: z.string() }) }).parse(body).meta
    const other = await server.api('GET', `/executions?limit=1&minMs=1&cursor=${nextCursor}`)
    expect([await count(`/executions?limit=1&minMs=0&cursor=${nextCursor}`), other.status]).toEqual([1, 400])
  })
})

describe('the audit log', () => {
  test.each([
    ['action=skill.succeeded', 2],
    ['action=agent.published', 1],
    ['action=skill.succeeded&actor=key:Bootstrap%20key', 2],
    ['action=skill.succeeded&actor=key:Nobody', 0],
    [`from=${long.future}`, 0],
    [`to=${long.past}`, 0],
    [`action=agent.created&from=${long.past}&to=${long.future}`, 1],
  ])('narrowed by %j has %d', async (query, expected) => {
    expect(await count(`/audit?${query}`)).toBe(expected)
  })

  it('of one subject tells of nothing else', async () => {
    const { data } = await must(server.api('GET', `/audit?subject=${skillId}&limit=100`))
    const subjects = z.array(z.object({ subject: z.string() })).parse(data)
    expect(new Set(subjects.map(({ subject }) => subject))).toEqual(new Set([skillId]))
  })

  test.each(['action=no.such', 'from=yesterday', 'to=2026-01-01'])('takes no %s', async (query) => {
    expect((await server.api('GET', `/audit?${query}`)).status).toBe(400)
  })
})
