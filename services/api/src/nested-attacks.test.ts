import { findServer } from '@bindery/connection/testing'
import { isJsonObject, ownProperty, type OperationSkill, type SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTables, type TablesDatabase } from './testing/conditions/tables-database.ts'

/** Names that would end a quoted name, a comment or a text, or be more than data where they are used as a key. */
const hostile = [
  '__proto__',
  'a"b',
  'a`b',
  "a'b",
  'a\nb',
  'a$1b',
  'a?b',
  '*/ or 1=1 --',
  'constructor',
  '%s',
  'a:b',
]

const quoted = {
  postgres: (name: string) => `"${name.replaceAll('"', '""')}"`,
  mysql: (name: string) => `\`${name.replaceAll('`', '``')}\``,
}

const child = 'od`d "lines"'

describe.each(['postgres', 'mysql'] as const)(
  'rows within rows of hostile tables over %s',
  async (dialect) => {
    const server = await findServer(dialect)
    const adapter: SourceAdapter = await loadAdapter(dialect)
    describe.skipIf(server === undefined)('on a real server', () => {
      const quote = quoted[dialect]
      let database: TablesDatabase

      beforeAll(async () => {
        if (server === undefined) return
        const columns = hostile.map((name) => `${quote(name)} varchar(40)`).join(', ')
        const values = hostile.map((_, at) => `'v${at}'`).join(', ')
        const text = dialect === 'postgres' ? 'text' : 'longtext'
        database = await openTables({
          dialect,
          server,
          adapter,
          statements: [
            `create table parents (id int primary key, name varchar(20))`,
            `create table ${quote(child)} (id int primary key, parent_id int, ${columns})`,
            `create index children_parent on ${quote(child)} (parent_id)`,
            `alter table ${quote(child)} add constraint children_fk foreign key (parent_id) references parents (id)`,
            `create table big (id int primary key, parent_id int, body ${text})`,
            `create index big_parent on big (parent_id)`,
            `alter table big add constraint big_fk foreign key (parent_id) references parents (id)`,
            `insert into parents values (1, 'one'), (2, 'two')`,
            `insert into ${quote(child)} values (1, 1, ${values}), (2, 1, ${values}), (3, 2, ${values})`,
            ...[1, 2, 3, 4].map((id) => `insert into big values (${id}, 1, repeat('x', 2000000))`),
          ],
        })
      })
      afterAll(() => database.drop())

      const skillOf = (path: string, fields: readonly object[], more: object = {}): OperationSkill =>
        database.skillOf({
          operation: 'parents.find',
          toolName: 'Find parents',
          where: [{ field: 'id', param: 'number' }],
          projection: [
            {
              path: '$',
              leaf: 'parents',
              max: 1,
              fields: [
                { path: 'name', leaf: 'parent_name' },
                { path: [path], leaf: 'rows', max: 5, fields, ...more },
              ],
            },
          ],
        })

      test('every column keeps its own value, and no name changes the statement', async () => {
        const fields = hostile.map((name, at) => ({ path: [name], leaf: `leaf_${at}` }))
        const where = hostile.map((name, at) => ({ field: name, const: `v${at}` }))
        const skill = skillOf(child, fields, { where, orderBy: [{ field: 'a"b' }] })
        const row = Object.fromEntries(hostile.map((_, at) => [`leaf_${at}`, `v${at}`]))
        const result = await database.run(skill, { number: 1 })
        expect(result.status === 'succeeded' ? result.output : result).toEqual({
          parents: [{ parent_name: 'one', rows: [row, row] }],
        })
      })

      test('rows that are larger than an answer may be are refused, and never cut without a word', async () => {
        const result = await database.run(skillOf('big', [{ path: 'body', leaf: 'body' }]), { number: 1 })
        expect(result).toMatchObject({
          status: 'failed',
          error: { code: 'upstream_invalid_response', details: { reason: 'response_too_large' } },
        })
      })

      test('a value that is given goes to its place among those of other levels', async () => {
        const injected = "v0' or '1'='1"
        const skill = skillOf(child, [{ path: 'id', leaf: 'row_number' }], {
          where: [
            { field: 'id', op: 'gt', param: 'above' },
            {
              anyOf: [
                { field: "a'b", param: 'search_text' },
                { field: 'constructor', param: 'other_text' },
              ],
            },
          ],
        })
        const ask = async (text: string) => {
          const result = await database.run(skill, {
            number: 1,
            above: 1,
            search_text: text,
            other_text: text,
          })
          return result.status === 'succeeded' ? result.output : result
        }
        expect(await ask('v3')).toEqual({ parents: [{ parent_name: 'one', rows: [{ row_number: 2 }] }] })
        expect(await ask(injected)).toEqual({ parents: [{ parent_name: 'one', rows: [] }] })
      })

      test('one text serves one server: MySQL has its own, with the same values in the same places', () => {
        const skill = skillOf('big', [{ path: 'id', leaf: 'row_number' }], {
          where: [{ field: 'id', op: 'gt', param: 'above' }],
          orderBy: [{ field: 'id', direction: 'desc' }],
        })
        const statement = isJsonObject(skill.plan) ? ownProperty(skill.plan, 'statement') : undefined
        if (statement === undefined || !isJsonObject(statement)) throw new Error('No statement.')
        const text = typeof statement['text'] === 'string' ? statement['text'] : ''
        const [, schema = ''] = /from (\S+)\.[`"]parents/.exec(text) ?? []
        const plain = (found: unknown) => (typeof found === 'string' ? found.replaceAll(schema, 'db') : found)
        expect([plain(statement['text']), plain(statement['otherText'])]).toEqual(texts[dialect])
      })
    })
  },
)

const texts = {
  postgres: [
    `select t."name", (select pg_catalog.json_build_array(pg_catalog.count(*), pg_catalog.json_agg(x.j)) from (select pg_catalog.json_build_array(pg_catalog.to_json(array[n1."id"::pg_catalog.text]::pg_catalog.text[])) as j from db."big" as n1 where n1."parent_id" = t."id" and n1."id" > $1 order by n1."id" desc limit 6) as x) from db."parents" as t where t."id" = $2 limit 2`,
    undefined,
  ],
  mysql: [
    'select t.`name`, (select json_array(count(*), json_arrayagg(json_array(json_array(cast(n1.`id` as char))) order by n1.`id` desc limit 6)) from db.`big` as n1 where n1.`parent_id` = t.`id` and n1.`id` > cast(? as signed)) from db.`parents` as t where t.`id` = cast(? as signed) limit 2',
    'select t.`name`, (select json_array(count(*), json_arrayagg(x.j)) from (select json_array(json_array(cast(n1.`id` as char))) as j from db.`big` as n1 where n1.`parent_id` = t.`id` and n1.`id` > cast(? as signed) order by n1.`id` desc limit 6) as x) from db.`parents` as t where t.`id` = cast(? as signed) limit 2',
  ],
}
