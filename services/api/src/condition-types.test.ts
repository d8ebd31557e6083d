import { compile } from '@bindery/compiler'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { Binding, type JsonObject, openScoping, type SchemaCatalog } from '@bindery/model'
import { explainPlan, loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runOver } from './testing/agreement/run-once.ts'

const schemas = {
  postgres: `
create table contract (id int primary key, starts_at timestamptz, ends_at timestamp, ends_on date);
create table sensor (id int primary key, reading real);`,
  mysql: `
create table contract (id int primary key, starts_at timestamp null, ends_at datetime(6), ends_on date);
create table sensor (id int primary key, reading float);`,
} as const

const rows = `
insert into contract values (1, '2026-01-01 09:00:00', '9999-12-31 23:59:59.999999', '9999-12-31'),
  (2, '2026-02-01 09:00:00', '2026-02-01 09:00:00', '2026-02-01');
insert into sensor values (1, 0.1), (2, 0.2), (3, 0), (4, null);`

describe.each(['postgres', 'mysql'] as const)('conditions on what columns hold, over %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let catalog: SchemaCatalog
    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(`${schemas[dialect]}${rows}`)
      catalog = (await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))).catalog
    })
    afterAll(() => database.drop())

    const compiled = (document: object) =>
      compile({
        binding: Binding.parse({
          operation: 'contract.find',
          toolName: 'Find',
          acceptScan: true,
          projection: [{ path: '$', leaf: 'rows', max: 9, fields: [{ path: 'id', leaf: 'row_id' }] }],
          ...document,
        }),
        catalog,
        catalogHash: 'sha256:x',
        lowering: adapter,
        integration: 'db',
        scoping: openScoping,
      })
    interface Zones {
      readonly agent?: string
      readonly columns?: string
    }
    function run(document: object, params: JsonObject, { agent, columns }: Zones = {}) {
      const result = compiled(document)
      if (!result.ok) throw new Error(JSON.stringify(result.failure))
      const connection = database.connect()
      return runOver(result.value.skill, {
        params,
        rules: [],
        adapter,
        connection: columns === undefined ? connection : { ...connection, timezone: columns },
        ...(agent === undefined ? {} : { timezone: agent }),
      })
    }
    interface Found extends Zones {
      readonly operation?: string
    }
    async function find(condition: object, value: string | number, { operation, ...where }: Found = {}) {
      const named = operation === undefined ? {} : { operation }
      const result = await run({ where: [{ param: 'value', ...condition }], ...named }, { value }, where)
      return result.status === 'succeeded' ? result.output['rows'] : result
    }
    const ids = (...found: readonly number[]) => found.map((id) => ({ row_id: id }))

    const zones: readonly Zones[] = [
      { agent: 'Europe/Amsterdam' },
      { agent: 'America/New_York', columns: 'America/New_York' },
      { agent: 'America/New_York', columns: 'Asia/Tokyo' },
    ]
    test.each(zones)('the last and the first day of all are days, with %j', async (where) => {
      const ends = (op: string, day: string) => find({ field: 'ends_at', op }, day, where)
      const starts = (op: string, day: string) => find({ field: 'starts_at', op }, day, where)
      expect([await ends('eq', '9999-12-31'), await ends('ne', '9999-12-31')]).toEqual([ids(1), ids(2)])
      expect([await ends('lte', '9999-12-31'), await ends('gt', '9999-12-31')]).toEqual([ids(1, 2), ids()])
      expect([await starts('lte', '9999-12-31'), await starts('gt', '9999-12-31')]).toEqual([
        ids(1, 2),
        ids(),
      ])
      expect([await ends('gte', '0001-01-01'), await ends('lt', '0001-01-01')]).toEqual([ids(1, 2), ids()])
      expect([await starts('gte', '0001-01-01'), await starts('eq', '0001-01-01')]).toEqual([
        ids(1, 2),
        ids(),
      ])
    })

    test('a number of few digits is what is read of it', async () => {
      const reading = (op: string, value: number) =>
        find({ field: 'reading', op }, value, { operation: 'sensor.find' })
      expect([await reading('eq', 0.1), await reading('ne', 0.1)]).toEqual([ids(1), ids(2, 3, 4)])
      expect([await reading('gt', 0.1), await reading('lte', 0.1)]).toEqual([ids(2), ids(1, 3)])
      // PostgreSQL refuses what such a column cannot hold.
      const beyond = dialect === 'mysql' ? [await reading('eq', 1e-60), await reading('lt', 1e300)] : []
      expect(beyond).toEqual(dialect === 'mysql' ? [ids(), ids(1, 2, 3)] : [])
      const among = await run(
        { operation: 'sensor.find', where: [{ field: 'reading', op: 'in', param: 'values' }] },
        { values: [0.2, 0.1] },
      )
      expect(among).toMatchObject({ output: { rows: ids(1, 2) } })
    })

    test.runIf(dialect === 'postgres')('sums and extremes are in the order of the column', async () => {
      await database.script(`create schema ext; create extension citext schema ext;
create domain nick as ext.citext;
create table device (id int primary key, word ext.citext, nick nick, mac macaddr, flags bit(3), mask bit varying(8), object oid);
insert into device values (1, 'b', 'b', '08:00:2b:01:02:0a', '101', '1', 7), (2, 'A', 'A', '08:00:2b:01:02:09', '011', '10', 4294967295),
  (3, 'C', 'C', null, null, '011', 5), (4, null, null, null, null, null, null)`)
      const { catalog: next } = await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))
      catalog = next
      const ends = ['word', 'nick', 'mac', 'flags', 'mask'].flatMap((field) => [
        { fn: 'min', field, leaf: `first_${field}` },
        { fn: 'max', field, leaf: `last_${field}` },
      ])
      const sums = ['sum', 'avg', 'max'].map((fn) => ({ fn, field: 'object', leaf: `${fn}_object` }))
      const result = await run(
        {
          operation: 'device.aggregate',
          where: [{ field: 'id', op: 'gte', const: 1 }],
          projection: [],
          aggregate: { values: [...ends, ...sums] },
        },
        {},
      )
      expect(result).toMatchObject({
        output: {
          first_word: 'A',
          last_word: 'C',
          first_nick: 'A',
          last_nick: 'C',
          first_mac: '08:00:2b:01:02:09',
          last_mac: '08:00:2b:01:02:0a',
          first_flags: '011',
          last_flags: '101',
          first_mask: '011',
          last_mask: '10',
          sum_object: '4294967307',
          avg_object: '1431655769.0000',
          max_object: '4294967295',
        },
      })
    })

    test.runIf(dialect === 'postgres')('a plan uses the indexes that what is fixed lets it use', async () => {
      await database.script(`create table "$1" (id int primary key, body text collate "C", state text, code text);
create index by_body on "$1" (body); create index by_code on "$1" (code) where state = 'it''s';
insert into "$1" select n, 'b' || n, case when n % 50 = 0 then 'it''s' else 'done' end, 'c' || n from generate_series(1, 20000) n;
analyze "$1"`)
      const introspected = await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))
      catalog = introspected.catalog
      const planOf = async (where: readonly object[]) => {
        const result = compiled({ operation: '$1.find', where })
        if (!result.ok) throw new Error(JSON.stringify(result.failure))
        return explainPlan(result.value.skill, database.connect(), AbortSignal.timeout(60_000))
      }
      const code = { field: 'code', param: 'code' }
      expect(await planOf([{ field: 'body', op: 'startsWith', param: 'begin' }])).toMatchObject({
        reads: [{ by: 'index', index: 'by_body' }],
      })
      expect(await planOf([{ field: 'state', const: "it's" }, code])).toMatchObject({
        reads: [{ by: 'index', index: 'by_code' }],
      })
      expect(await planOf([{ field: 'state', param: 'state' }, code])).toMatchObject({
        reads: [{ by: 'whole', index: null }],
      })
    })

    test.each(['today+P9999Y', 'today-P9999Y'])('%s is no day that is compared', async (relative) => {
      for (const field of ['ends_at', 'starts_at', 'ends_on']) {
        const result = await run({ where: [{ field, op: 'lt', relative }] }, {}, { agent: 'UTC' })
        expect([field, result.status, result.status === 'failed' && result.error.code]).toEqual([
          field,
          'failed',
          'validation_error',
        ])
      }
    })
  })
})
