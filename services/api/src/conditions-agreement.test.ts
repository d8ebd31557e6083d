import { findServer } from '@bindery/connection/testing'
import type { Condition, JsonObject, OperationSkill, SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementSeed } from './testing/agreement/config.ts'
import { anyCondition, type PlainCondition } from './testing/conditions/random-where.ts'
import { type Thing, things } from './testing/conditions/things.ts'
import { openThings, type ThingsDatabase } from './testing/conditions/things-database.ts'
import { openThingsProvider } from './testing/conditions/things-provider.ts'

const rounds = Number(process.env['BINDERY_CONDITION_ROUNDS'] ?? 300)

/** Some conditions, of which groups say that one of them is enough. */
type Wanted = readonly (readonly PlainCondition[])[]

const wanted: fc.Arbitrary<Wanted> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: anyCondition.map((condition) => [condition]) },
      { weight: 1, arbitrary: fc.array(anyCondition, { minLength: 2, maxLength: 3 }) },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .filter((groups) => hasOwnNames(groups.flat()))

/** A parameter stands for one value, and four may be left out. */
function hasOwnNames(conditions: readonly PlainCondition[]): boolean {
  const names = conditions.flatMap(({ authored }) => authored.param ?? [])
  const optional = conditions.filter(({ authored }) => authored.optional === true)
  return new Set(names).size === names.length && optional.length <= 4
}

const isLeftOut = ({ authored, given }: PlainCondition): boolean =>
  authored.optional === true && given === undefined

/** The rows that the conditions mean, by plain evaluation; undefined for a group of which nothing is left. */
function meant(groups: Wanted): readonly number[] | undefined {
  const left = groups.map((group) => ({ group, branches: group.filter((one) => !isLeftOut(one)) }))
  if (left.some(({ group, branches }) => group.length > 1 && branches.length === 0)) return undefined
  const isMeant = (row: Thing): boolean =>
    left.every(({ branches }) => branches.length === 0 || branches.some(({ holds }) => holds(row)))
  return things.filter(isMeant).map(({ id }) => id)
}

const toWhere = (groups: Wanted): Condition[] =>
  groups.map((group): Condition => {
    const [only, ...more] = group
    if (only === undefined) throw new TypeError('A group has a condition.')
    return more.length === 0 ? only.authored : { anyOf: group.map(({ authored }) => authored) }
  })

const toParams = (groups: Wanted): JsonObject =>
  Object.fromEntries(
    groups
      .flat()
      .flatMap(({ authored, given }) =>
        authored.param === undefined || given === undefined ? [] : [[authored.param, given]],
      ),
  )

describe.each(['postgres', 'mysql', 'openapi', 'graphql'] as const)('conditions over %s', async (dialect) => {
  const isDatabase = dialect === 'postgres' || dialect === 'mysql'
  const server = isDatabase ? await findServer(dialect) : 'here'
  const adapter: SourceAdapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: ThingsDatabase
    beforeAll(async () => {
      if (!isDatabase) database = await openThingsProvider(dialect, adapter)
      else if (typeof server === 'object') database = await openThings(dialect, server, adapter)
    })
    afterAll(() => database.drop())

    const skillOf = (where: Condition[]): OperationSkill =>
      database.skillOf({
        operation: 'thing.find',
        toolName: 'Find things',
        where,
        orderBy: [{ field: 'id' }],
        projection: [
          {
            path: isDatabase ? '$' : 'items',
            leaf: 'things',
            max: 500,
            fields: [{ path: 'id', leaf: 'thing_id' }],
          },
        ],
      })

    test('find what plain evaluation finds', async () => {
      const property = fc.asyncProperty(wanted, async (groups) => {
        const where = toWhere(groups)
        const result = await database.run(skillOf(where), toParams(groups))
        const expected = meant(groups)
        if (expected === undefined) {
          expect(result).toMatchObject({
            status: 'failed',
            error: { details: { reason: 'no_condition', sent: 'no' } },
          })
          return
        }
        const found = result.status === 'succeeded' ? result.output['things'] : result
        expect(found).toEqual(expected.map((id) => ({ thing_id: id })))
      })
      await fc.assert(property, { numRuns: rounds, seed: agreementSeed, endOnFailure: false })
    }, 3_600_000)

    test('nothing that is missing lets more through', async () => {
      const property = fc.asyncProperty(wanted, async (groups) => {
        const names = groups
          .flat()
          .flatMap(({ authored, given }) =>
            authored.param !== undefined && authored.optional !== true && given !== undefined
              ? [authored.param]
              : [],
          )
        const skill = skillOf(toWhere(groups))
        for (const name of names) {
          const { [name]: _, ...rest } = toParams(groups)
          for (const params of [rest, { ...rest, [name]: null }]) {
            const result = await database.run(skill, params)
            expect([result.status, result.status === 'failed' && result.error.code]).toEqual([
              'failed',
              'validation_error',
            ])
          }
        }
      })
      await fc.assert(property, { numRuns: Math.ceil(rounds / 10), seed: agreementSeed, endOnFailure: true })
    })
  })
})
