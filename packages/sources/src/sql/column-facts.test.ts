import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { describeType } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { type Bench, operationOf, runCall } from './testing/run-operation.ts'

const schema = {
  postgres: `create extension if not exists citext;
    create domain address as citext check (value like '%@%');
    create domain own_address as address not null;
    create domain word as varchar(20) check (value in ('open', 'closed'));
    create domain late as timestamptz;
    create domain fixed as char(8);
    create domain counted as int default 3 not null;
    create domain words as text[];
    create table facts (id int primary key, address address unique, own own_address unique, backup citext unique,
      word word, words word[], late late unique, lates late[], fixed fixed unique, counted counted, listed words,
      state varchar(10) check (state in ('new', 'paid')), level int check (level = any (array[1, 2])),
      loose text, later text, check (loose in ('a') or later is not null));
    alter table facts add constraint old check (later in ('x')) not valid;
    insert into facts values (1, 'Ada@Example.com', 'Own@Example.com', 'Back@Example.com', 'open', '{open}', '2026-01-02T03:04:05Z',
      '{"2026-01-02T03:04:05Z"}', 'ab', 3, '{x}', 'new', 1, 'a');`,
  mysql: `create table facts (id int primary key, state varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin check (state in ('new', 'paid')),
      folded varchar(10) character set utf8mb4 collate utf8mb4_general_ci check (folded in ('new', 'paid')),
      padded varchar(10) character set utf8mb4 collate utf8mb4_bin check (padded in ('new', 'paid')),
      picked enum('new', 'paid') character set utf8mb4 collate utf8mb4_general_ci check (picked in ('NEW')),
      level int check (level = 1 or level = 2), flag bit(1) not null default b'0', mask bit(4), loose varchar(5),
      constraint both_of check (loose in ('a') or level is null), key (flag), key (level), key (state));
    insert into facts values (1, 'new', 'NEW', 'new ', 'new', 1, b'1', b'1010', 'a');`,
}

function benchOf(dialect: 'postgres' | 'mysql', server: Awaited<ReturnType<typeof findServer>>) {
  let database: TestDatabase
  let bench: Bench
  beforeAll(async () => {
    if (server === undefined) return
    database = await createTestDatabase(dialect, server)
    await database.script(schema[dialect])
    const adapter = await loadAdapter(dialect)
    const connection = database.connect()
    const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
    bench = { adapter, catalog, connection }
  })
  afterAll(() => database.drop())
  return {
    run: (call: Parameters<typeof runCall>[1]) => runCall(bench, call),
    columns: () =>
      Object.fromEntries(
        operationOf(bench.catalog, 'facts.insert').arguments.map(
          ({ name, type, nullable, required, comparison }) => [
            name,
            `${describeType(type)}${nullable ? '?' : ''}${required ? ' needed' : ''}${comparison === undefined ? '' : ` ${comparison}`}`,
          ],
        ),
      ),
  }
}

const postgres = await findServer('postgres')
describe.skipIf(postgres === undefined)('what a column of PostgreSQL is', () => {
  const { columns, run } = benchOf('postgres', postgres)

  test('is what is under its domains, within what they and the checks of the table allow', () => {
    expect(columns()).toEqual({
      id: 'integer needed',
      address: 'string? folded',
      own: 'string needed folded',
      backup: 'string? folded',
      word: 'enum(open, closed)?',
      words: 'enum(open, closed)[]?',
      late: 'datetime?',
      lates: 'datetime[]?',
      fixed: 'string? folded',
      counted: 'integer',
      listed: 'string[]?',
      state: 'enum(new, paid)?',
      level: 'enum(1, 2)?',
      loose: 'string?',
      later: 'string?',
    })
  })

  test.each([
    ['a domain over citext, in other letters', { address: 'ADA@example.com' }],
    ['a domain over such a domain', { own: 'OWN@example.com' }],
    ['citext itself', { backup: 'BACK@example.com' }],
    ['a domain over moments', { late: '2026-01-02T04:04:05+01:00' }],
    ['a domain over padded text', { fixed: 'ab' }],
  ])('%s is found', async (_, given) => {
    const read = [['id'], ['late'], ['lates'], ['fixed'], ['word'], ['words'], ['state'], ['level']] as const
    const late = '2026-01-02T03:04:05.000Z'
    const row = {
      id: 1,
      late,
      lates: [late],
      fixed: 'ab',
      word: 'open',
      words: ['open'],
      state: 'new',
      level: 1,
    }
    expect((await run({ operation: 'facts.find', given, read })).data).toEqual([row])
  })

  test('and all of it can be written', async () => {
    const given = {
      id: 2,
      own: 'b@c.d',
      word: 'closed',
      words: ['closed'],
      late: '2026-01-03T03:04:05Z',
      level: 2,
      state: 'paid',
      loose: 'a',
    }
    const { data } = await run({
      operation: 'facts.insert',
      given,
      read: [['words'], ['level'], ['counted']],
    })
    expect(data).toEqual({ words: ['closed'], level: 2, counted: 3 })
  })
})

const mysql = await findServer('mysql')
describe.skipIf(mysql === undefined)('what a column of MySQL is', () => {
  const { columns, run } = benchOf('mysql', mysql)

  test('is its type within what the checks of the table allow', () => {
    expect(columns()).toEqual({
      id: 'integer needed',
      state: 'enum(new, paid)?',
      // The check let other spellings in, and they are there.
      folded: 'string? folded',
      padded: 'string? folded',
      picked: 'enum(new, paid)?',
      level: 'enum(1, 2)?',
      flag: 'boolean',
      mask: 'int64?',
      loose: 'string? folded',
    })
  })

  test('a value in another spelling than its check has is read and found', async () => {
    const read = [['folded'], ['padded']] as const
    const row = { folded: 'NEW', padded: 'new ' }
    expect((await run({ operation: 'facts.find', given: { folded: 'NEW' }, read })).data).toEqual([row])
    expect((await run({ operation: 'facts.find', given: { padded: 'new' }, read })).data).toEqual([row])
  })

  test('one bit is true or false on both ways', async () => {
    const read = [['id'], ['flag'], ['level'], ['state'], ['mask']] as const
    const first = { id: 1, flag: true, level: 1, state: 'new', mask: '10' }
    expect((await run({ operation: 'facts.find', given: { flag: true }, read })).data).toEqual([first])
    expect((await run({ operation: 'facts.find', given: { flag: false }, read })).data).toEqual([])
    const given = { id: 2, flag: false, level: 2, state: 'paid' }
    const second = { ...given, mask: null }
    expect((await run({ operation: 'facts.insert', given, read })).data).toEqual(second)
    expect((await run({ operation: 'facts.update', given: { id: 2, flag: true }, read })).data).toEqual({
      ...second,
      flag: true,
    })
    expect((await run({ operation: 'facts.find', given: { level: 2 }, read })).data).toEqual([
      { ...second, flag: true },
    ])
  })
})
