import { readFileSync } from 'node:fs'
import { compile } from '@bindery/compiler'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import {
  type Question,
  questions,
  shopNow,
  shopTables,
  shopZone,
  type Skilled,
} from '@bindery/fixtures/questions'
import { Binding, openScoping, type SchemaCatalog, type SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runOver } from './testing/agreement/run-once.ts'

/** What changes rows is asked last. */
const answerable = questions
  .flatMap(({ asked, sql }): readonly (readonly [string, Skilled])[] =>
    'missing' in sql ? [] : [[asked, sql]],
  )
  .sort(([, one], [, other]) => Number(one.changes === true) - Number(other.changes === true))

describe.each(['postgres', 'mysql'] as const)('questions of callers over %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter: SourceAdapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let catalog: SchemaCatalog

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(shopTables(dialect))
      catalog = (await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))).catalog
    })
    afterAll(() => database.drop())

    test.each(answerable)('%s', async (_, { binding, params, answer }) => {
      const compiled = compile({
        binding: Binding.parse(binding),
        catalog,
        catalogHash: 'sha256:x',
        lowering: adapter,
        integration: 'shop',
        scoping: openScoping,
        // As after an analysis: the shop is small.
        statistics: {
          tables: catalog.objects.map(({ name }) => ({ object: name, rows: 10, distinct: [], indexes: [] })),
        },
      })
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
      const result = await runOver(compiled.value.skill, {
        params,
        rules: [],
        adapter,
        connection: database.connect(),
        timezone: shopZone,
        now: shopNow,
      })
      expect(result.status === 'succeeded' ? result.output : result).toEqual(answer)
    })
  })
})

test('every question that one call cannot answer says what is missing', () => {
  const missing = questions.filter((question): question is Question => 'missing' in question.sql)
  expect(missing.map(({ id }) => id)).toEqual([])
})

test('the table of questions says what is answered', () => {
  const table = readFileSync(new URL('../../../fixtures/questions/README.md', import.meta.url), 'utf8')
  const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| question'))
  expect(rows).toEqual(
    questions.map(({ asked, sql }) => {
      const answered = 'missing' in sql ? `missing: ${sql.missing}` : 'yes'
      return `| ${asked} | ${answered} | ${answered} |`
    }),
  )
})
