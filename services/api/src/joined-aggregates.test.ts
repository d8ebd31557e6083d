import { findServer } from '@bindery/connection/testing'
import type { Json, SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementSeed } from './testing/agreement/config.ts'
import { follow, type Link, type Node, nodeTables, nodes } from './testing/conditions/nodes.ts'
import { constantGroups, fieldOf, holds, links, toCondition } from './testing/conditions/random-rows.ts'
import { openTables, type TablesDatabase } from './testing/conditions/tables-database.ts'
import { someStates } from './testing/conditions/things.ts'

const rounds = Number(process.env['BINDERY_CONDITION_ROUNDS'] ?? 300)

type Way = readonly Link[]

/** What is made of the numbers at the end of a way. */
function counted(rows: readonly Node[], way: Way): Record<string, Json> {
  const numbers = rows.flatMap((row) => follow(row, way)?.n ?? [])
  const sum = numbers.reduce((all, n) => all + BigInt(n), 0n)
  return {
    row_count: rows.length,
    far_count: numbers.length,
    far_sum: numbers.length === 0 ? null : String(sum),
    far_most: numbers.length === 0 ? null : Math.max(...numbers),
  }
}

const valuesAlong = (way: Way) => [
  { fn: 'count', leaf: 'row_count' },
  { fn: 'count', field: fieldOf(way, 'n'), leaf: 'far_count' },
  { fn: 'sum', field: fieldOf(way, 'n'), leaf: 'far_sum' },
  { fn: 'max', field: fieldOf(way, 'n'), leaf: 'far_most' },
]

const states: readonly (string | null)[] = [null, ...someStates]

function grouped(rows: readonly Node[], by: Way, way: Way): Json {
  const stateOf = (node: Node): string | null => follow(node, by)?.state ?? null
  return states.flatMap((state) => {
    const own = rows.filter((row) => stateOf(row) === state)
    return own.length === 0 ? [] : [{ status: state, ...counted(own, way) }]
  })
}

describe.each(['postgres', 'mysql'] as const)('counts by way of other rows, over %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter: SourceAdapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TablesDatabase
    beforeAll(async () => {
      if (server !== undefined)
        database = await openTables({ dialect, server, adapter, statements: nodeTables(dialect) })
    })
    afterAll(() => database.drop())

    test('give what plain arithmetic gives, and count no row twice', async () => {
      const asked = fc.record({ where: constantGroups, by: links, way: links })
      const property = fc.asyncProperty(asked, async ({ where, by, way }) => {
        const skill = database.skillOf({
          operation: 'node.aggregate',
          toolName: 'Count nodes',
          where: where.map(toCondition),
          aggregate: {
            values: valuesAlong(way),
            groupBy: [{ field: fieldOf(by, 'state'), leaf: 'status' }],
            leaf: 'groups',
            max: 100,
          },
        })
        const result = await database.run(skill, {})
        const rows = nodes.filter((node) => where.every((group) => holds(group, node)))
        expect(result.status === 'succeeded' ? result.output['groups'] : result).toEqual(
          grouped(rows, by, way),
        )
      })
      await fc.assert(property, { numRuns: rounds, seed: agreementSeed, endOnFailure: false })
    }, 3_600_000)
  })
})
