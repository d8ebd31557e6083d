import type { CallBounds } from '../http/bulkhead.ts'
import { inspect } from 'node:util'
import { PlatformError, type SqlStatement } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nowhere } from '../auth/reach.ts'
import { parseCredentials } from '../auth/registry.ts'
import { createEgress } from '../egress/egress.ts'
import { openConnection } from '../open-connection.ts'
import { openPreviewConnection } from '../preview-connection.ts'
import { openBareSession } from '../testing/bare-session.ts'
import { gate } from '../testing/gate.ts'
import { credentialOf, rulesOf } from '../testing/local-provider.ts'
import { createTestDatabase, findServer, type TestDatabase } from '../testing/real-database.ts'

const read = (text: string, values: SqlStatement['values'] = [], maxRows = 10): SqlStatement => ({
  text,
  values,
  effect: 'read',
  maxRows,
})
const soon = () => AbortSignal.timeout(60_000)

const words = {
  postgres: {
    sessions:
      "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'bindery'",
    me: 'select pg_backend_pid()',
    place: '$1',
    lock: 'begin; lock table public.t in access exclusive mode',
    unlock: 'commit',
    table: 'public.t',
    many: 'select generate_series(1, 100000)',
  },
  mysql: {
    sessions: 'select count(*) from information_schema.processlist where db = database()',
    me: 'select connection_id()',
    place: '?',
    lock: 'lock tables t write',
    unlock: 'unlock tables',
    table: 't',
    many: 'select a.column_name from information_schema.columns a, information_schema.columns b',
  },
}

describe.each(['postgres', 'mysql'] as const)('a connection to %s', async (dialect) => {
  const server = await findServer(dialect)
  const word = words[dialect]
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    beforeAll(async () => {
      if (server !== undefined) database = await createTestDatabase(dialect, server)
      await database.script('create table t (id int primary key, note varchar(20))')
    })
    afterAll(() => database.drop())

    const open = (change: object = {}, allow = '127.0.0.1/32', bounds?: CallBounds) => {
      const policy = { allow: rulesOf(`${server?.host}/32,${allow}`), plainHttp: 'listed' as const }
      const egress = createEgress({ policy })
      const credential = credentialOf({ ...database.credentials, ...change }, '', 'sql')
      const target = {
        egress,
        key: 'o/i/e',
        environment: 'production',
        baseUrl: '',
        dialect,
        credential,
        bounds,
      } as const
      return { connection: openConnection(target), target, egress }
    }
    /** Keeps every reader of `t` waiting until it is released. */
    const holdTable = async () => {
      if (server === undefined) throw new Error('There is a server here.')
      const session = await openBareSession(dialect, server, database.name)
      await session.script(word.lock)
      const release = async () => {
        await session.script(word.unlock)
        await session.close()
      }
      return { waiting: `select count(*) from ${word.table}`, release }
    }
    const failureOf = (pending: Promise<unknown>) =>
      pending.then(
        () => 'none',
        (error: unknown) => (error instanceof PlatformError ? [error.code, error.details.reason] : error),
      )

    test('answers with text, null and the names of columns', async () => {
      const { connection, egress } = open()
      const statement = read(`select ${word.place} as a, null as b, 9007199254740993 as c`, ["x' or 1=1 --"])
      expect(await connection.database(statement, soon())).toEqual({
        columns: ['a', 'b', 'c'],
        rows: [["x' or 1=1 --", null, '9007199254740993']],
        affected: 0,
      })
      await egress.close()
    })

    test('opens at most four sessions, and reads and writes never share one', async () => {
      const { connection, egress } = open()
      const held = await holdTable()
      const calls = Array.from({ length: 12 }, () => connection.database(read(held.waiting), soon()))
      await held.release()
      const busy = await Promise.all(calls)
      const readers = await Promise.all(
        Array.from({ length: 4 }, () => connection.database(read(word.me), soon())),
      )
      const writer = await connection.database({ ...read(word.me), effect: 'action' }, soon())
      expect(busy).toHaveLength(12)
      expect(readers.flatMap(({ rows }) => rows.flat())).not.toContain(writer.rows[0]?.[0])
      const { rows } = await connection.database(read(word.sessions), soon())
      // The test itself holds one more, to fill the database.
      expect(Number(rows[0]?.[0])).toBeLessThanOrEqual(5)
      await egress.close()
    })

    test('refuses calls beyond its queue instead of piling them up', async () => {
      const { connection, egress } = open({}, '127.0.0.1/32', { atOnce: 4, waiting: 8 })
      const held = await holdTable()
      const refused = gate()
      const calls = Array.from({ length: 30 }, async () => {
        const outcome = await failureOf(connection.database(read(held.waiting), soon()))
        if (outcome !== 'none') refused.open()
        return outcome
      })
      await refused.opened
      await held.release()
      const outcomes = await Promise.all(calls)
      expect(
        outcomes
          .filter((outcome) => outcome !== 'none')
          .every((outcome) => String(outcome) === 'overloaded,bulkhead'),
      ).toBe(true)
      expect(outcomes.filter((outcome) => outcome === 'none').length).toBeGreaterThanOrEqual(12)
      await egress.close()
    })

    test('stops reading at the row cap, and says so', async () => {
      const { connection, egress } = open()
      const { rows, isTruncated } = await connection.database(read(word.many, [], 7), soon())
      expect([rows.length, isTruncated]).toEqual([7, true])
      await egress.close()
    })

    test('a write that is refused leaves nothing, and is known not to have happened', async () => {
      const { connection, egress } = open()
      const insert: SqlStatement = {
        text: `insert into ${word.table} (id) values (1)`,
        values: [],
        effect: 'create',
        maxRows: 1,
      }
      expect((await connection.database(insert, soon())).affected).toBe(1)
      await expect(connection.database(insert, soon())).rejects.toMatchObject({
        code: 'upstream_error',
        details: { reason: 'unique_violation', sent: 'no', upstreamStatus: 409 },
      })
      const { rows } = await connection.database(read(`select count(*) from ${word.table}`), soon())
      expect(rows).toEqual([['1']])
      await egress.close()
    })

    test.each([
      ['an unknown user', { user: 'nobody_at_all' }, ['integration_connection_failed', 'authentication']],
      ['TLS that the server does not have', { sslmode: 'require' }, ['integration_connection_failed', 'tls']],
      [
        'a private address',
        { host: '10.255.255.1', sslmode: 'require' },
        ['egress_blocked', 'private_address'],
      ],
      [
        'a metadata address',
        { host: '169.254.169.254', sslmode: 'require' },
        ['egress_blocked', 'metadata_address'],
      ],
      ['no TLS to a public host', { host: '8.8.8.8' }, ['egress_blocked', 'plain_database']],
    ])('%s is a typed refusal', async (_, change, expected) => {
      const { connection, egress } = open({ password: 'canary-3hT7', ...change })
      expect(await failureOf(connection.database(read('select 1'), soon()))).toEqual(expected)
      await egress.close()
    })

    test('nothing that can be inspected prints the password', async () => {
      const { connection, target, egress } = open({ password: 'canary-3hT7' })
      const failure = await connection.database(read('select 1'), soon()).catch((error: unknown) => error)
      const text = inspect({ connection, target, egress, failure }, { depth: 12, showHidden: true })
      expect(text).not.toContain('canary-3hT7')
      await egress.close()
    })

    test('a preview shows the statement and sends nothing', async () => {
      const { target, egress } = open()
      const preview = openPreviewConnection(target)
      await preview.database(read('select 1', ['x']), soon())
      expect(preview.taken()).toEqual([{ kind: 'sql', request: { text: 'select 1', values: ['x'] } }])
      await egress.close()
    })

    test('speaks no HTTP, and has no documents', async () => {
      const { connection, egress } = open()
      const request = {
        method: 'GET',
        path: '/',
        query: '',
        headers: [],
        effect: 'read',
        maxResponseBytes: 1,
      } as const
      expect(await failureOf(connection.fetch(request, soon()))).toEqual([
        'integration_connection_failed',
        'no_http',
      ])
      expect(await connection.documents(soon())).toEqual([])
      await egress.close()
    })
  })
})

test('a credential that is none of a database opens no session', async () => {
  const parsed = parseCredentials('none', {}, nowhere)
  const egress = createEgress({ policy: { allow: [], plainHttp: 'listed' } })
  if (!parsed.ok) throw new TypeError('No credential must parse.')
  const connection = openConnection({
    egress,
    key: 'k',
    environment: 'production',
    baseUrl: '',
    dialect: 'postgres',
    credential: parsed.value,
  })
  await expect(connection.database(read('select 1'), soon())).rejects.toMatchObject({
    code: 'integration_not_connected',
  })
})
