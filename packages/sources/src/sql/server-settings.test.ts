import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { type Bench, runCall } from './testing/run-operation.ts'

const schema = {
  postgres: `create table u (username text primary key, price numeric(10,2), born date, at timestamp, moment timestamptz, raw bytea, span interval, cost money);
    create schema pgx1;
    create table pgx1.hidden_by_a_wildcard (id int primary key)`,
  mysql:
    'create table u (username varchar(80) primary key, price decimal(10,2), born date, at datetime, moment timestamp null, raw varbinary(8), short varchar(3))',
}

/** Settings of servers under which the same text means something else. */
const hostile = {
  postgres: (database: TestDatabase) =>
    [
      'standard_conforming_strings = off',
      "datestyle = 'SQL, DMY'",
      "intervalstyle = 'postgres_verbose'",
      "bytea_output = 'escape'",
      "timezone = 'Pacific/Chatham'",
      // Any locale that is not ours: which there are depends on the machine.
      "lc_monetary = 'C.UTF-8'",
      'default_transaction_read_only = on',
    ].map((setting) => `alter database ${database.name} set ${setting}`),
  mysql: () => ["set global sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT'"],
}

const row: { readonly [dialect in 'postgres' | 'mysql']: JsonObject } = {
  postgres: { span: 'P1M2D', cost: '$1,234.50' },
  mysql: { short: 'abc' },
}
const common = {
  price: '12345678.90',
  born: '2024-03-10',
  at: '2024-03-10T02:30:00',
  moment: '2024-03-09T21:00:00.000Z',
  raw: '3q2+7w==',
}

/** Each ends a string, or begins a name, under one of the settings. */
const attempts = [
  "x' or 1=1 -- ",
  "\\' or 1=1 -- ",
  "\\\\' or 1=1 -- ",
  '" or ""="',
  "' || (select version()) || '",
  '\\',
  'ends with a backslash \\',
  "'",
  '"',
]

describe.each(['postgres', 'mysql'] as const)('a %s server with hostile defaults', async (dialect) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let bench: Bench
    let modesBefore: string | null | undefined
    const find = (username: string, columns: readonly string[] = []) =>
      runCall(bench, {
        operation: 'u.find',
        given: { username },
        read: ['username', ...columns].map((column) => [column] as const),
      })

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(`${schema[dialect]}; insert into u (username) values ('admin')`)
      if (dialect === 'mysql') modesBefore = (await database.run('select @@global.sql_mode')).rows[0]?.[0]
      try {
        for (const statement of hostile[dialect](database)) await database.run(statement)
        // Sessions of its own, opened while the server is as hostile as it gets.
        const connection = database.connect()
        const adapter = await loadAdapter(dialect)
        const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
        bench = { adapter, catalog, connection }
        await find('admin')
        await runCall(bench, { operation: 'u.insert', given: { username: 'first', price: '1' }, read: [] })
      } finally {
        if (dialect === 'mysql') await database.run(`set global sql_mode = '${modesBefore}'`)
      }
    })
    afterAll(() => database.drop())

    test('has them, and our sessions do not', async () => {
      const text =
        dialect === 'postgres'
          ? "select current_setting('standard_conforming_strings'), current_setting('datestyle'), current_setting('timezone'), current_setting('lc_monetary')"
          : 'select @@session.sql_mode, @@session.time_zone'
      const { rows } = await bench.connection.database(
        { text, values: [], effect: 'read', maxRows: 1 },
        AbortSignal.timeout(60_000),
      )
      expect(rows).toEqual([
        dialect === 'postgres'
          ? ['on', 'ISO, MDY', 'UTC', 'C']
          : ['STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', '+00:00'],
      ])
    })

    test.each(attempts)('the value %j is that value and nothing else', async (value) => {
      expect((await find(value)).data).toEqual([])
      const inserted = await runCall(bench, {
        operation: 'u.insert',
        given: { username: value },
        read: [['username']],
      })
      expect([inserted.data, (await find(value)).data]).toEqual([{ username: value }, [{ username: value }]])
    })

    test('values keep their form', async () => {
      const given = { ...common, ...row[dialect] }
      await runCall(bench, { operation: 'u.insert', given: { username: 'form', ...given }, read: [] })
      expect((await find('form', Object.keys(given))).data).toEqual([{ username: 'form', ...given }])
    })

    test.runIf(dialect === 'postgres')('a schema whose name a wildcard would hide is found', () => {
      expect(bench.catalog.objects.map(({ name }) => name)).toContain('pgx1.hidden_by_a_wildcard')
    })

    test.runIf(dialect === 'mysql')('a value that is too long is refused, never cut', async () => {
      const given = { username: 'long', short: 'abcd' }
      await expect(runCall(bench, { operation: 'u.insert', given, read: [] })).rejects.toMatchObject({
        code: 'upstream_error',
      })
      expect((await find('long')).data).toEqual([])
    })
  })
})
