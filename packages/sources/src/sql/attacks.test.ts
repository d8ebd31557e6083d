import { setImmediate as nextTurn } from 'node:timers/promises'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { type Connection, isJsonArray, JsonValue } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadAdapter } from '../registry.ts'
import { readFixture } from './testing/read-fixture.ts'
import { type Bench, lowerCall, runCall } from './testing/run-operation.ts'

const Case = z.object({ id: z.string(), where: z.string(), value: JsonValue, expect: z.string() })
const { cases } = z.object({ cases: z.array(Case) }).parse(JSON.parse(readFixture('params.json')))
const values = cases.filter((item) => item.where === 'value')

const schema = {
  postgres: 'create table u (username text not null, password text, constraint u_name unique (username))',
  mysql: 'create table u (username varchar(80) not null, password text, unique key u_name (username))',
}

/** Values that try to be more than data. */
const attempts = [
  "x' or 1=1 -- ",
  "\\' or 1=1 -- ",
  '" or ""="',
  "'; drop table u; --",
  "1; update u set password = 'x'",
  '%',
  '_____',
  '$1',
  '?',
  "admin' /*",
  "' union select 'a', 'b' -- ",
]

describe.each(['postgres', 'mysql'] as const)('attacks on %s', async (dialect) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let bench: Bench
    const find = (username: z.output<typeof JsonValue>) =>
      runCall(bench, { operation: 'u.find', given: { username }, read: [['username']] })

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(`${schema[dialect]}; insert into u values ('admin', 's3cr3t')`)
      const adapter = await loadAdapter(dialect)
      const connection = database.connect()
      const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
      bench = { adapter, catalog, connection }
    })
    afterAll(() => database.drop())

    test('finds the row that is there', async () => {
      expect((await find('admin')).data).toEqual([{ username: 'admin' }])
    })

    test.each(values.map((item) => [item.id, item.value, item.expect] as const))(
      '%s: the value %j: %s',
      async (_, value, outcome) => {
        if (outcome === '0 rows') expect((await find(value)).data).toEqual([])
        else await expect(find(value)).rejects.toMatchObject({ code: 'validation_error' })
      },
    )

    test.each(attempts)('the value %j finds nothing and changes nothing', async (value) => {
      expect((await find(value)).data).toEqual([])
      expect((await database.run('select username, password from u')).rows).toEqual([['admin', 's3cr3t']])
    })

    test.each(attempts)('the value %j is stored as it is', async (value) => {
      const given = { username: `stored ${value}`, password: value }
      const answer = await runCall(bench, {
        operation: 'u.insert',
        given,
        read: [['username'], ['password']],
      }).catch((error: unknown) => error)
      // MySQL finds a row without a primary key of one table only: there the write answers nothing.
      if (dialect === 'mysql') {
        expect(answer).toMatchObject({ code: 'binding_invalid' })
        await runCall(bench, { operation: 'u.insert', given, read: [] })
      } else expect(answer).toMatchObject({ data: given })
      const { data } = await runCall(bench, {
        operation: 'u.find',
        given: { username: given.username },
        read: [['password']],
      })
      expect(data).toEqual([{ password: value }])
      await database.run("delete from u where username <> 'admin'")
    })

    test.each(['a; drop table u', 'password as name', '*', 'nope', 'username"'])(
      'cannot be ordered by %j',
      (column) => {
        const call = {
          operation: 'u.find',
          given: { username: 'a' },
          read: [['username']] as const,
          sqlSearch: { orderBy: { column } },
        }
        expect(() => lowerCall(bench.adapter, bench.catalog, call)).toThrow('has no column')
      },
    )

    test('never returns more rows than its limit, and says that there are more', async () => {
      await database.script('create table many (k int not null, n int); create index many_k on many (k)')
      for (let n = 0; n < 8; n += 1) await database.run(`insert into many values (1, ${n})`)
      const { catalog } = await bench.adapter.introspect(bench.connection, AbortSignal.timeout(60_000))
      const call = { operation: 'many.find', given: { k: 1 }, read: [['n']] as const }
      const five = await runCall({ ...bench, catalog }, call)
      const seven = await runCall({ ...bench, catalog }, { ...call, sqlSearch: { limit: 7 } })
      const all = await runCall({ ...bench, catalog }, { ...call, sqlSearch: { limit: 8 } })
      const seen = [five, seven, all].map(({ data, partial }) => [
        isJsonArray(data) && data.length,
        partial?.map(({ more }) => more),
      ])
      expect(seen).toEqual([
        [5, ['certain']],
        [7, ['certain']],
        [8, undefined],
      ])
    })

    test('asks the server for one row more than its limit, and not for all', async () => {
      const texts: string[] = []
      const connection: Connection = {
        ...bench.connection,
        database: (statement, signal) => {
          texts.push(statement.text)
          return bench.connection.database(statement, signal)
        },
      }
      const call = { operation: 'u.find', given: { username: 'admin' }, read: [['username']] as const }
      await runCall({ ...bench, connection }, { ...call, sqlSearch: { limit: 7 } })
      expect(texts.map((text) => / limit \d+$/.exec(text)?.[0])).toEqual([' limit 8'])
    })

    test('a read session refuses every write, whatever the statement says it is', async () => {
      for (const text of [
        "insert into u values ('x', 'y')",
        "update u set password = 'x'",
        'delete from u',
        'drop table u',
        'create table v (a int)',
      ]) {
        const qualified = dialect === 'postgres' ? text.replace(/\b(u|v)\b/, 'public.$1') : text
        const statement = { text: qualified, values: [], effect: 'read', maxRows: 1 } as const
        await expect(bench.connection.database(statement, AbortSignal.timeout(60_000))).rejects.toMatchObject(
          {
            details: { reason: 'read_only' },
          },
        )
      }
    })

    test.each([
      'select 1; select 2',
      "commit; insert into @u values ('x', 'y')",
      "set transaction read write; insert into @u values ('x', 'y')",
      'rollback; drop table @u',
    ])('a statement is one statement: %s', async (text) => {
      const qualified = text.replaceAll('@', dialect === 'postgres' ? 'public.' : '')
      const statement = { text: qualified, values: [], effect: 'read', maxRows: 1 } as const
      await expect(bench.connection.database(statement, AbortSignal.timeout(60_000))).rejects.toMatchObject({
        code: 'upstream_error',
      })
      expect((await database.run('select username from u')).rows).toEqual([['admin']])
    })

    test('a statement is one statement, on a session that prepares no more of them too', async () => {
      const send = (text: string) =>
        bench.connection.database(
          { text, values: [], effect: 'read', maxRows: 1 },
          AbortSignal.timeout(60_000),
        )
      for (let n = 0; n <= 200; n += 1) await send(`select ${n} as n`)
      await expect(send('select 1; select 2')).rejects.toMatchObject({ code: 'upstream_error' })
    })

    test('a session lets the server end what takes too long, if nobody else does', async () => {
      const text =
        dialect === 'postgres'
          ? "select 'statement_timeout', current_setting('statement_timeout')"
          : "show session variables where variable_name in ('max_statement_time', 'max_execution_time')"
      const { rows } = await bench.connection.database(
        { text, values: [], effect: 'read', maxRows: 1 },
        AbortSignal.timeout(60_000),
      )
      expect(rows.map(([, limit]) => Number.parseInt(limit ?? '0', 10))).toEqual([
        expect.toSatisfy((limit: number) => limit > 0),
      ])
    })

    test('a call ends with its deadline, and the next one works', async () => {
      // It waits for a lock that nobody gives back.
      const text = dialect === 'postgres' ? 'select pg_advisory_lock(4711)' : "select get_lock('held', 1000)"
      await database.run(text)
      const call = bench.connection.database(
        { text, values: [], effect: 'read', maxRows: 1 },
        AbortSignal.timeout(300),
      )
      await expect(call).rejects.toMatchObject({ code: 'upstream_timeout' })
      // The server ends it as well.
      const running = dialect === 'postgres' ? 'pg_stat_activity' : 'information_schema.processlist'
      const column =
        dialect === 'postgres'
          ? "query like 'select pg_advisory_lock(4711%' and state = 'active'"
          : "info like 'select get_lock(%'"
      while ((await database.run(`select 1 from ${running} where ${column}`)).rows.length > 0)
        await nextTurn()
      expect((await find('admin')).data).toEqual([{ username: 'admin' }])
    })
  })
})
