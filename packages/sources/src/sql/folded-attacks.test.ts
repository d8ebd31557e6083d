import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { type Bench, operationOf, runCall } from './testing/run-operation.ts'

interface Attack {
  readonly name: string
  /** The type of the column, and what one row of it holds. */
  readonly type: string
  readonly stored: string
  readonly given: string
  /** Whether the database takes the two for one. */
  readonly isFound: boolean
}

const zeroWidth = 'ad\u200bmin'
const fullWidth = '\uff41\uff44\uff4d\uff49\uff4e'

const utf8 = (collation: string): string => `varchar(40) character set utf8mb4 collate ${collation}`

const attacks: { readonly [dialect in 'postgres' | 'mysql']: readonly Attack[] } = {
  postgres: [
    { name: 'letters in citext', type: 'citext', stored: 'admin', given: 'ADMIN', isFound: true },
    { name: 'a domain over citext', type: 'loose', stored: 'admin', given: 'Admin', isFound: true },
    {
      name: 'accents under an ICU collation of base letters',
      type: 'text collate base',
      stored: 'admin',
      given: 'ádmin',
      isFound: true,
    },
    {
      name: 'a zero-width character under it',
      type: 'text collate base',
      stored: 'admin',
      given: zeroWidth,
      isFound: true,
    },
    {
      name: 'full-width letters under it',
      type: 'text collate base',
      stored: 'admin',
      given: fullWidth,
      isFound: true,
    },
    {
      name: 'ß for ss, in a domain that brings the collation along',
      type: 'based',
      stored: 'strasse',
      given: 'straße',
      isFound: true,
    },
    { name: 'a ligature under it', type: 'based', stored: 'office', given: 'o\ufb03ce', isFound: true },
    {
      name: 'another form of the same accents, where only canonical forms are one',
      type: 'text collate canonical',
      stored: 'jos\u00e9',
      given: 'jose\u0301',
      isFound: true,
    },
    {
      name: 'blanks at the end of char(n)',
      type: 'char(8)',
      stored: 'admin',
      given: 'admin  ',
      isFound: true,
    },
    { name: 'letters in text', type: 'text', stored: 'admin', given: 'ADMIN', isFound: false },
    { name: 'a blank in text', type: 'text', stored: 'admin', given: 'admin ', isFound: false },
    { name: 'a tab after char(n)', type: 'char(8)', stored: 'admin', given: 'admin\t', isFound: false },
    { name: 'dotless i in text', type: 'text', stored: 'admin', given: 'admın', isFound: false },
    {
      name: 'all but the first letter of "char"',
      type: '"char"',
      stored: 'a',
      given: 'admin',
      isFound: true,
    },
    {
      name: 'what stands after 63 bytes of a name',
      type: 'name',
      stored: 'a'.repeat(63),
      given: `${'a'.repeat(63)}nother`,
      isFound: true,
    },
    {
      name: 'what a varchar(n) is too short for',
      type: 'varchar(5)',
      stored: 'admin',
      given: 'administrator',
      isFound: false,
    },
  ],
  mysql: [
    {
      name: 'letters',
      type: utf8('utf8mb4_general_ci'),
      stored: 'admin',
      given: 'ADMIN',
      isFound: true,
    },
    { name: 'accents', type: utf8('utf8mb4_general_ci'), stored: 'admin', given: 'ádmin', isFound: true },
    {
      name: 'a blank under _bin',
      type: utf8('utf8mb4_bin'),
      stored: 'admin',
      given: 'admin ',
      isFound: true,
    },
    {
      name: 'a blank under _nopad_bin',
      type: utf8('utf8mb4_nopad_bin'),
      stored: 'admin',
      given: 'admin ',
      isFound: false,
    },
    {
      name: 'letters under _nopad_bin',
      type: utf8('utf8mb4_nopad_bin'),
      stored: 'admin',
      given: 'ADMIN',
      isFound: false,
    },
    {
      name: 'a zero-width character where case and accents count',
      type: utf8('uca1400_nopad_as_cs'),
      stored: 'admin',
      given: zeroWidth,
      isFound: true,
    },
    {
      name: 'a soft hyphen where case and accents count',
      type: utf8('uca1400_nopad_as_cs'),
      stored: 'admin',
      given: 'ad\u00admin',
      isFound: true,
    },
    { name: 'ß for s', type: utf8('utf8mb4_general_ci'), stored: 'strase', given: 'straße', isFound: true },
    { name: 'ß for ss', type: utf8('utf8mb4_unicode_ci'), stored: 'strasse', given: 'straße', isFound: true },
    {
      name: 'full-width letters',
      type: utf8('utf8mb4_unicode_ci'),
      stored: 'admin',
      given: fullWidth,
      isFound: true,
    },
    {
      name: 'letters in a generated column',
      type: `${utf8('utf8mb4_general_ci')} as (concat('', source)) stored`,
      stored: 'admin',
      given: 'ADMIN',
      isFound: true,
    },
    {
      name: 'dotless i under a Turkish collation',
      type: utf8('utf8mb4_turkish_ci'),
      stored: 'ADMIN',
      given: 'admın',
      isFound: true,
    },
  ],
}

const before = {
  postgres: `create extension if not exists citext;
    create collation base (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
    create collation canonical (provider = icu, locale = 'und', deterministic = false);
    create domain loose as citext;
    create domain based as text collate base`,
  mysql: 'select 1',
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A table of one row for an attack; a generated column is made of a column beside it. */
function tableOf({ type, stored }: Attack, number: number): string {
  const source = type.includes('source') ? 'source varchar(40), ' : ''
  const filled = source === '' ? 'v' : 'source'
  const key = source === '' ? 'primary key (v)' : 'unique (v)'
  return `create table a${number} (${source}v ${type}, ${key}); insert into a${number} (${filled}) values (${quoted(stored)})`
}

async function benchOf(dialect: 'postgres' | 'mysql', database: TestDatabase): Promise<Bench> {
  const adapter = await loadAdapter(dialect)
  const connection = database.connect()
  const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(60_000))
  return { adapter, catalog, connection }
}

describe.each(['postgres', 'mysql'] as const)(
  'a filter of %s that takes two texts for one',
  async (dialect) => {
    const server = await findServer(dialect)
    describe.skipIf(server === undefined)('on a real server', () => {
      let database: TestDatabase
      let bench: Bench
      beforeAll(async () => {
        if (server === undefined) return
        database = await createTestDatabase(dialect, server)
        await database.script([before[dialect], ...attacks[dialect].map(tableOf)].join(';\n'))
        bench = await benchOf(dialect, database)
      })
      afterAll(() => database.drop())

      test.each(attacks[dialect].map((attack, number) => ({ ...attack, number })))(
        'is said to: $name',
        async ({ number, stored, given, isFound }) => {
          const operation = `a${number}.find`
          const { data } = await runCall(bench, { operation, given: { v: given }, read: [['v']] })
          const said = operationOf(bench.catalog, operation).arguments.find(({ name }) => name === 'v')
          const isSaid = said?.comparison === 'folded'
          expect([data, isSaid || !isFound]).toEqual([isFound ? [{ v: stored }] : [], true])
        },
      )
    })
  },
)

/** Tables of PostgreSQL with two rows that one value may name, or that a value names one row of. */
const keyed: readonly (readonly [name: string, table: string, status: 'bindable' | 'quarantined'])[] = [
  [
    'an index that tells apart what its column takes for one',
    `create table # (v text collate base not null, note text); create unique index on # (v collate "C");
      insert into # values ('admin'), ('ádmin')`,
    'quarantined',
  ],
  [
    'an index that tells letters of citext apart',
    `create table # (v citext not null, note text); create unique index on # (v text_ops);
      insert into # values ('admin'), ('ADMIN')`,
    'quarantined',
  ],
  [
    'an index that tells letters of a domain over citext apart',
    `create table # (v loose not null, note text); create unique index on # (v text_ops);
      insert into # values ('admin'), ('ADMIN')`,
    'quarantined',
  ],
  [
    'two columns of which an index tells one apart',
    `create table # (v text collate base not null, w int not null, note text); create unique index on # (w, v collate "C");
      insert into # values ('admin', 1), ('ádmin', 1)`,
    'quarantined',
  ],
  [
    'the key of a table from which others inherit',
    `create table # (v int primary key, note text); create table #_branch () inherits (#);
      insert into # values (1); insert into #_branch values (1)`,
    'quarantined',
  ],
  [
    'an index as loose as its column',
    'create table # (v text collate base not null, note text); create unique index on # (v)',
    'bindable',
  ],
  [
    'an index of citext',
    'create table # (v loose not null, note text); create unique index on # (v)',
    'bindable',
  ],
  [
    'an index in another order of letters',
    'create table # (v text not null, note text); create unique index on # (v collate "C" text_pattern_ops)',
    'bindable',
  ],
  [
    'the key of a table in partitions',
    `create table # (v int primary key, note text) partition by hash (v);
      create table #_only partition of # for values with (modulus 1, remainder 0)`,
    'bindable',
  ],
]

const postgres = await findServer('postgres')
describe.skipIf(postgres === undefined)('an update of one row of PostgreSQL', () => {
  let database: TestDatabase
  let bench: Bench
  beforeAll(async () => {
    if (postgres === undefined) return
    database = await createTestDatabase('postgres', postgres)
    const tables = keyed.map(([, table], number) => table.replaceAll('#', `k${number}`))
    await database.script([before.postgres, ...tables].join(';\n'))
    bench = await benchOf('postgres', database)
  })
  afterAll(() => database.drop())

  test.each(keyed.map(([name, , status], number) => ({ name, status, number })))(
    'named by $name is $status',
    ({ number, status }) => {
      expect(operationOf(bench.catalog, `k${number}.update`).availability.status).toBe(status)
    },
  )
})
