import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { type Bench, lowerCall, operationOf, runCall } from './testing/run-operation.ts'

const tables = `
create table flight (id int primary key, note varchar(20));
create table seat (flight int not null references flight (id), place varchar(5) not null, meal varchar(20), primary key (flight, place));
create table visit (tenant int not null, site varchar(10) not null, number int not null, note varchar(20), primary key (tenant, site, number));
create table maybe (a int, b int, note varchar(20), unique (a, b));
create table pair (a int not null, b int not null, primary key (a, b));
create table line (text varchar(20));
insert into flight values (7, 'x'), (8, 'y');
insert into seat values (7, '12A', 'fish'), (7, '12B', 'fish'), (8, '12A', 'fish');
insert into visit values (1, 'x', 1, 'a'), (1, 'x', 2, 'a'), (1, 'y', 1, 'a');`

/** A part of the key that the server counts up, and one that it computes; MariaDB has no computed ones, so there it is a default. */
const counted = {
  postgres: `create table bill (year int not null, number int generated always as identity, note varchar(20), primary key (year, number));
    create table span (begins int not null, ends int generated always as (begins + 1) stored, note varchar(20), primary key (begins, ends));`,
  mysql: `create table bill (year int not null, number int not null auto_increment, note varchar(20), primary key (year, number), key (number));
    create table span (begins int not null, ends int not null default 5, note varchar(20), primary key (begins, ends));`,
}

describe.each(['postgres', 'mysql'] as const)('keys of several columns in %s', async (dialect) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let bench: Bench

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(`${tables}${counted[dialect]}`)
      const adapter = await loadAdapter(dialect)
      const connection = database.connect()
      const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
      bench = { adapter, catalog, connection }
    })
    afterAll(() => database.drop())

    test.each([
      [
        'seat',
        { flight: 7, place: '12A' },
        [
          ['7', '12A', 'new'],
          ['7', '12B', 'fish'],
          ['8', '12A', 'fish'],
        ],
        'meal',
      ],
      [
        'visit',
        { tenant: 1, site: 'x', number: 2 },
        [
          ['1', 'x', '1', 'a'],
          ['1', 'x', '2', 'new'],
          ['1', 'y', '1', 'a'],
        ],
        'note',
      ],
    ] as const)(
      'one row of %s is found and changed by the whole key %j',
      async (...[table, key, rows, column]) => {
        const found = await runCall(bench, { operation: `${table}.find`, given: key, read: [[column]] })
        expect(found.data).toHaveLength(1)
        const given = { ...key, [column]: 'new' }
        const changed = await runCall(bench, { operation: `${table}.update`, given, read: [[column]] })
        expect(changed.data).toEqual({ [column]: 'new' })
        expect((await database.run(`select * from ${table} order by 1, 2, 3`)).rows).toEqual(rows)
      },
    )

    test('a whole key that no row has changes nothing, and a part of one is refused', async () => {
      const none = { flight: 9, place: '12A', meal: 'x' }
      await expect(runCall(bench, { operation: 'seat.update', given: none, read: [] })).rejects.toMatchObject(
        {
          details: { reason: 'row_not_found' },
        },
      )
      const part = { operation: 'seat.update', given: { flight: 7, meal: 'x' }, read: [] }
      expect(() => lowerCall(bench.adapter, bench.catalog, part)).toThrow('all columns of a unique key')
    })

    test.each([
      ['bill', { year: 2026, note: 'x' }, 'number'],
      ['span', { begins: 1, note: 'x' }, 'ends'],
    ] as const)(
      'a part of the key of %s that the server fills names the row as others do',
      async (table, given, filled) => {
        await runCall(bench, { operation: `${table}.insert`, given, read: [] })
        const [row] = (await database.run(`select ${filled} from ${table}`)).rows
        const key = { ...given, [filled]: Number(row?.[0]), note: 'new' }
        const changed = await runCall(bench, { operation: `${table}.update`, given: key, read: [['note']] })
        expect(changed.data).toEqual({ note: 'new' })
      },
    )

    test('needs rights on nothing but the key and the column, which keeps its value when it is not given', () => {
      const plan = lowerCall(bench.adapter, bench.catalog, {
        operation: 'seat.update',
        given: { flight: 7, place: '12A', meal: 'x' },
        read: [],
      })
      expect(plan).toMatchObject({
        access: [{ table: 'seat', select: ['flight', 'meal', 'place'], insert: [], update: ['meal'] }],
      })
    })

    test.each([
      ['maybe.update', 'no_key', 'quarantined'],
      ['line.update', 'no_key', 'quarantined'],
      ['line.find', 'no_index', 'limited'],
      ['pair.update', 'nothing_to_change', 'quarantined'],
    ])('%s is there and says %s', (operation, code, status) => {
      expect(operationOf(bench.catalog, operation).availability).toMatchObject({
        status,
        reasons: [{ code }],
      })
    })
  })
})
