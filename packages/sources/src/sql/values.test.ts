import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { isJsonArray, isJsonObject, type Json } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadAdapter } from '../registry.ts'
import { readFixture } from './testing/read-fixture.ts'
import { type Bench, runCall } from './testing/run-operation.ts'

const Case = z.object({
  id: z.string(),
  engine: z.enum(['pg', 'mysql']),
  sqlType: z.string(),
  literal: z.string(),
})
const fixture = z.object({ cases: z.array(Case) }).parse(JSON.parse(readFixture('values.json')))

/** What the agent must receive, by the id of the case. */
const expected: { readonly [id: string]: Json } = {
  o1: '9007199254740993',
  o2: '12345678901234567890.1234567891',
  o3: '2024-03-10',
  o4: '2024-03-10T02:30:00',
  o5: '2024-03-09T21:00:00.000Z',
  o6: { n: '9007199254740993' },
  o7: 'NaN',
  o8: [1, null, 3],
  o9: null,
  o10: '3q2+7w==',
  o11: 'P1M2D',
  o12: '9007199254740993',
  o13: '12345678901234567890.1234567891',
  o14: 2,
  o15: '2024-03-10T02:30:00',
  o16: { n: '9007199254740993' },
}

/** Values that a write must bring back unchanged. */
const roundTrips: readonly (readonly [engine: 'pg' | 'mysql', type: string, value: Json])[] = [
  ['pg', 'bigint', '-9223372036854775808'],
  ['pg', 'numeric', '0.1000000000000000000001'],
  ['pg', 'bigint', '9223372036854775807'],
  ['pg', 'text[]', ['a,b', '"', '\\', 'NULL', '', null, '{}']],
  ['pg', 'jsonb', { a: [1, { b: null }], c: "'; drop table t; --" }],
  ['pg', 'bytea', 'AP8='],
  ['pg', 'uuid', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['pg', 'timestamptz', '2024-03-09T21:00:00.123456Z'],
  ['pg', 'timestamp', '2024-03-09T21:00:00.5'],
  ['pg', 'time', '21:00:00'],
  ['pg', 'inet', '2001:db8::1'],
  ['pg', 'boolean', false],
  ['pg', 'real', 1.1],
  ['mysql', 'bigint unsigned', '18446744073709551615'],
  ['mysql', 'bigint', '-9223372036854775808'],
  ['mysql', 'decimal(40,20)', '0.10000000000000000001'],
  ['mysql', "set('red','blue')", ['red', 'blue']],
  ['mysql', 'json', { a: [1, { b: null }], c: "'; drop table t; --" }],
  ['mysql', 'varbinary(20)', 'AP8='],
  ['mysql', 'timestamp(6) null', '2024-03-09T21:00:00.123456Z'],
  ['mysql', 'datetime(1)', '2024-03-09T21:00:00.5'],
  ['mysql', 'float', 1.1],
  ['mysql', 'year', 2024],
  ['mysql', 'text', 'ünïcode 表 😀 \\ \' " `'],
]

/** Whole numbers that only the column's own size refuses. */
const refused: readonly (readonly [engine: 'pg' | 'mysql', type: string, value: string, expected: string])[] =
  [
    ['pg', 'bigint', '9223372036854775808', '-9223372036854775808 to 9223372036854775807'],
    ['pg', 'bigint', '-99999999999999999999', '-9223372036854775808 to 9223372036854775807'],
    ['pg', 'oid', '4294967296', '0 to 4294967295'],
    ['mysql', 'bigint', '9223372036854775808', '-9223372036854775808 to 9223372036854775807'],
    ['mysql', 'bigint unsigned', '18446744073709551616', '0 to 18446744073709551615'],
    ['mysql', 'bigint unsigned', '-1', '0 to 18446744073709551615'],
  ]

describe.each(['pg', 'mysql'] as const)('values of %s', async (engine) => {
  const dialect = engine === 'pg' ? 'postgres' : 'mysql'
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    const reads = fixture.cases.filter((item) => item.engine === engine)
    const writes = roundTrips.filter(([owner]) => owner === engine)
    let database: TestDatabase
    let bench: Bench

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      for (const { id, sqlType, literal } of reads) {
        const value = sqlType === 'json' && !literal.startsWith("'") ? `'${literal}'` : literal
        await database.script(
          `create table ${id} (k int primary key, v ${sqlType}); insert into ${id} values (1, ${value})`,
        )
      }
      for (const [index, [, type]] of writes.entries()) {
        await database.script(`create table w${index} (k int primary key, v ${type})`)
      }
      for (const [index, [owner, type]] of refused.entries()) {
        if (owner !== engine) continue
        await database.script(`create table r${index} (k ${type} primary key, v ${type})`)
      }
      const adapter = await loadAdapter(dialect)
      const connection = database.connect()
      const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
      bench = { adapter, catalog, connection }
    })
    afterAll(() => database.drop())

    test.each(reads.map((item) => [item.id, item.sqlType] as const))('%s: %s is read exactly', async (id) => {
      const { data } = await runCall(bench, { operation: `${id}.find`, given: { k: 1 }, read: [['v']] })
      expect(data).toEqual([{ v: expected[id] }])
    })

    test.each(writes.map(([, type, value], index) => [type, value, index] as const))(
      '%s: %j is written and read back exactly',
      async (_, value, index) => {
        const inserted = await runCall(bench, {
          operation: `w${index}.insert`,
          given: { k: 1, v: value },
          read: [['v']],
        })
        expect(memberOf(inserted.data)).toEqual(value)
        const found = await runCall(bench, { operation: `w${index}.find`, given: { k: 1 }, read: [['v']] })
        expect(isJsonArray(found.data) && memberOf(found.data[0] ?? null)).toEqual(value)
      },
    )

    test('a decimal may be given with an exponent, as its published form allows', async () => {
      const table = `w${roundTrips.filter(([owner]) => owner === engine).findIndex(([, type]) => /numeric|decimal/.test(type))}`
      const given = { k: 2, v: '-1.5e3' }
      const { data } = await runCall(bench, { operation: `${table}.insert`, given, read: [['v']] })
      expect(Number(memberOf(data))).toBe(-1500)
    })

    test.each(refused.filter(([owner]) => owner === engine))(
      '%s %s cannot hold %j, which is refused before anything is sent, by a search and by an insert',
      async (...[, type, value, expected]) => {
        const table = `r${refused.findIndex((item) => item[0] === engine && item[1] === type && item[2] === value)}`
        for (const call of [
          { operation: `${table}.find`, given: { k: value }, read: [['v']] },
          { operation: `${table}.insert`, given: { k: 1, v: value }, read: [] },
        ] as const)
          await expect(runCall(bench, call)).rejects.toMatchObject({
            code: 'validation_error',
            message: expect.stringContaining(expected),
            details: { reason: 'column_value', sent: 'no' },
          })
      },
    )
  })
})

const memberOf = (row: Json): Json | undefined => (isJsonObject(row) ? row['v'] : undefined)
