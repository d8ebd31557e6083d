import { readFileSync } from 'node:fs'
import { compile, type CompileInput, compileSteps } from '@bindery/compiler'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import {
  questions,
  shopDocument,
  shopNow,
  shopSchema,
  type ShopService,
  shopTables,
  shopZone,
  type Skilled,
  startShop,
} from '@bindery/fixtures/questions'
import {
  Binding,
  type Connection,
  isStepsBinding,
  type JsonObject,
  openScoping,
  type SchemaCatalog,
  type Skill,
  type SourceAdapter,
  StepsBinding,
} from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectionTo } from './testing/conditions/connection-to.ts'
import { runOver } from './testing/agreement/run-once.ts'

/** The skill of one operation, or of steps that all call the shop. Throws for a binding that does not compile. */
function compiled(
  binding: JsonObject,
  shop: Pick<CompileInput, 'catalog' | 'lowering' | 'statistics'>,
): Skill {
  const input = { ...shop, catalogHash: 'sha256:x', integration: 'shop', scoping: openScoping }
  const made = 'steps' in binding ? StepsBinding.parse(binding) : Binding.parse(binding)
  const result = isStepsBinding(made)
    ? compileSteps(
        made,
        made.steps.map(() => input),
      )
    : compile({ ...input, binding: made })
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value.skill
}

/** What changes rows is asked last. */
function changesLast([, one]: readonly [string, Skilled], [, other]: readonly [string, Skilled]): number {
  return Number(one.changes === true) - Number(other.changes === true)
}

const answerable = questions.map(({ asked, sql }) => [asked, sql] as const).sort(changesLast)

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
      // As after an analysis: the shop is small.
      const tables = catalog.objects.map(({ name }) => ({
        object: name,
        rows: 10,
        distinct: [],
        indexes: [],
      }))
      const skill = compiled(binding, { catalog, lowering: adapter, statistics: { tables } })
      const result = await runOver(skill, {
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

describe.each(['rest', 'graphql'] as const)('questions of callers over %s', async (kind) => {
  const adapter: SourceAdapter = await loadAdapter(kind === 'rest' ? 'openapi' : 'graphql')
  const asked = questions
    .map(({ asked, [kind]: cell }): readonly [string, Skilled] => [asked, cell])
    .sort(changesLast)
  let shop: ShopService
  let catalog: SchemaCatalog
  let connection: Connection

  beforeAll(async () => {
    shop = await startShop()
    connection = connectionTo(kind === 'rest' ? shop.baseUrl : `${shop.baseUrl}/graphql`)
    const text = kind === 'rest' ? JSON.stringify(shopDocument) : shopSchema
    const documents = () => Promise.resolve([{ name: 'shop', bytes: new TextEncoder().encode(text) }])
    catalog = (await adapter.introspect({ ...connection, documents }, AbortSignal.timeout(60_000))).catalog
  })
  afterAll(() => shop.close())

  test.each(asked)('%s', async (_, { binding, params, answer }) => {
    const skill = compiled(binding, { catalog, lowering: adapter })
    const run = { params, rules: [], adapter, connection, timezone: shopZone, now: shopNow }
    const result = await runOver(skill, run)
    expect(result.status === 'succeeded' ? result.output : result).toEqual(answer)
  })
})

test('the table of questions says that all of them are answered', () => {
  const table = readFileSync(new URL('../../../fixtures/questions/README.md', import.meta.url), 'utf8')
  const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| question'))
  expect(rows).toEqual(questions.map(({ asked }) => `| ${asked} | yes | yes | yes | yes |`))
})
