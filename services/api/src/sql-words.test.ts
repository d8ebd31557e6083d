import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorCodes, must } from './testing/clinic-server.ts'
import { search } from './testing/parity-cases.ts'
import { connectTables, type Tables } from './testing/tables.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const schema = `
create table people (id int primary key, code varchar(40) unique, title varchar(40), born date,
  copied varchar(90) generated always as (concat_code) stored);
create table visit (id int primary key, who varchar(40), foreign key (who) references people (code));
create index visit_who on visit (who);
create view plain as select id, title, code as other from people;
create view of_view as select other as again, title from plain;
create view computed as select id, concat(code, '') as line, born from people;
create view united as select id, code as mixed, born from people union select id, title, born from people;`

/** Each name of a copy, of the base, and whether it shows it. */
const places = [
  ['a generated column', 'people', 'copied', true],
  ['a foreign key', 'visit', 'who', true],
  ['a column of a view under another name', 'plain', 'other', true],
  ['a view of a view', 'of_view', 'again', true],
  ['something computed', 'computed', 'line', true],
  ['a union that may show it', 'united', 'mixed', true],
  ['another column of the table', 'people', 'title', false],
  ['another column of the view', 'plain', 'title', false],
  ['a date beside it', 'computed', 'born', false],
  ['a date of the union', 'united', 'born', false],
] as const

const Fields = z.object({ fields: z.array(z.object({ name: z.string(), sensitivityClass: z.string() })) })
const Arguments = z.object({
  arguments: z.array(z.object({ name: z.string(), sensitivityClass: z.string() })),
})

for (const dialect of ['postgres', 'mysql'] as const) {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)(`what an operator says of a column in ${dialect}`, () => {
    let server: TestServer
    let database: TestDatabase
    let tables: Tables
    const at = `/integrations/${dialect}`
    const say = (field: { readonly object: string; readonly field: string }, word: object) =>
      server.api('PATCH', `${at}/sensitivity`, { body: { changes: [{ on: 'field', ...field, ...word }] } })
    const block = (blocked: {
      readonly blockedFields?: readonly string[]
      readonly blockedObjects?: readonly string[]
    }) =>
      must(
        server.api('PATCH', `${at}/scoping`, { body: { blockedFields: [], blockedObjects: [], ...blocked } }),
      )
    const fieldsOf = async (object: string) => {
      const { fields } = Fields.parse((await must(server.api('GET', `${at}/objects/${object}`))).data)
      return new Map(fields.map(({ name, sensitivityClass }) => [name, sensitivityClass]))
    }
    const argumentsOf = async (operation: string) => {
      const answer = await must(server.api('GET', `${at}/operations/${operation}`))
      const all = Arguments.parse(answer.data).arguments
      return new Map(all.map(({ name, sensitivityClass }) => [name, sensitivityClass]))
    }

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `127.0.0.1/32,${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      // A generated column of PostgreSQL may not use a function that depends on settings.
      await database.script(
        schema.replace('concat_code', dialect === 'postgres' ? "code || ''" : "concat(code, '')"),
      )
      tables = await connectTables(server, { dialect, database })
    })
    afterAll(async () => {
      await server.close()
      await database.drop()
    })
    beforeEach(async () => {
      await must(
        say(
          { object: 'people', field: 'code' },
          { sensitivityClass: null, reason: 'The next test begins anew.' },
        ),
      )
      await block({})
    })

    it.each(places)('%s: a stricter class holds for %s.%s: %s', async (...[, object, field, isCopy]) => {
      await must(say({ object: 'people', field: 'code' }, { sensitivityClass: 'health' }))
      expect((await fieldsOf(object)).get(field) === 'health').toBe(isCopy)
      expect((await argumentsOf(`${object}.find`)).get(field) === 'health').toBe(isCopy)
    })

    it.each(places)('%s: blocking it blocks %s.%s: %s', async (...[, object, field, isCopy]) => {
      await block({ blockedFields: ['people.code'] })
      expect((await fieldsOf(object)).has(field)).toBe(!isCopy)
      expect((await argumentsOf(`${object}.find`)).has(field)).toBe(!isCopy)
    })

    it('blocking the table blocks what shows any of it', async () => {
      await block({ blockedObjects: ['people'] })
      expect([...(await fieldsOf('plain')).keys()]).toEqual([])
      expect([...(await fieldsOf('visit')).keys()]).toEqual(['id'])
    })

    it('stops a live skill that reads the copy, and binds no other', async () => {
      const binding = {
        toolName: 'Visits',
        ...search('visit', { filter: { column: 'id', param: 'visit_id' } }, ['id', ['who', 'visitor']]),
      }
      const skillId = await tables.publish(binding)
      expect((await tables.execute(skillId, { visit_id: 1 })).status).toBe(200)
      await block({ blockedFields: ['people.code'] })
      expect((await tables.execute(skillId, { visit_id: 1 })).body['code']).toBe('skill_stale')
      expect(errorCodes(await tables.bind({ ...binding, toolName: 'Again' }))).toContain('scoped_out')
    })

    it('lets somebody say that a copy is milder, with a reason, and takes that back', async () => {
      await must(say({ object: 'people', field: 'code' }, { sensitivityClass: 'health' }))
      expect((await say({ object: 'plain', field: 'other' }, { sensitivityClass: 'none' })).status).toBe(400)
      await must(
        say(
          { object: 'plain', field: 'other' },
          { sensitivityClass: 'none', reason: 'It holds the first letter only.' },
        ),
      )
      expect((await fieldsOf('plain')).get('other')).toBe('none')
      expect((await fieldsOf('computed')).get('line')).toBe('health')
      await must(say({ object: 'plain', field: 'other' }, { sensitivityClass: null }))
      expect((await fieldsOf('plain')).get('other')).toBe('health')
    })

    it('a view that is made later is as strict when it is discovered', async () => {
      await must(say({ object: 'people', field: 'code' }, { sensitivityClass: 'health' }))
      await database.run('create view later as select upper(code) as loud from people')
      await tables.discover()
      expect((await fieldsOf('later')).get('loud')).toBe('health')
    })
  })
}
