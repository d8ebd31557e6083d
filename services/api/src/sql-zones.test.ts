import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from './testing/clinic-server.ts'
import { connectTables, type Tables } from './testing/tables.ts'
import { type ApiAnswer, startTestServer, type TestServer } from './testing/test-server.ts'

/** The same three moments twice: as instants, and as a clock in Amsterdam showed them, an hour later than UTC. */
const schema = (instants: string, clocks: string) => `
create table visit (id int primary key, at ${instants}, local ${clocks});
create index by_at on visit (at);
create index by_local on visit (local);
insert into visit values (1, '2026-11-29 23:30:00', '2026-11-30 00:30:00'),
  (2, '2026-11-30 22:30:00', '2026-11-30 23:30:00'), (3, '2026-11-30 23:30:00', '2026-12-01 00:30:00');`
const columns = {
  postgres: `${schema('timestamptz', 'timestamp').replaceAll(/(\d\d:\d\d:\d\d)', '/g, "$1+00', '")} analyze visit`,
  mysql: schema('timestamp null', 'datetime'),
}

const finding = (field: 'at' | 'local'): BindingInputDocument => ({
  operation: 'visit.find',
  toolName: `Visits by ${field}`,
  where: [{ field, param: 'day' }],
  orderBy: [{ field: 'id' }],
  projection: [{ path: '$', leaf: 'visits', max: 5, fields: [{ path: 'id', leaf: 'visit_id' }] }],
})

const Found = z.object({ output: z.object({ visits: z.array(z.object({ visit_id: z.number() })) }) })
const Slots = z.object({ environments: z.record(z.string(), z.object({ timezone: z.string().nullable() })) })
const Tried = z.object({ request: z.unknown().optional(), error: z.unknown().optional() })

const day = { day: '2026-11-30' }
const instant = { day: '2026-11-29T23:30:00Z' }

describe.each(['postgres', 'mysql'] as const)('days over %s', async (dialect) => {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)('on a real server', () => {
    let server: TestServer
    let database: TestDatabase
    let tables: Tables
    let byMoment: string
    let byClock: string
    const place = `/integrations/${dialect}`
    const agentZone = (timezone: string | null) =>
      must(server.api('PATCH', `/agents/${tables.agentId}`, { body: { timezone } }))
    const connectionZone = (timezone: string | null) =>
      must(server.api('PATCH', place, { body: { environments: { production: { timezone } } } }))
    const shownZone = async () =>
      Slots.parse((await must(server.api('GET', place))).data).environments['production']?.timezone
    const connect = (more: object) =>
      must(
        server.api('POST', `${place}/connect`, {
          body: { credentials: { ...database.credentials, ...more }, verify: false },
        }),
      )
    const found = async (skillId: string, params: typeof day) =>
      outcomeOf(await tables.execute(skillId, params))

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `127.0.0.1/32,${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      // Owner sessions run in UTC as all others do, so instants without a zone are of UTC.
      await database.script(columns[dialect])
      tables = await connectTables(server, { dialect, database })
      byMoment = await tables.publish(finding('at'))
      byClock = await tables.publish(finding('local'))
    })
    afterAll(async () => {
      await server.close()
      await database.drop()
    })
    beforeEach(async () => {
      await agentZone(null)
      await connectionZone(null)
    })

    it('are days of the agent, at once for what is published, and of nobody without its zone', async () => {
      const seen = [await found(byMoment, day)]
      for (const zone of ['Europe/Amsterdam', 'UTC', null]) {
        await agentZone(zone)
        seen.push(await found(byMoment, day))
      }
      expect(seen).toEqual(['timezone_missing', [1, 2], [2, 3], 'timezone_missing'])
    })

    it('are so in a dry run and in a trial as well', async () => {
      await agentZone('Europe/Amsterdam')
      const at = `/agents/${tables.agentId}`
      const dry = await must(
        server.api('POST', `${at}/skills/${byMoment}/execute?dryRun=true`, { body: { params: day } }),
      )
      const trial = { binding: finding('at'), params: day, from: 'preview', environment: 'production' }
      const tried = await must(server.api('POST', `${at}${place}/bindings/try`, { body: trial }))
      for (const shown of [dry.text, JSON.stringify(Tried.parse(tried.data).request)]) {
        expect(shown).toContain('2026-11-29 23:00:00')
      }
    })

    it('of columns without a zone are those that the environment declares', async () => {
      await agentZone('Asia/Tokyo')
      const seen = [await found(byClock, instant)]
      for (const zone of ['Europe/Amsterdam', 'UTC']) {
        await connectionZone(zone)
        seen.push(await found(byClock, instant))
      }
      expect(seen).toEqual(['timezone_missing', [1], []])
      await connectionZone('Europe/Amsterdam')
      // A day of Tokyo ends at four in the afternoon of Amsterdam.
      expect(await found(byClock, day)).toEqual([1])
    })

    it('and it is shown, kept when the credential is given anew, and replaced or removed with it', async () => {
      const seen: unknown[] = []
      for (const more of [
        { timezone: 'Europe/Amsterdam' },
        {},
        { timezone: 'Asia/Tokyo' },
        { timezone: null },
      ]) {
        await connect(more)
        seen.push(await shownZone())
      }
      expect(seen).toEqual(['Europe/Amsterdam', 'Europe/Amsterdam', 'Asia/Tokyo', null])
    })

    it('is none for what is no zone', async () => {
      const wrong = { environments: { production: { timezone: 'Mars/Base' } } }
      expect((await server.api('PATCH', place, { body: wrong })).status).toBe(400)
    })
  })
})

const Refused = z.object({
  errors: z.array(z.object({ code: z.string() })).optional(),
  reason: z.string().optional(),
})

function outcomeOf(answer: ApiAnswer): unknown {
  if (answer.status === 200) return Found.parse(answer.data).output.visits.map(({ visit_id: id }) => id)
  const refused = Refused.parse(answer.body)
  return refused.reason ?? refused.errors?.[0]?.code ?? answer.text
}
