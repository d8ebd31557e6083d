import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { SchemaCatalog } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'

const schema = {
  postgres: `
    create table people (id int primary key, title text, national_id text unique, dob date, phone text, note text,
      copied text generated always as (upper(national_id)) stored,
      "quo""ted" text generated always as (note || ' national_id') stored);
    comment on column people.note is 'The passport number';
    create table visit (id int primary key, who text references people (national_id), day date);
    create table credit_card (id int primary key, number text, state text);
    create table part (id int, national_id text) partition by list (id);
    create table part_one partition of part for values in (1);
    create function shown(p people) returns text language sql immutable as 'select p.national_id';
    create view plain as select title, national_id as code, id as num from people;
    create view swapped as select national_id as title, title as other from people;
    create view of_view as select code as again, num from plain;
    create materialized view kept as select v.who as code, p.title, p.id from people p join visit v on v.who = p.national_id;
    create view renamed_list as select p.title as code from people p (a, b, title);
    create view gathered as select title, max(national_id) as code, count(*) > 1 as many, min(dob) as first from people group by title;
    create view united as select id, national_id as code, dob as day, phone from people union select id, title, dob, note from people;
    create view whole as select shown(p) as code, p::text as line from people p;
    create view of_part as select national_id as code from part_one;
    create view "of "":resno 1 :resname" as select national_id as "{QUERY a b", title as "TARGETENTRY :x" from people;
    create view of_card as select number as code, state from credit_card;`,
  mysql: `
    create table people (id int primary key, title varchar(40), national_id varchar(40) unique, dob date, phone varchar(40), note varchar(40) comment 'The passport number',
      copied varchar(90) generated always as (upper(national_id)) stored,
      \`quo\`\`ted\` varchar(90) generated always as (concat(note, 'it''s \`title')) virtual,
      spoken varchar(90) generated always as (concat(title, ' national_id \`national_id\`')) virtual);
    create table visit (id int primary key, who varchar(40), day date, foreign key (who) references people (national_id));
    create table credit_card (id int primary key, number varchar(40), state varchar(40));
    create view plain as select title, national_id as code, id as num from people;
    create view swapped as select national_id as title, title as other from people;
    create view of_view as select code as again, num from plain;
    create view counted as select p.title, cast(p.national_id as unsigned) as code, extract(day from v.day) as day, ', \`people\`.\`national_id\` from ' as words
      from people p join visit v on v.who = p.national_id;
    create view united as select id, national_id as code, dob as day, phone from people union select id, title, dob, note from people;
    create view nested as select s.title as code, s.id from (select national_id as title, id from people) s;
    create view from_json as select j.title as code, p.title from people p join json_table(p.national_id, '$' columns (title varchar(40) path '$')) j;
    create view of_card as select number as code, state from credit_card;`,
}

type Classes = { readonly [object: string]: { readonly [field: string]: string } }

/** The classes of the fields of each object, but for those of relations. */
const classesOf = (catalog: SchemaCatalog): Classes =>
  Object.fromEntries(
    catalog.objects.map((object) => [
      object.name,
      Object.fromEntries(
        object.fields
          .filter(({ type }) => type.kind !== 'object')
          .map(({ name, sensitivity }) => [name, sensitivity]),
      ),
    ]),
  )

const argumentsOf = (catalog: SchemaCatalog): Classes =>
  Object.fromEntries(
    catalog.operations.map((operation) => [
      operation.name,
      Object.fromEntries(operation.arguments.map(({ name, sensitivity }) => [name, sensitivity])),
    ]),
  )

function read(dialect: 'postgres' | 'mysql', server: Awaited<ReturnType<typeof findServer>>) {
  let database: TestDatabase
  let catalog: SchemaCatalog
  beforeAll(async () => {
    if (server === undefined) return
    database = await createTestDatabase(dialect, server)
    await database.script(schema[dialect])
    const adapter = await loadAdapter(dialect)
    catalog = (await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))).catalog
  })
  afterAll(() => database.drop())
  return {
    /** What somebody is told who may read one view and nothing else. */
    issuesOfReader: async () => {
      const login = { user: `${database.name.slice(-12)}_r`, password: 'reader' }
      const quoted = `'${login.user}'@'%'`
      await database.run(`create user ${quoted} identified by '${login.password}'`)
      try {
        await database.run(`grant select on ${database.name}.plain to ${quoted}`)
        const adapter = await loadAdapter(dialect)
        const { issues } = await adapter.introspect(database.connect(login), AbortSignal.timeout(60_000))
        return issues.map(({ code }) => code)
      } finally {
        await database.run(`drop user ${quoted}`)
      }
    },
    classes: () => classesOf(catalog),
    argumentClasses: () => argumentsOf(catalog),
  }
}

const postgres = await findServer('postgres')
describe.skipIf(postgres === undefined)('a copy of what is sensitive in PostgreSQL', () => {
  const { classes, argumentClasses } = read('postgres', postgres)

  test.each([
    [
      'a generated column takes the class of what it names',
      'people',
      { copied: 'government_id', 'quo"ted': 'government_id', title: 'none' },
    ],
    ['a foreign key takes the class of what it refers to', 'visit', { who: 'government_id', day: 'none' }],
    [
      'a column of a view takes the class of its column',
      'plain',
      { title: 'none', code: 'government_id', num: 'none' },
    ],
    [
      'a name of the table says nothing of what is shown under it',
      'swapped',
      { title: 'government_id', other: 'none' },
    ],
    ['a view of a view takes it on', 'of_view', { again: 'government_id', num: 'none' }],
    [
      'a materialized view takes it through a foreign key',
      'kept',
      { code: 'government_id', title: 'none', id: 'none' },
    ],
    ['a list of other names hides nothing', 'renamed_list', { code: 'government_id' }],
    [
      'what is computed takes the strictest that it can hold',
      'gathered',
      { title: 'none', code: 'government_id', many: 'none', first: 'pii' },
    ],
    [
      'where nobody can tell, text and numbers take the strictest',
      'united',
      { id: 'government_id', code: 'government_id', day: 'pii', phone: 'contact' },
    ],
    ['a row as a whole is all of its columns', 'whole', { code: 'government_id', line: 'government_id' }],
    ['a partition that is no table of its own is known by its names', 'of_part', { code: 'government_id' }],
    [
      'names that look like the rule of a view',
      'of ":resno 1 :resname',
      { '{QUERY a b': 'government_id', 'TARGETENTRY :x': 'none' },
    ],
    ['the number of a card', 'of_card', { code: 'financial', state: 'none' }],
  ])('%s', (_, object, expected) => {
    expect(classes()[object]).toMatchObject(expected)
  })

  test('a search by the copy is as sensitive', () => {
    expect(argumentClasses()['visit.find']).toMatchObject({ who: 'government_id' })
    expect(argumentClasses()['plain.find']).toMatchObject({ code: 'government_id' })
  })
})

const mysql = await findServer('mysql')
describe.skipIf(mysql === undefined)('a copy of what is sensitive in MySQL', () => {
  const { classes, argumentClasses, issuesOfReader } = read('mysql', mysql)

  test.each([
    [
      'a generated column takes the class of what it names',
      'people',
      { copied: 'government_id', 'quo`ted': 'government_id', spoken: 'none', title: 'none' },
    ],
    ['a foreign key takes the class of what it refers to', 'visit', { who: 'government_id', day: 'none' }],
    [
      'a column of a view takes the class of its column',
      'plain',
      { title: 'none', code: 'government_id', num: 'none' },
    ],
    [
      'a name of the table says nothing of what is shown under it',
      'swapped',
      { title: 'government_id', other: 'none' },
    ],
    ['a view of a view takes it on', 'of_view', { again: 'government_id', num: 'none' }],
    [
      'what is computed takes the class of what it names',
      'counted',
      { title: 'none', code: 'government_id', day: 'none', words: 'none' },
    ],
    [
      'where nobody can tell, text and numbers take the strictest',
      'united',
      { id: 'government_id', code: 'government_id', day: 'pii', phone: 'contact' },
    ],
    ['a query within the query', 'nested', { code: 'government_id', id: 'government_id' }],
    ['a table made of JSON', 'from_json', { code: 'government_id', title: 'none' }],
    ['the number of a card', 'of_card', { code: 'financial', state: 'none' }],
  ])('%s', (_, object, expected) => {
    expect(classes()[object]).toMatchObject(expected)
  })

  test('a search by the copy is as sensitive', () => {
    expect(argumentClasses()['visit.find']).toMatchObject({ who: 'government_id' })
    expect(argumentClasses()['plain.find']).toMatchObject({ code: 'government_id' })
  })

  test('a view that the server does not explain is reported with what helps', async () => {
    expect(await issuesOfReader()).toContain('view_not_explained')
  })
})
