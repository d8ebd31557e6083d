import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { Json } from '@bindery/model'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { type Bench, operationOf, runCall } from './testing/run-operation.ts'

interface Attack {
  readonly name: string
  readonly setting: string
  /** The type of the column, and a value of it that must go in and come out as it is. */
  readonly type: string
  readonly value: Json
  /** What finds the row; `value` unless this is given. */
  readonly by?: Json
}

const utf8 = 'varchar(20) character set utf8mb4'

const ofRoles: readonly Attack[] = [
  { name: 'null in a list', setting: 'array_nulls = off', type: 'text[]', value: ['a', null, 'NULL'] },
  {
    name: 'letters of citext, whose type is named otherwise',
    setting: 'quote_all_identifiers = on',
    type: 'public.citext',
    value: 'Ada',
    by: 'ADA',
  },
  {
    name: 'blanks of char(n), whose type is named otherwise',
    setting: 'quote_all_identifiers = on',
    type: 'char(8)',
    value: 'ab',
  },
  { name: 'a day', setting: "datestyle = 'SQL, DMY'", type: 'date', value: '2024-03-10' },
  { name: 'days in a list', setting: "datestyle = 'German'", type: 'date[]', value: ['2024-03-10', null] },
  {
    name: 'a span of time that goes both ways',
    setting: "intervalstyle = 'sql_standard'",
    type: 'interval',
    value: 'P-1M2DT-3H',
  },
  {
    name: 'a moment where clocks go by three quarters of an hour',
    setting: "timezone = 'Pacific/Chatham'",
    type: 'timestamptz',
    value: '2024-03-09T21:00:00.123456Z',
  },
  {
    name: 'a time with its zone',
    setting: "timezone = 'America/St_Johns'",
    type: 'timetz',
    value: '21:00:00+05:30',
  },
  {
    name: 'the last digit of a number',
    setting: 'extra_float_digits = -15',
    type: 'double precision',
    value: 0.30000000000000004,
  },
  { name: 'bytes', setting: "bytea_output = 'escape'", type: 'bytea', value: 'AFz/' },
  { name: 'an amount', setting: "lc_monetary = 'C.UTF-8'", type: 'money', value: '-$1,234.50' },
  {
    name: 'digits of a decimal',
    setting: "lc_numeric = 'C.UTF-8'",
    type: 'numeric(40,20)',
    value: '12345678901234567890.12345678901234567890',
  },
  {
    name: 'a backslash and a quote',
    setting: 'standard_conforming_strings = off',
    type: 'text',
    value: "\\' or 1=1 -- \\",
  },
  {
    name: 'letters that an encoding does not have',
    setting: "client_encoding = 'LATIN1'",
    type: 'text',
    value: 'Łukasz 表 😀',
  },
  {
    name: 'text, beside an operator that takes all texts for one',
    setting: 'search_path = evil, pg_catalog, public',
    type: 'text',
    value: 'ada',
  },
  {
    name: 'text, in transactions that begin read only and are cut short',
    setting: "statement_timeout = '1ms'",
    type: 'text',
    value: 'ada',
  },
]

/** MariaDB has settings of whole servers only: sessions are opened while they hold. */
const ofServers: readonly Attack[] = [
  { name: 'all tables and all rows', setting: 'sql_select_limit = 1', type: 'varchar(20)', value: 'ada' },
  {
    name: 'a moment',
    setting: "time_zone = '+05:45'",
    type: 'timestamp(6) null',
    value: '2024-03-09T21:00:00.123456Z',
  },
  { name: 'letters', setting: "character_set_results = 'latin1'", type: utf8, value: 'Łukasz 表 😀' },
  {
    name: 'letters that go in',
    setting: "character_set_client = 'latin1'",
    type: utf8,
    value: 'Łukasz 表 😀',
  },
  {
    name: 'blanks at the end',
    setting: "sql_mode = 'PAD_CHAR_TO_FULL_LENGTH'",
    type: 'char(8)',
    value: 'ab',
  },
  {
    name: 'a backslash and a quote',
    setting: "sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'",
    type: 'varchar(40)',
    value: "\\' or 1=1 -- \\",
  },
]

const tableOf = ({ type }: Attack, number: number): string =>
  `create table t${number} (id int primary key, v ${type}); insert into t${number} (id) values (0)`

/** The value goes into a new row and into one that is there, and both are found. */
async function tryOn(
  bench: Bench,
  { value, by, number }: Attack & { readonly number: number },
): Promise<void> {
  const [read, table] = [[['v']] as const, `t${number}`]
  const inserted = await runCall(bench, { operation: `${table}.insert`, given: { id: 1, v: value }, read })
  const updated = await runCall(bench, { operation: `${table}.update`, given: { id: 0, v: value }, read })
  const isCompared = operationOf(bench.catalog, `${table}.find`).arguments.some(({ name }) => name === 'v')
  const given = isCompared ? { v: by ?? value } : { id: 1 }
  const found = await runCall(bench, { operation: `${table}.find`, given, read })
  const row = { v: value }
  expect([inserted.data, updated.data, found.data]).toEqual([row, row, isCompared ? [row, row] : [row]])
}

async function benchOf(dialect: 'postgres' | 'mysql', connection: Bench['connection']): Promise<Bench> {
  const adapter = await loadAdapter(dialect)
  const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
  return { adapter, catalog, connection }
}

const evil = `create extension citext;
  create schema evil;
  create function evil.always(text, text) returns boolean language sql immutable as 'select true';
  create operator evil.= (leftarg = text, rightarg = text, procedure = evil.always);
  grant usage on schema evil to public`

const scopes = ['its role', 'its database', 'its role in its database'] as const

const postgres = await findServer('postgres')
describe.skipIf(postgres === undefined)('values of PostgreSQL', () => {
  let database: TestDatabase
  const roles: string[] = []
  beforeAll(async () => {
    if (postgres === undefined) return
    database = await createTestDatabase('postgres', postgres)
    await database.script([evil, ...ofRoles.map(tableOf)].join(';\n'))
  })
  afterAll(async () => {
    await database.script(roles.map((role) => `drop owned by ${role}; drop role ${role}`).join(';\n'))
    await database.drop()
  })

  const rows = ofRoles.flatMap((attack, number) => {
    const scope = scopes[number % scopes.length]
    return scope === undefined ? [] : [{ ...attack, number, scope }]
  })
  test.each(rows)('arrive as they are: $name, where $scope has $setting', async (attack) => {
    const user = `bindery_test_${randomBytes(6).toString('hex')}`
    roles.push(user)
    await database.script(
      `create role ${user} login password 'pw';
      grant select, insert, update on all tables in schema public to ${user}`,
    )
    const holder = {
      'its role': `role ${user}`,
      'its database': `database ${database.name}`,
      'its role in its database': `role ${user} in database ${database.name}`,
    }[attack.scope]
    await database.run(`alter ${holder} set ${attack.setting}`)
    try {
      await tryOn(await benchOf('postgres', database.connect({ user, password: 'pw' })), attack)
    } finally {
      await database.run(`alter ${holder} reset all`)
    }
  })
})

const mysql = await findServer('mysql')
describe.skipIf(mysql === undefined)('values of MySQL', () => {
  let database: TestDatabase
  beforeAll(async () => {
    if (mysql === undefined) return
    database = await createTestDatabase('mysql', mysql)
    await database.script(ofServers.map(tableOf).join(';\n'))
  })
  afterAll(() => database.drop())

  test.each(ofServers.map((attack, number) => ({ ...attack, number })))(
    'arrive as they are: $name, where the server has $setting',
    async (attack) => {
      const [name = ''] = attack.setting.split(' ')
      const before = (await database.run(`select @@global.${name}`)).rows[0]?.[0] ?? ''
      await database.run(`set global ${attack.setting}`)
      try {
        await tryOn(await benchOf('mysql', database.connect()), attack)
      } finally {
        await database.run(`set global ${name} = ${/^\d+$/.test(before) ? before : `'${before}'`}`)
      }
    },
  )
})
