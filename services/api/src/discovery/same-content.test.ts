import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { connectTables, type Tables } from '../testing/tables.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const Discovered = z.object({
  unchanged: z.boolean().optional(),
  affectedSkills: z.array(z.object({ functionName: z.string(), verdict: z.string() })),
})
const findPerson = {
  operation: 'person.find',
  toolName: 'Find a person',
  where: [{ field: 'id', param: 'person_id' }],
  projection: [{ path: '$', leaf: 'people', max: 9, fields: [{ path: 'name', leaf: 'name' }] }],
}

describe.each(['postgres', 'mysql'] as const)('a %s database that is discovered again', async (dialect) => {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)('over the API', () => {
    let server: TestServer
    let database: TestDatabase
    let tables: Tables
    const rows = (table: string, column: string): Promise<unknown> =>
      server.server.services.store.run(server.organizationId, (transaction) =>
        transaction(table).select(column).where({ organization_id: server.organizationId }),
      )
    const discover = async () => Discovered.parse((await tables.discover()).data)

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `127.0.0.1/32,${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      await database.script('create table person (id int primary key, name varchar(20))')
      tables = await connectTables(server, { dialect, database })
      await tables.publish(findPerson)
    })
    afterAll(async () => {
      await server.close()
      await database.drop()
    })

    it('is the catalog that it was, and no skill is looked at', async () => {
      const before = await rows('skills', 'updated_at')
      expect(await discover()).toEqual({ unchanged: true, affectedSkills: [] })
      expect(await rows('catalogs', 'id')).toHaveLength(1)
      expect(await rows('skills', 'updated_at')).toEqual(before)
    })

    it('leaves skills alone that were made of nothing that changed', async () => {
      const before = await rows('skills', 'updated_at')
      await database.run('create table unrelated (id int primary key)')
      expect((await discover()).affectedSkills).toEqual([])
      expect(await rows('catalogs', 'id')).toHaveLength(2)
      expect(await rows('skills', 'updated_at')).toEqual(before)
    })

    it('is the first catalog again when it is as it was first', async () => {
      await database.run('drop table unrelated')
      expect((await discover()).affectedSkills).toEqual([])
      expect(await rows('catalogs', 'id')).toHaveLength(2)
    })

    it('breaks a skill that was made of what changed, and mends it when that is taken back', async () => {
      await database.run('alter table person drop column name')
      expect((await discover()).affectedSkills).toEqual([
        { functionName: 'find_a_person', verdict: 'breaking' },
      ])
      expect(await rows('skills', 'status')).toEqual([{ status: 'stale' }])
      await database.run('alter table person add column name varchar(20)')
      await discover()
      expect(await rows('skills', 'status')).toEqual([{ status: 'valid' }])
    })

    it('holds skills to it once more where a process died before it had done so', async () => {
      await server.server.services.store.run(server.organizationId, (transaction) =>
        transaction('integrations').update({ rechecked_hash: 'of a catalog before' }),
      )
      await server.server.services.store.run(server.organizationId, (transaction) =>
        transaction('skills').update({ status: 'stale' }),
      )
      await discover()
      expect(await rows('skills', 'status')).toEqual([{ status: 'valid' }])
    })
  })
})
