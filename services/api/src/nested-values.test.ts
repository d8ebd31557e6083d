import { findServer } from '@bindery/connection/testing'
import { type Json, ownProperty, isJsonArray, isJsonObject, type SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTables, type TablesDatabase } from './testing/conditions/tables-database.ts'

type Column = readonly [type: string, ...literals: readonly string[]]

/** Columns of every kind with values that are easily changed on the way. */
const columns: { readonly [dialect in 'postgres' | 'mysql']: readonly Column[] } = {
  postgres: [
    ['int', '-7', '2147483647'],
    ['bigint', '9007199254740993', '-9223372036854775808'],
    ['numeric(40,10)', '12345678901234567890.1234567891', "'NaN'"],
    ['numeric', '0.1000000000000000000001', '1e30'],
    ['real', '1.1', "'Infinity'"],
    ['double precision', '1e300', '0.1'],
    ['boolean', 'true', 'false'],
    ['text', `'ünï "表" 😀 \\ '' \` {[,'`, "E'\\x01\\t\\n'", "''"],
    ['varchar(20)', "'null'", "'  '"],
    ['char(5)', "'ab'", "''"],
    ['"char"', "'x'", "''"],
    ['name', "'n'", "''"],
    ['date', "'2024-03-10'", "'0044-03-15 BC'"],
    ['time', "'23:59:59.123456'", "'00:00'"],
    ['timetz', "'08:30:00+05:30'", "'08:30:00Z'"],
    ['timestamp', "'2024-03-10 02:30:00'", "'2024-03-10 02:30:00.5'"],
    ['timestamptz', "'2024-03-10 02:30:00.000001+05:30'", "'infinity'"],
    ['interval', "'1 mon 2 days'", "'-1 sec'"],
    ['uuid', "'3f2504e0-4f89-41d3-9a0c-0305e82c3301'"],
    ['bytea', "'\\x00ff5c22'", "''"],
    ['json', `'{"a" : [1, 9007199254740993, "\\u0041"]}'`, `'"x"'`],
    ['jsonb', `'{"n": 9007199254740993}'`, "'null'"],
    ['inet', "'1.2.3.4'", "'2001:db8::1/64'"],
    ['cidr', "'10.0.0.0/8'"],
    ['macaddr', "'08:00:2b:01:02:03'"],
    ['bit(3)', "b'101'"],
    ['varbit', "b'1'"],
    ['oid', '4294967295'],
    ['int4range', "'[1,5)'"],
    ['point', "'(1.5,2)'"],
    ['int[]', "'{1,NULL,3}'", "'{}'"],
    ['text[]', `'{"a,b","\\"",NULL,"NULL",""}'`],
    ['inet[]', "'{1.2.3.4,10.0.0.0/8}'"],
  ],
  mysql: [
    ['int', '-7', '2147483647'],
    ['tinyint(1)', '1', '0'],
    ['bigint', '-9223372036854775808', '9007199254740993'],
    ['bigint unsigned', '18446744073709551615'],
    ['decimal(40,20)', '0.10000000000000000001', '-1'],
    ['float', '1.1', '1e20'],
    ['double', '1e300', '0.1'],
    ['bit(1)', "b'1'", "b'0'"],
    ['bit(20)', "b'10000000000000000001'"],
    ['varchar(40)', `'ünï "表" 😀 \\\\ '' \`{['`, "'\\t\\n\\Z'", "''"],
    ['varchar(20) character set latin1', "'é\"'"],
    ['char(5)', "'ab'", "''"],
    ['longtext', "'null'", "''"],
    ['date', "'2024-03-10'"],
    ['time(6)', "'-23:59:59.123456'", "'00:00'"],
    ['time', "'08:30:00'"],
    ['datetime', "'2024-03-10 02:30:00'"],
    ['datetime(3)', "'2024-03-10 02:30:00.5'", "'2024-03-10'"],
    ['timestamp(6) null', "'2024-03-10 02:30:00.000001'", "'2024-03-10 02:30:00'"],
    ['year', '2024'],
    ['json', `'{"a" : [1, 9007199254740993, "\\\\u0041"]}'`],
    ['varbinary(9)', "x'00ff5c22'", "''"],
    ['blob', "x'e9'"],
    ["enum('é','b')", "'é'"],
    ["set('red','blue')", "'red,blue'", "''"],
    ['inet6', "'2001:db8::1'"],
    ['uuid', "'3f2504e0-4f89-41d3-9a0c-0305e82c3301'"],
    ['point', 'point(1.5, 2)'],
  ],
}

const isList = (type: string): boolean => type.endsWith('[]') || type.startsWith('set(')

describe.each(['postgres', 'mysql'] as const)('values in rows within rows over %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter: SourceAdapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    const table = columns[dialect]
    const names = table.map((_, at) => `v${at}`)
    const fields = table.map(([type], at) => ({
      path: `v${at}`,
      leaf: `v${at}`,
      ...(isList(type) ? { transform: '$' } : {}),
    }))
    let database: TablesDatabase

    beforeAll(async () => {
      if (server === undefined) return
      const most = Math.max(...table.map(([, ...literals]) => literals.length))
      const rows = Array.from({ length: most + 1 }, (_, row) => {
        const values = table.map(([, ...literals]) => literals[row] ?? 'null')
        return `(${[row + 1, 1, row + 1, ...values].join(', ')})`
      })
      const declared = table.map(([type], at) => `v${at} ${type}`).join(', ')
      database = await openTables({
        dialect,
        server,
        adapter,
        statements: [
          'create table parents (id int primary key)',
          `create table children (id int primary key, parent_id int references parents (id), own_id int references children (id), ${declared})`,
          'create index children_parent on children (parent_id)',
          'create index children_own on children (own_id)',
          'insert into parents values (1)',
          `insert into children values ${rows.join(', ')}`,
        ],
      })
    })
    afterAll(() => database.drop())

    const outputOf = async (binding: object, params: { readonly [name: string]: Json }) => {
      const result = await database.run(database.skillOf({ toolName: 'Test', ...binding }), params)
      if (result.status !== 'succeeded') throw new Error(JSON.stringify(result))
      return result.output
    }

    test('are the same at every level, by a join too', async () => {
      const flat = await outputOf(
        {
          operation: 'children.find',
          where: [{ field: 'parent_id', param: 'number' }],
          orderBy: [{ field: 'id' }],
          projection: [{ path: '$', leaf: 'rows', max: 4, fields }],
        },
        { number: 1 },
      )
      const joined = fields.map((field) => ({
        ...field,
        path: `own.${field.path}`,
        leaf: `own_${field.leaf}`,
      }))
      const nested = await outputOf(
        {
          operation: 'parents.find',
          where: [{ field: 'id', param: 'number' }],
          projection: [
            {
              path: '$',
              leaf: 'parents',
              max: 1,
              fields: [
                {
                  path: 'children',
                  leaf: 'rows',
                  max: 4,
                  fields: [
                    ...fields,
                    {
                      path: 'children',
                      leaf: 'inner',
                      max: 4,
                      fields: [...fields, ...joined.slice(0, 20)],
                    },
                  ],
                },
              ],
            },
          ],
        },
        { number: 1 },
      )
      const expected = flat['rows'] ?? null
      const parents = nested['parents'] ?? null
      const rows = isJsonArray(parents) && isJsonObject(parents[0]) ? (parents[0]['rows'] ?? null) : null
      if (!isJsonArray(rows) || !isJsonArray(expected)) throw new Error('No rows.')
      for (const [at, row] of rows.entries()) {
        const want = expected[at]
        if (!isJsonObject(row) || !isJsonObject(want)) throw new Error('No row.')
        const inner = row['inner']
        const innermost = isJsonArray(inner) ? inner[0] : undefined
        for (const name of names) {
          const value = ownProperty(want, name)
          expect([name, ownProperty(row, name)]).toEqual([name, value])
          expect([name, isJsonObject(innermost) && ownProperty(innermost, name)]).toEqual([name, value])
        }
        for (const name of names.slice(0, 20))
          expect([name, isJsonObject(innermost) && ownProperty(innermost, `own_${name}`)]).toEqual([
            name,
            ownProperty(want, name),
          ])
      }
    })
  })
})
