import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { canonicalJson, type Introspection, parseJson } from '@bindery/model'
import { type CatalogStatistics, type TableStatistics } from '@bindery/model/tables'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'

type Dialect = 'postgres' | 'mysql'

const schema = {
  postgres: `
create table person (id int primary key, name text collate "en-x-icu", code varchar(10) collate "C", born date, mood text, plain text collate "en-x-icu");
create index by_name on person (name);
create index by_beginning on person (name text_pattern_ops);
create index by_bytes on person (name collate "C");
create index by_code on person (code desc nulls last, born desc);
create index by_hash on person using hash (code);
create index by_lower on person (born, lower(name));
create index over_half on person (born) where born > '2000-01-01';
create table untouched (id int primary key, note text);
create table measure (at date, place int, unique (at, place)) partition by range (at);
create table measure_2024 partition of measure for values from ('2024-01-01') to ('2025-01-01');
create table animal (id int primary key, name text);
create table dog (tail int) inherits (animal);
create view people as select id, name from person;
create materialized view names as select distinct name from person;
create schema other; create table other.person (id int primary key);`,
  mysql: `
create table person (id int primary key, name varchar(40), code varchar(10), born date, mood varchar(10), plain text,
  key by_name (name), key by_beginning (plain(8)), key by_code (code, born),
  key by_mood (mood) /*!80000 invisible */ /*M!100600 ignored */, fulltext key by_word (name));
create table untouched (id int primary key, note text);
create table cached (code varchar(10), key by_code using hash (code)) engine = memory;
create view people as select id, name from person;`,
}

const rows: { readonly [dialect in Dialect]: readonly string[] } = {
  postgres: [
    `insert into person select n, 'name ' || n, 'c' || (n % 10), date '1990-01-01' + n, case when n % 2 = 0 then 'ok' end, 'x' from generate_series(1, 1000) n`,
    `insert into measure select '2024-02-01', n from generate_series(1, 50) n`,
    'insert into animal values (1, null)',
    `insert into dog select n, 'x', n from generate_series(2, 300) n`,
    'refresh materialized view names',
    'analyze',
  ],
  mysql: [
    `insert into person select seq, concat('name ', seq), concat('c', seq % 10), '1990-01-01' + interval seq day, if(seq % 2 = 0, 'ok', null), 'x' from seq_1_to_1000`,
    'analyze table person',
  ],
}

describe.each(['postgres', 'mysql'] as const)('statistics of %s', async (dialect) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let before: Introspection
    let after: Introspection
    const introspect = async (login?: Parameters<TestDatabase['connect']>[0]) =>
      (await loadAdapter(dialect)).introspect(database.connect(login), AbortSignal.timeout(60_000))

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(schema[dialect])
      before = await introspect()
      for (const statement of rows[dialect]) await database.run(statement)
      after = await introspect()
    })
    afterAll(() => database.drop())

    test('change with the rows, and not a byte of the catalog with them', () => {
      expect(bytesOf(after)).toBe(bytesOf(before))
      expect(JSON.stringify(after.statistics)).not.toBe(JSON.stringify(before.statistics))
    })

    test('estimate rows of tables that were looked at, and of nothing else', () => {
      expect(rowsOf(after)).toEqual(expectedRows[dialect])
    })

    test('estimate how many values a column has', () => {
      const counts = Object.fromEntries(
        tableOf(after, 'person').distinct.map(({ column, count }) => [column, count]),
      )
      expect(counts).toEqual(expectedCounts[dialect])
    })

    test('say what each index serves, in the words of the catalog', () => {
      const objects = dialect === 'postgres' ? ['person'] : ['person', 'cached']
      expect(objects.flatMap((object) => describeIndexes(tableOf(after, object)))).toEqual(served[dialect])
      for (const { object, indexes } of after.statistics?.tables ?? []) {
        const named = after.catalog.objects.find(({ name }) => name === object)?.indexes
        const columns = indexes.map(({ name, columns: parts }) => [name, parts.map((part) => part.column)])
        const leading = (named ?? []).filter((index) => index.fields.length > 0)
        expect([object, columns]).toEqual([object, leading.map((index) => [index.name, index.fields])])
      }
    })

    test.runIf(dialect === 'postgres')(
      'are unknown to a user from whom they are kept, who reads all the same',
      async () => {
        const user = database.name.replace('test', 'reader')
        await database.script(`create role ${user} login password 'pw'; grant select (id, name) on person to ${user};
        revoke select on pg_catalog.pg_stats from public`)
        try {
          const known = await introspect({ user, password: 'pw' })
          expect(known.catalog.objects.map(({ name }) => name)).toEqual(['person'])
          expect(tableOf(known, 'person')).toMatchObject({ rows: 1000, distinct: [] })
        } finally {
          await database.script(`drop owned by ${user}; drop role ${user}`)
        }
      },
    )
  })
})

const bytesOf = ({ catalog, issues }: Introspection): string =>
  canonicalJson(parseJson(JSON.stringify({ catalog, issues })))

const tableOf = ({ statistics }: Introspection, object: string): TableStatistics => {
  const found = statistics?.tables.find((table) => table.object === object)
  if (found === undefined) throw new TypeError(`Nothing is known of ${object}.`)
  return found
}

const rowsOf = ({ statistics }: { readonly statistics?: CatalogStatistics }) =>
  Object.fromEntries((statistics?.tables ?? []).map(({ object, rows: count }) => [object, count]))

/** Nothing is known of views, nor of what was never looked at or holds the rows of others. */
const expectedRows = {
  postgres: {
    animal: undefined,
    dog: 299,
    measure: undefined,
    names: 1000,
    'other.person': 0,
    person: 1000,
    untouched: 0,
  },
  mysql: { cached: 0, person: 1000, untouched: 0 },
}

/** MariaDB knows them of what leads an index, and doubles some. */
const expectedCounts = {
  postgres: { id: 1000, name: 1000, code: 10, born: 1000, mood: 1, plain: 1 },
  mysql: {
    id: 1000,
    name: 1000,
    code: expect.any(Number),
    mood: expect.any(Number),
    plain: expect.any(Number),
  },
}

const served = {
  postgres: [
    'by_beginning order: name asc nulls last, no order, prefix',
    'by_bytes order: name asc nulls last, other collation, prefix',
    'by_code order: code desc nulls last, prefix; born desc nulls first',
    'by_hash equality: code asc nulls last, no order',
    'by_lower order: born asc nulls last',
    'by_name order: name asc nulls last',
    'over_half order: born asc nulls last',
    'person_pkey order: id asc nulls last',
  ],
  mysql: [
    'by_beginning order: plain asc nulls first, no order, prefix',
    'by_code order: code asc nulls first, prefix; born asc nulls first',
    'by_mood nothing: mood asc nulls first, prefix',
    'by_name order: name asc nulls first, prefix',
    'PRIMARY order: id asc nulls first',
    'by_code equality: code asc nulls first, no order',
  ],
}

const describeIndexes = ({ indexes }: TableStatistics) =>
  indexes.map(({ name, serves, columns }) => {
    const parts = columns.map((part) =>
      [
        `${part.column} ${part.direction} nulls ${part.nulls}`,
        ...(part.isOwnCollation ? [] : ['other collation']),
        ...(part.isOrdered ? [] : ['no order']),
        ...(part.servesPrefix ? ['prefix'] : []),
      ].join(', '),
    )
    return `${name} ${serves}: ${parts.join('; ')}`
  })
