import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from './testing/clinic-server.ts'
import { connectTables, type Tables } from './testing/tables.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const rows = {
  postgres: ["insert into person select n, 'x' from generate_series(1, 70) n", 'analyze person'],
  mysql: ["insert into person select seq, 'x' from seq_1_to_70", 'analyze table person'],
}
const Seen = z.object({ estimatedRows: z.number().optional() })
const Discovered = z.object({ catalogHash: z.string(), unchanged: z.boolean().optional() })

describe.each(['postgres', 'mysql'] as const)('estimates of a %s database', async (dialect) => {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)('over the API', () => {
    let server: TestServer
    let database: TestDatabase
    let tables: Tables
    const rowsOf = async (object: string) =>
      Seen.parse((await must(server.api('GET', `/integrations/${dialect}/objects/${object}`))).data)
        .estimatedRows
    const stored = () =>
      server.server.services.store.run(server.organizationId, (transaction) =>
        transaction('environment_statistics')
          .select('environment')
          .where({ organization_id: server.organizationId }),
      )

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `127.0.0.1/32,${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      await database.script(
        'create table person (id int primary key, name varchar(20)); create view people as select id from person',
      )
      tables = await connectTables(server, { dialect, database })
    })
    afterAll(async () => {
      await server.close()
      await database.drop()
    })

    it('are those of the last discovery, whose catalog stays what it was', async () => {
      const first = Discovered.parse((await tables.discover()).data)
      for (const statement of rows[dialect]) await database.run(statement)
      const before = await rowsOf('person')
      const second = Discovered.parse((await tables.discover()).data)
      expect({ before, after: await rowsOf('person'), view: await rowsOf('people') }).toEqual({
        before: dialect === 'postgres' ? undefined : 0,
        after: 70,
        view: undefined,
      })
      expect(second.catalogHash).toBe(first.catalogHash)
    })

    it('go with the integration', async () => {
      expect(await stored()).toEqual([{ environment: 'production' }])
      await must(server.api('DELETE', `/integrations/${dialect}?force=true`))
      expect(await stored()).toEqual([])
    })
  })
})
