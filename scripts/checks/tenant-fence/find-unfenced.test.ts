import { expect, test } from 'vitest'
import { findUnfenced, tenantTables } from './find-unfenced.ts'

const fenced = (table: string, columns: string): string =>
  `create table ${table} (\n  ${columns}\n);\nalter table ${table} force row level security;`
const migrations = [
  { sql: `create table plain (organization_id uuid);\n${fenced('agents', 'organization_id uuid not null')}` },
  { sql: fenced('skills', 'organization_id uuid primary key') },
  { sql: fenced('organizations', 'id uuid primary key') },
]
const tables = tenantTables(migrations)
const own = 'organization_id = ?'

test('tables of tenants are those of an organisation that row-level security fences', () => {
  expect([...tables]).toEqual(['agents', 'skills'])
})

test.each<[string, string]>([
  ['a select by something else', 'select organization_id, name from agents where id = ?'],
  ['an update', 'update agents set name = ? where id = ?'],
  ['a delete', 'delete from agents where id = ?'],
  ['a subselect', `update agents set name = (select max(name) from skills) where ${own}`],
  ['a subselect that is compared without it', `${own} and id in (select agent_id from skills where id = ?)`],
  [
    'a comparison with what is as open',
    'update agents set a = 1 where (organization_id, id) in (select organization_id, id from agents where b = 2)',
  ],
  ['what an insert reads', 'insert into agents (organization_id, id) select ?, max(id) from agents'],
  [
    'a join that only joins',
    'select a.id from agents a join skills s on s.organization_id = a.organization_id and s.agent_id = a.id',
  ],
  [
    'a part of a with',
    `with held as (select id from agents for update) update skills set a = 1 where ${own}`,
  ],
])('tells of %s', (_, sql) => {
  expect(findUnfenced(`export const ask = () => raw(\`${sql}\`)`, tables)).toEqual(['ask'])
})

test.each<[string, string]>([
  ['a condition', `select name from agents where ${own} and id = ?`],
  ['another table', 'select a from plain where b = ?'],
  ['an insert', 'insert into agents as mine (organization_id, id) values (?, ?) on conflict do nothing'],
  [
    'a comparison with the organisation',
    '(organization_id, agent_id) in (select organization_id, id from agents where name = ?)',
  ],
  [
    'a join of what is fenced',
    `select a.id from agents a join skills s on s.organization_id = a.organization_id where a.${own}`,
  ],
])('takes %s', (_, sql) => {
  expect(findUnfenced(`function ask() { return raw(\`${sql}\`) }`, tables)).toEqual([])
})

test.each<[string, string, readonly string[]]>([
  ['a table whose name is put in', 'async function count() { raw(`select 1 from ${what}`) }', ['count']],
  [
    'a table that the builder names',
    "async function move() { raw('select 1 from ?? where a = ?') }",
    ['move'],
  ],
  [
    'a statement within another text',
    'class Log { #a = `${[1].map(() => `(select 1 from agents)`)}` }',
    ['Log'],
  ],
  ['what a table reads from', "const t = new Table({ from: 'select agents.* from agents' })", []],
  [
    'what is joined to that',
    "const t = new Table({ from: 'select 1 from agents join skills on true' })",
    ['t'],
  ],
  ['a comment', '/** Reads from agents. */ const a = 1 // from skills', []],
])('looks at %s', (_, text, names) => {
  expect(findUnfenced(text, tables)).toEqual(names)
})
