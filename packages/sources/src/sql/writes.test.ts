import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { type Bench, lowerCall, runCall, type TableCall } from './testing/run-operation.ts'

const schema = {
  postgres: `create table pet (id bigserial primary key, chip varchar(20) not null unique, name text not null default 'Rex', note text, born date);
    create table visit (id int primary key, pet_id bigint);
    create index visit_pet on visit (pet_id);`,
  mysql: `create table pet (id bigint auto_increment primary key, chip varchar(20) not null unique, name varchar(80) not null default 'Rex', note text, born date);
    create table visit (id int primary key, pet_id bigint, key visit_pet (pet_id));`,
}

describe.each(['postgres', 'mysql'] as const)('writes to %s', async (dialect) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let bench: Bench
    const run = (call: TableCall) => runCall(bench, call)
    /** As lowered for `given`, but called with `now` only. */
    const runWith = (call: TableCall, now: JsonObject) => {
      const plan = lowerCall(bench.adapter, bench.catalog, call)
      const effect = call.operation.endsWith('.insert') ? 'create' : 'update'
      const planned = {
        operation: call.operation,
        effect,
        plan,
        arguments: now,
        maxResponseBytes: 1_000_000,
      } as const
      return bench.adapter.execute(planned, bench.connection, AbortSignal.timeout(60_000))
    }
    const stored = async () => (await database.run('select chip, name, note from pet order by chip')).rows

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(schema[dialect])
      const adapter = await loadAdapter(dialect)
      const connection = database.connect()
      const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
      bench = { adapter, catalog, connection }
      await run({ operation: 'pet.insert', given: { chip: 'c1', name: 'Ada', note: 'n1' }, read: [] })
    })
    afterAll(() => database.drop())

    test('an insert answers with what the server made of the row', async () => {
      const given = { chip: 'c2', note: null }
      const read = [['id'], ['chip'], ['name'], ['note'], ['born']] as const
      const { data } = await run({ operation: 'pet.insert', given, read })
      expect(data).toEqual({ id: '2', chip: 'c2', name: 'Rex', note: null, born: null })
    })

    test('an update changes the row of its key, and only what it is given', async () => {
      const call: TableCall = {
        operation: 'pet.update',
        given: { chip: 'c1', name: 'x', note: 'y' },
        read: [['name'], ['note']],
      }
      expect((await runWith(call, { chip: 'c1', note: 'n2' })).data).toEqual({ name: 'Ada', note: 'n2' })
      expect((await runWith(call, { chip: 'c1', name: 'Bo', note: null })).data).toEqual({
        name: 'Bo',
        note: null,
      })
      expect((await runWith(call, { chip: 'c1' })).data).toEqual({ name: 'Bo', note: null })
      expect(await stored()).toEqual([
        ['c1', 'Bo', null],
        ['c2', 'Rex', null],
      ])
    })

    test('an update without such a row says so', async () => {
      const call = { operation: 'pet.update', given: { chip: 'none', name: 'x' }, read: [['name']] as const }
      await expect(run(call)).rejects.toMatchObject({
        details: { reason: 'row_not_found', upstreamStatus: 404, sent: 'no' },
      })
    })

    test('an insert that leaves out a column takes null, or refuses when the table would take something else', async () => {
      const call: TableCall = {
        operation: 'pet.insert',
        given: { chip: 'c3', name: 'x', note: 'y' },
        read: [['note']],
      }
      await expect(runWith(call, { chip: 'c3', note: 'y' })).rejects.toMatchObject({
        code: 'validation_error',
      })
      expect((await runWith(call, { chip: 'c3', name: 'Cy' })).data).toEqual({ note: null })
      await database.run("delete from pet where chip = 'c3'")
    })

    test('a key that is null or missing writes nothing', async () => {
      const call: TableCall = { operation: 'pet.update', given: { chip: 'c1', name: 'x' }, read: [['name']] }
      await expect(runWith(call, { chip: null, name: 'x' })).rejects.toMatchObject({
        code: 'validation_error',
      })
      await expect(runWith(call, { name: 'x' })).rejects.toMatchObject({ code: 'validation_error' })
    })

    test('a relationship that only names suggest is inferred and can be joined', async () => {
      await database.script('insert into visit values (1, 1); insert into visit values (2, 99)')
      const read = [['id'], ['pet', 'chip']] as const
      const found = await run({ operation: 'visit.find', given: { pet_id: '1' }, read })
      const dangling = await run({ operation: 'visit.find', given: { pet_id: '99' }, read })
      expect([found.data, dangling.data]).toEqual([[{ id: 1, pet: { chip: 'c1' } }], [{ id: 2, pet: null }]])
      expect(bench.catalog.relationships.map(({ name, origin }) => [name, origin])).toEqual([
        ['visit.pet', 'inferred'],
      ])
    })

    test('a constant and a filter on one column are refused: one could widen the other', () => {
      const call = {
        operation: 'visit.find',
        given: { pet_id: '1' },
        constants: { pet_id: '2' },
        read: [['id']] as const,
      }
      expect(() => lowerCall(bench.adapter, bench.catalog, call)).toThrow('given two values')
    })

    test('the text of a statement is the same for the same binding, whatever the values', () => {
      const text = (chip: string) =>
        JSON.stringify(
          lowerCall(bench.adapter, bench.catalog, {
            operation: 'pet.find',
            given: { chip },
            read: [['name']],
          }),
        )
      expect(text('a')).toBe(text("'; drop table pet; --"))
    })
  })
})
