import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { OperationSkill, SchemaCatalog, SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementSeed } from './testing/agreement/config.ts'
import { runOver } from './testing/agreement/run-once.ts'
import { compiledOver } from './testing/conditions/tables-database.ts'

const rounds = Number(process.env['BINDERY_CONDITION_ROUNDS'] ?? 300)

type Dialect = 'postgres' | 'mysql'

interface Column {
  readonly name: string
  readonly type: string
  /** The engine itself knows no `like` of it. */
  readonly isWithoutLike?: true
  /** The engine itself refuses letters that it cannot hold. */
  readonly isNarrow?: true
}

/** Columns that take several spellings for one. */
const columns: Readonly<Record<Dialect, readonly Column[]>> = {
  postgres: [
    { name: 'loose', type: 'citext' },
    { name: 'base', type: 'text collate base', isWithoutLike: true },
    { name: 'letters', type: 'varchar(60) collate letters', isWithoutLike: true },
  ],
  mysql: [
    { name: 'general', type: 'varchar(60) character set utf8mb4 collate utf8mb4_general_ci' },
    { name: 'unicode', type: 'varchar(60) character set utf8mb4 collate utf8mb4_unicode_ci' },
    { name: 'unpadded', type: 'varchar(60) character set utf8mb4 collate utf8mb4_unicode_nopad_ci' },
    { name: 'swedish', type: 'varchar(60) character set latin1 collate latin1_swedish_ci', isNarrow: true },
  ],
}

const before: Readonly<Record<Dialect, readonly string[]>> = {
  postgres: [
    'create extension if not exists citext',
    "create collation base (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
    "create collation letters (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
  ],
  mysql: [],
}

/** All of latin1, so that every column holds them. */
const letters = ['a', 'A', 'á', 'Ä', 'z', 'ß', 's', 'S', 'é', 'E', 'ø', 'O', 'æ', 'i', 'I', 'ÿ', 'Y']
const signs = [' ', '%', '_', '\\', '!', "'", '-', '.', '1']
const stored: readonly string[] = [
  ...letters,
  ...letters.flatMap((one, at) => [
    `${one}${letters[(at + 5) % letters.length] ?? ''}`,
    `${one} `,
    ` ${one}`,
  ]),
  ...signs.map((sign) => `a${sign}b`),
  ...signs,
  'ss',
  'SS',
  'straße',
  'STRASSE',
  '',
]
const given = fc.oneof(
  fc.constantFrom(...stored),
  fc
    .array(fc.constantFrom(...letters, ...signs, 'İ', 'ı', '😀', '\u0301'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('')),
)

const comparisons = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const
type Operator = keyof typeof comparisons | 'ne' | 'in' | 'startsWith' | 'contains'
const operators: readonly Operator[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'startsWith', 'contains']

interface Asked {
  readonly column: Column
  readonly op: Operator
  readonly value: string
}

/** What the engine itself says of the same, written by hand. */
function plainly(dialect: Dialect, { column: { name }, op, value }: Asked): string {
  const literal = (text: string): string =>
    `'${text.replaceAll("'", "''").replaceAll('\\', dialect === 'mysql' ? '\\\\' : '\\')}'`
  const escaped = value.replaceAll(/[!%_]/g, '!$&')
  switch (op) {
    case 'ne':
      return `(${name} is null or not ${name} = ${literal(value)})`
    case 'in':
      return `${name} in (${literal(value)}, ${literal(`${value}a`)})`
    case 'startsWith':
      return `${name} like ${literal(`${escaped}%`)} escape '!'`
    case 'contains':
      return `${name} like ${literal(`%${escaped}%`)} escape '!'`
    case 'eq':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return `${name} ${comparisons[op]} ${literal(value)}`
  }
}

const shortest = (op: Operator): number => (op === 'contains' ? 2 : op === 'startsWith' ? 1 : 0)

describe.each(['postgres', 'mysql'] as const)('columns that fold, over %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter: SourceAdapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let catalog: SchemaCatalog
    const skills = new Map<string, OperationSkill>()

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      const own = columns[dialect]
      for (const statement of before[dialect]) await database.run(statement)
      const declared = own.map(({ name, type }) => `${name} ${type}`)
      await database.run(`create table words (id int primary key, ${declared.join(', ')})`)
      const quoted = (text: string): string =>
        `'${text.replaceAll("'", "''").replaceAll('\\', dialect === 'mysql' ? '\\\\' : '\\')}'`
      const rows = [...stored.map(quoted), 'null'].map(
        (text, id) => `(${[String(id), ...own.map(() => text)].join(', ')})`,
      )
      await database.run(`insert into words values ${rows.join(', ')}`)
      catalog = (await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))).catalog
    })
    afterAll(() => database.drop())

    function skillOf({ name }: Column, op: Operator): OperationSkill {
      const key = `${name} ${op}`
      const known = skills.get(key)
      if (known !== undefined) return known
      const made = compiledOver(catalog, adapter, {
        operation: 'words.find',
        toolName: 'Find words',
        acceptScan: true,
        where: [{ field: name, op, param: 'word' }],
        orderBy: [{ field: name }],
        projection: [{ path: '$', leaf: 'words', max: 200, fields: [{ path: 'id', leaf: 'word_id' }] }],
      })
      skills.set(key, made)
      return made
    }

    async function idsByHand(asked: Asked): Promise<readonly number[]> {
      const { name } = asked.column
      const ordered = `case when ${name} is null then 0 else 1 end, ${name}, id`
      const text = `select id from words where ${plainly(dialect, asked)} order by ${ordered}`
      const { rows } = await database.run(text)
      return rows.map((row) => Number(Array.isArray(row) ? row[0] : row))
    }

    test('are compared, searched and sorted as the engine itself does', async () => {
      const asked = fc.record({
        column: fc.constantFrom(...columns[dialect]),
        op: fc.constantFrom(...operators),
        value: given,
      })
      const property = fc.asyncProperty(asked, async ({ column, op, value }) => {
        const isPattern = op === 'startsWith' || op === 'contains'
        fc.pre(column.isNarrow !== true || /^[ -ÿ]*$/u.test(value))
        fc.pre(!(isPattern && column.isWithoutLike === true) && Array.from(value).length >= shortest(op))
        const result = await runOver(skillOf(column, op), {
          params: { word: op === 'in' ? [value, `${value}a`] : value },
          rules: [],
          adapter,
          connection: database.connect(),
        })
        const found = result.status === 'succeeded' ? result.output['words'] : result
        const meant = await idsByHand({ column, op, value })
        expect(found).toEqual(meant.map((id) => ({ word_id: id })))
      })
      await fc.assert(property, { numRuns: rounds, seed: agreementSeed, endOnFailure: false })
    }, 3_600_000)
  })
})
