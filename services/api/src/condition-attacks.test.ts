import { compile } from '@bindery/compiler'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import {
  Binding,
  type JsonObject,
  openScoping,
  type SchemaCatalog,
  type Scoping,
  type SourceAdapter,
} from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runOver } from './testing/agreement/run-once.ts'

/** Names that end a quote, a comment, a place or a statement, as whoever owns the table may have chosen them. */
const names = [
  'a"b',
  'a`b',
  "a'b",
  'a;drop table notes',
  'a -- b',
  'a/*b',
  '$1',
  '?',
  'a%b',
  'a\\b',
  'order',
  't',
  'where.0',
  '{{x}}',
]
const quote = {
  postgres: (name: string) => `"${name.replaceAll('"', '""')}"`,
  mysql: (name: string) => `\`${name.replaceAll('`', '``')}\``,
}

const values = [
  "' or '1'='1",
  '" or ""="',
  '\\',
  "\\' or 1=1 -- ",
  '%',
  '_',
  '%%',
  '$1',
  '?',
  '); drop table notes; --',
  "a'); delete from notes; --",
  '\u2019 or 1=1',
  '{"$gt":""}',
  'true',
  'null',
  '0x61',
]

describe.each(['postgres', 'mysql'] as const)('attacks on conditions over %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter: SourceAdapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let catalog: SchemaCatalog

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      const columns = names.map((name) => `${quote[dialect](name)} varchar(60)`)
      await database.run(
        `create table notes (id int primary key, body varchar(80), secret varchar(20), salary decimal(10,2), ${columns.join(', ')})`,
      )
      const row = names.map(() => "'x'").join(', ')
      await database.run(
        `insert into notes values (1, 'first', 'k1', 10, ${row}), (2, 'second', 'k2', 20, ${row})`,
      )
      catalog = (await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))).catalog
    })
    afterAll(() => database.drop())

    const compiled = (document: object, scoping: Scoping = openScoping) =>
      compile({
        binding: Binding.parse({
          operation: 'notes.find',
          toolName: 'Find',
          acceptScan: true,
          projection: [{ path: '$', leaf: 'notes', max: 5, fields: [{ path: 'id', leaf: 'note_id' }] }],
          ...document,
        }),
        catalog,
        catalogHash: 'sha256:x',
        lowering: adapter,
        integration: 'db',
        scoping,
      })
    const codes = (document: object, scoping?: Scoping): readonly string[] => {
      const result = compiled(document, scoping)
      const issues = result.ok ? result.value.warnings : result.failure
      return issues.filter(({ severity }) => severity === 'error').map(({ code }) => code)
    }
    async function run(document: object, params: JsonObject) {
      const result = compiled(document)
      if (!result.ok) throw new Error(JSON.stringify(result.failure))
      return runOver(result.value.skill, {
        params,
        rules: [],
        adapter,
        connection: database.connect(),
        timezone: 'UTC',
      })
    }
    const isThere = async () => (await database.run('select count(*) from notes')).rows

    test.each(names)('a column called %j is a column, wherever it stands', async (field) => {
      const where = [
        { field, param: 'word' },
        {
          anyOf: [
            { field, op: 'startsWith', param: 'start' },
            { field, op: 'isNull' },
          ],
        },
      ]
      const found = await run({ where, orderBy: [{ field, direction: 'desc' }] }, { word: 'x', start: 'x' })
      expect(found).toMatchObject({
        status: 'succeeded',
        output: { notes: [{ note_id: 2 }, { note_id: 1 }] },
      })
      const counted = await run(
        {
          operation: 'notes.aggregate',
          projection: [],
          where: [{ field, op: 'in', param: 'words' }],
          aggregate: {
            values: [{ fn: 'max', field, leaf: 'most' }],
            groupBy: [{ field, leaf: 'word' }],
            leaf: 'groups',
          },
        },
        { words: ['x', 'y'] },
      )
      expect(counted).toMatchObject({ status: 'succeeded', output: { groups: [{ word: 'x', most: 'x' }] } })
      expect(await isThere()).toEqual([['2']])
    })

    test.each(values)('%j is a value and nothing else', async (value) => {
      await database.run(`update notes set body = 'first' where id = 1`)
      const operators = ['eq', 'lt', 'startsWith', 'contains'] as const
      for (const op of operators.filter((each) => each !== 'contains' || value.length > 1)) {
        const found = await run({ where: [{ field: 'body', op, param: 'word' }] }, { word: value })
        const isBelow = op === 'lt'
        expect([op, found.status]).toEqual([op, 'succeeded'])
        if (!isBelow) expect([op, found]).toMatchObject([op, { output: { notes: [] } }])
      }
      const listed = await run(
        { where: [{ field: 'body', op: 'in', param: 'words' }] },
        { words: [value, value] },
      )
      expect(listed).toMatchObject({ output: { notes: [] } })
      const folded = await run({ where: [{ field: 'body', param: 'word', fold: true }] }, { word: value })
      expect(folded).toMatchObject({ output: { notes: [] } })
      expect(await isThere()).toEqual([['2']])
    })

    test.each([
      'today; drop table notes',
      "today' or 1=1",
      'today+P7D) or (1=1',
      'now()',
      'today+P99999999999D',
      'today+P7D\n',
      '__proto__',
    ])('%j is counted from nothing', (relative) => {
      expect(codes({ where: [{ field: 'body', relative }] })).toContain('relative_invalid')
    })

    test.each([
      { field: 'body', op: 'like' },
      { field: 'body', op: '= 1 or 1=1 --' },
      { field: 'body', op: '__proto__' },
      { field: 'body', const: 'x', raw: '1=1' },
      { anyOf: [] },
      { anyOf: [{ anyOf: [{ field: 'body', const: 'x' }] }] },
    ])('%j is no condition', (condition) => {
      const parsed = Binding.safeParse({ operation: 'notes.find', toolName: 'Find', where: [condition] })
      expect(parsed.success).toBe(false)
    })

    const hidden: Scoping = { blockedObjects: [], blockedFields: ['notes.secret'] }
    const counting = { operation: 'notes.aggregate', projection: [] }
    test.each<[string, object]>([
      ['compared', { where: [{ field: 'secret', op: 'startsWith', param: 'guess' }] }],
      ['asked for', { where: [{ field: 'secret', op: 'isNull' }] }],
      [
        'one of several ways',
        {
          where: [
            {
              anyOf: [
                { field: 'secret', param: 'guess' },
                { field: 'id', const: 1 },
              ],
            },
          ],
        },
      ],
      ['sorted by', { orderBy: [{ field: 'secret' }] }],
      [
        'grouped by',
        {
          ...counting,
          aggregate: {
            values: [{ fn: 'count', leaf: 'n' }],
            groupBy: [{ field: 'secret', leaf: 's' }],
            leaf: 'g',
          },
        },
      ],
      [
        'taken the highest of',
        { ...counting, aggregate: { values: [{ fn: 'max', field: 'secret', leaf: 's' }] } },
      ],
      ['counted', { ...counting, aggregate: { values: [{ fn: 'count', field: 'secret', leaf: 's' }] } }],
    ])('what scoping hides cannot be %s', (_, document) => {
      expect(codes(document, hidden)).toContain('scoped_out')
    })

    test.each<[string, object, string]>([
      [
        'compared bit by bit',
        { where: [{ field: 'salary', op: 'gt', param: 'guess' }] },
        'sensitive_condition',
      ],
      [
        'asked of several values',
        { where: [{ field: 'salary', op: 'in', param: 'guesses' }] },
        'sensitive_condition',
      ],
      ['sorted by', { orderBy: [{ field: 'salary' }] }, 'sensitive_order'],
      [
        'taken the highest of',
        { ...counting, aggregate: { values: [{ fn: 'max', field: 'salary', leaf: 's' }] } },
        'sensitive_field',
      ],
      [
        'grouped by',
        {
          ...counting,
          aggregate: {
            values: [{ fn: 'count', leaf: 'n' }],
            groupBy: [{ field: 'salary', leaf: 's' }],
            leaf: 'g',
          },
        },
        'sensitive_field',
      ],
    ])('what is sensitive cannot be %s', (_, document, code) => {
      const sensitive = {
        ...catalog,
        objects: catalog.objects.map((object) => ({
          ...object,
          fields: object.fields.map((field) =>
            field.name === 'salary' ? { ...field, sensitivity: 'financial' as const } : field,
          ),
        })),
        operations: catalog.operations.map((operation) => ({
          ...operation,
          arguments: operation.arguments.map((argument) =>
            argument.name === 'salary' ? { ...argument, sensitivity: 'financial' as const } : argument,
          ),
        })),
      }
      const before = catalog
      catalog = sensitive
      expect(codes(document)).toContain(code)
      catalog = before
    })

    test.each<[string, JsonObject]>([
      ['a list in place of a value', { word: ['x'] }],
      ['an object in place of a value', { word: { $ne: 'x' } }],
      ['a number in place of a text', { word: 1 }],
      ['a name of a condition', { word: 'x', '0': 'y' }],
      ['a text with NUL', { word: 'a\u0000b' }],
      ['half a character', { word: 'a\ud800' }],
    ])('a call with %s is refused before anything is sent', async (_, params) => {
      const result = await run({ where: [{ field: 'body', param: 'word' }] }, params)
      expect(result).toMatchObject({ status: 'failed', error: { code: 'validation_error' } })
    })
  })
})
