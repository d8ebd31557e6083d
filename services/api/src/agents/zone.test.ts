import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const Zoned = z.object({ timezone: z.string().nullable() })
const Entries = z.array(z.object({ action: z.string(), subject: z.string(), detail: z.unknown() }))
const made = async (body: object) => idOf(await must(server.api('POST', '/agents', { body })))
const zoneOf = async (id: string) =>
  Zoned.parse((await must(server.api('GET', `/agents/${id}`))).data).timezone
const change = (id: string, body: object) => server.api('PATCH', `/agents/${id}`, { body })

describe('the time zone of an agent', () => {
  it('is given with it, changed, kept by other changes, and removed by null; each change is audited', async () => {
    const id = await made({ name: 'one', timezone: 'Europe/Amsterdam' })
    const seen = [await zoneOf(id)]
    for (const body of [{ timezone: 'Asia/Tokyo' }, { description: 'Night.' }, { timezone: null }]) {
      await must(change(id, body))
      seen.push(await zoneOf(id))
    }
    expect(seen).toEqual(['Europe/Amsterdam', 'Asia/Tokyo', 'Asia/Tokyo', null])
    const audit = Entries.parse((await must(server.api('GET', '/audit?limit=10'))).data)
    const edits = audit.filter(({ action, subject }) => action === 'agent.edited' && subject === id)
    expect(edits.map(({ detail }) => detail)).toEqual([
      { changed: ['timezone'] },
      { changed: ['description'] },
      { changed: ['timezone'] },
    ])
  })

  it('is none until somebody says so', async () => {
    expect(await zoneOf(await made({ name: 'two' }))).toBeNull()
  })

  it.each(['Mars/Base', '+02:00', '', 'Europe/Amsterdam; drop table agents'])(
    'is no %j',
    async (timezone) => {
      expect((await server.api('POST', '/agents', { body: { name: 'three', timezone } })).status).toBe(400)
    },
  )
})
