import { findServer } from '@bindery/connection/testing'
import type { Json, OperationSkill, SourceAdapter } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementSeed } from './testing/agreement/config.ts'
import { anyCondition, type PlainCondition } from './testing/conditions/random-where.ts'
import { someStates, type Thing, things, thousandths } from './testing/conditions/things.ts'
import { openThings, type ThingsDatabase } from './testing/conditions/things-database.ts'
import { openThingsProvider } from './testing/conditions/things-provider.ts'

const rounds = Number(process.env['BINDERY_CONDITION_ROUNDS'] ?? 300)

const values = [
  { fn: 'count', leaf: 'row_count' },
  { fn: 'count', field: 'amount', leaf: 'amount_count' },
  { fn: 'sum', field: 'amount', leaf: 'amount_sum' },
  { fn: 'avg', field: 'amount', leaf: 'amount_average' },
  { fn: 'min', field: 'amount', leaf: 'amount_least' },
  { fn: 'max', field: 'day', leaf: 'last_day' },
  { fn: 'sum', field: 'n', leaf: 'n_sum' },
  { fn: 'avg', field: 'n', leaf: 'n_average' },
] as const

/** Digits of the average of amounts: four more than a column has, sixteen where nothing says how many those are. */
interface Scale {
  readonly digits: number
}

/** The same by plain arithmetic over whole thousandths. */
function counted(rows: readonly Thing[], { digits }: Scale): Record<string, Json> {
  const amounts = rows.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const numbers = rows.flatMap(({ n }) => (n === null ? [] : [BigInt(n)]))
  const days = rows.flatMap(({ day }) => day ?? []).sort()
  const total = amounts.reduce((sum, amount) => sum + amount, 0n)
  const sum = numbers.reduce((all, n) => all + n, 0n)
  const least = amounts.reduce<bigint | undefined>(
    (low, next) => (low === undefined || next < low ? next : low),
    undefined,
  )
  return {
    row_count: rows.length,
    amount_count: amounts.length,
    amount_sum: amounts.length === 0 ? null : thousandths(total),
    amount_average: average(total * 10n ** BigInt(digits - 3), amounts.length, digits),
    amount_least: least === undefined ? null : thousandths(least),
    last_day: days.at(-1) ?? null,
    n_sum: numbers.length === 0 ? null : String(sum),
    n_average: average(sum * 10_000n, numbers.length, 4),
  }
}

/** A quotient of so many digits, rounded half away from zero. */
function average(sum: bigint, count: number, digits: number): string | null {
  if (count === 0) return null
  const size = sum < 0n ? -sum : sum
  const rounded = (size * 2n + BigInt(count)) / (BigInt(count) * 2n)
  const text = String(rounded).padStart(digits + 1, '0')
  const isNegative = sum < 0n && rounded > 0n
  return `${isNegative ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

describe.each(['postgres', 'mysql', 'openapi', 'graphql'] as const)(
  'counts and sums over %s',
  async (dialect) => {
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

      const scale = { digits: isDatabase ? 7 : 16 }
      const skillOf = (document: object): OperationSkill =>
        database.skillOf({ operation: 'thing.aggregate', toolName: 'Count things', ...document })

      async function outputOf(skill: OperationSkill): Promise<Json> {
        const result = await database.run(skill, {})
        if (result.status !== 'succeeded') throw new Error(JSON.stringify(result))
        return result.output
      }

      const constants = anyCondition.filter(({ authored }) => authored.param === undefined)
      const meant = (conditions: readonly PlainCondition[]): readonly Thing[] =>
        things.filter((row) => conditions.every(({ holds }) => holds(row)))

      test('give what plain arithmetic gives', async () => {
        const property = fc.asyncProperty(
          fc.array(constants, { minLength: 1, maxLength: 2 }),
          async (conditions) => {
            const where = conditions.map(({ authored }) => authored)
            expect(await outputOf(skillOf({ where, aggregate: { values } }))).toEqual(
              counted(meant(conditions), scale),
            )
          },
        )
        await fc.assert(property, { numRuns: rounds, seed: agreementSeed, endOnFailure: true })
      }, 3_600_000)

      test('give each group its own, in the order that is asked for', async () => {
        const skill = skillOf({
          aggregate: {
            values,
            groupBy: [
              { field: 'state', leaf: 'status' },
              { field: 'flag', leaf: 'flag' },
            ],
            leaf: 'groups',
            max: 500,
          },
          orderBy: [{ field: 'row_count', direction: 'desc' }],
        })
        // A database has an order of its own for a closed set of values.
        const states = [null, ...(isDatabase ? someStates : [...someStates].sort())]
        const groups = states
          .flatMap((state) =>
            [null, false, true].map((flag) => ({
              state,
              flag,
              rows: things.filter((row) => row.state === state && row.flag === flag),
            })),
          )
          .filter(({ rows }) => rows.length > 0)
          .sort((one, other) => other.rows.length - one.rows.length)
          .map(({ state, flag, rows }) => ({ status: state, flag, ...counted(rows, scale) }))
        expect(await outputOf(skill)).toEqual({ groups })
      })

      test('say that there are more groups than are shown', async () => {
        const skill = skillOf({
          aggregate: {
            values: [values[0]],
            groupBy: [{ field: 'name', leaf: 'name' }],
            leaf: 'groups',
            max: 3,
          },
        })
        const result = await database.run(skill, {})
        expect(result).toMatchObject({
          status: 'succeeded',
          warnings: [expect.stringContaining('rows_truncated')],
        })
      })
    })
  },
)
