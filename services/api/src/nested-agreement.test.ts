import { findServer } from '@bindery/connection/testing'
import type { Json, SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementSeed } from './testing/agreement/config.ts'
import { nodeTables } from './testing/conditions/nodes.ts'
import { openNodesProvider } from './testing/conditions/nodes-provider.ts'
import {
  isAnswered,
  meantRows,
  toBinding,
  toParams,
  type WantedRows,
  wantedRows,
} from './testing/conditions/random-rows.ts'
import { openTables, type TablesDatabase } from './testing/conditions/tables-database.ts'

const rounds = Number(process.env['BINDERY_CONDITION_ROUNDS'] ?? 120)

describe.each(['postgres', 'mysql'] as const)('rows within rows over %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter: SourceAdapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TablesDatabase
    beforeAll(async () => {
      if (server !== undefined)
        database = await openTables({ dialect, server, adapter, statements: nodeTables(dialect) })
    })
    afterAll(() => database.drop())

    test('are what plain evaluation finds, over relationships in every place', async () => {
      await agrees((wanted) => ({ binding: toBinding(wanted), meant: meantRows(wanted) }), database)
    }, 3_600_000)
  })
})

describe('rows within rows of an answer', async () => {
  const adapter: SourceAdapter = await loadAdapter('graphql')
  let provider: TablesDatabase
  beforeAll(async () => {
    provider = await openNodesProvider(adapter)
  })
  afterAll(() => provider.drop())

  test('are what plain evaluation finds', async () => {
    await agrees(
      (wanted) => ({ binding: toBinding(wanted, 'items'), meant: meantRows(wanted, 'asc') }),
      provider,
    )
  }, 3_600_000)
})

async function agrees(
  asked: (wanted: WantedRows) => { readonly binding: object; readonly meant: Json },
  { skillOf, run }: TablesDatabase,
): Promise<void> {
  const property = fc.asyncProperty(wantedRows, async (wanted) => {
    const { binding, meant } = asked(wanted)
    const result = await run(skillOf(binding), toParams(wanted))
    if (!isAnswered(wanted)) {
      expect(result).toMatchObject({ status: 'failed', error: { details: { reason: 'no_condition' } } })
      return
    }
    expect(result.status === 'succeeded' ? result.output['nodes'] : result).toEqual(meant)
  })
  await fc.assert(property, { numRuns: rounds, seed: agreementSeed, endOnFailure: false })
}
