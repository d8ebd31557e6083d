import {
  type Assignment,
  type Json,
  type JsonObject,
  type Output,
  type PathStep,
  PlatformError,
  type RowsOutput,
  scalarType,
  type ValueOutput,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { prepareComparing } from '../conditions/compare-values.ts'
import { prepareProjection } from '../project-output.ts'
import { sampleSkill } from '../testing/sample-run.ts'
import { prepareReading } from './read-rows.ts'
import { testedWords } from './tested-words.ts'

const way = (path: string): readonly PathStep[] => path.split('.').map((name) => ({ kind: 'field', name }))
const clock = { now: new Date('2026-11-30T12:00:00Z'), timezone: 'Europe/Amsterdam' }

const value = (name: string): ValueOutput => ({
  kind: 'value',
  leaf: name,
  path: way(name),
  sourceType: scalarType('any'),
  type: { kind: 'scalar', scalar: 'any' },
  nullable: true,
  sensitivity: 'none',
})

const rows = (
  leaf: string,
  more: Partial<RowsOutput> & { readonly fields: readonly Output[] },
): RowsOutput => ({
  kind: 'rows',
  leaf,
  path: way(leaf),
  max: 10,
  nullable: true,
  ...more,
})

/** Orders with their lines. */
const ordersWith = (...lines: readonly RowsOutput[]): readonly Output[] => [
  rows('orders', { fields: [value('id'), ...lines] }),
]
const lines = (more: Partial<RowsOutput> = {}): RowsOutput =>
  rows('lines', { fields: [value('id')], ...more })

const byCount = { path: way('count'), type: scalarType('integer'), direction: 'desc' } as const

const atLeast = (count: Json, said: Partial<Assignment['condition']> = {}): Assignment => ({
  target: ['count'],
  targetType: scalarType('integer'),
  targetNullable: false,
  source: count === 'PARAM' ? { from: 'parameter', name: 'least' } : { from: 'constant', value: count },
  condition: {
    id: '0/1/0',
    op: 'gte',
    rows: ['orders', 'lines'],
    ...said,
    tested: { path: way('count'), type: scalarType('integer') },
  },
})

interface Run {
  readonly where?: readonly Assignment[]
  readonly outputs?: readonly Output[]
  readonly params?: JsonObject
}

function run(orders: Json, { where = [atLeast(2)], outputs = ordersWith(lines()), params = {} }: Run = {}) {
  const skill = sampleSkill({ assignments: where, outputs })
  const read = prepareReading(skill)(prepareComparing(where)(params, clock))
  const response = { data: { orders }, status: 200, bytes: 5000 }
  return prepareProjection(skill)(read?.(response) ?? { response, warnings: [] })
}

function refusal(orders: Json, asked?: Run): readonly unknown[] {
  try {
    return ['nothing', run(orders, asked).output]
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return [error.code, error.details.reason, error.message]
  }
}

const line = (id: number, count: Json): JsonObject => ({ id, count })
const order = (id: number, ...given: readonly Json[]): JsonObject => ({ id, lines: given })
const idsOf = (found: Json | undefined, leaf = 'lines'): Json =>
  Array.isArray(found)
    ? found.map((row: JsonObject) => {
        const inner = row[leaf]
        return Array.isArray(inner) ? inner.map((each: JsonObject) => each['id'] ?? null) : (inner ?? null)
      })
    : null
const linesOf = ({ output }: { readonly output: JsonObject }, leaf?: string): Json =>
  idsOf(output['orders'], leaf)

describe('rows within rows', () => {
  test('are tested row by row, and a row of which nothing is left stays', () => {
    const found = run([
      order(1, line(1, 1), line(2, 2)),
      order(2, line(3, 1)),
      { id: 3 },
      order(4, line(4, 9)),
    ])
    expect([linesOf(found), found.warnings]).toEqual([[[2], [], null, [4]], []])
  })

  test('are sorted, then by their key, and cut afterwards', () => {
    const key = [{ path: way('id'), type: scalarType('integer') }]
    const outputs = ordersWith(lines({ order: [byCount], key, max: 3 }))
    const given = order(1, line(4, 2), line(1, 1), line(3, 9), line(2, 2), line(5, 'x'))
    const found = run([given], { outputs })
    expect([linesOf(found), found.warnings]).toEqual([
      [[3, 2, 4]],
      [
        'value_not_compared: "orders.lines.count" is not what the provider describes in 1 row: nothing is equal to it, above or below it.',
      ],
    ])
  })

  test('are told when more fit than are shown', () => {
    const outputs = ordersWith(lines({ max: 1 }))
    expect(run([order(1, line(1, 2), line(2, 2), line(3, 0))], { outputs }).warnings).toEqual([
      'rows_truncated: "orders.lines" holds 1 rows; the provider has more.',
    ])
  })

  test('are two lists where two outputs ask for other ones', () => {
    const outputs = ordersWith(lines(), lines({ leaf: 'few' }))
    const few = atLeast(2, { rows: ['orders', 'few'], id: '0/2/0', op: 'lt' })
    const found = run([order(1, line(1, 1), line(2, 2))], { outputs, where: [atLeast(2), few] })
    expect([linesOf(found), linesOf(found, 'few')]).toEqual([[[2]], [[1]]])
  })

  test('are tested a level deeper too', () => {
    const outputs = ordersWith(
      rows('lines', { fields: [value('id'), rows('parts', { fields: [value('id')] })] }),
    )
    const where = [atLeast(2, { rows: ['orders', 'lines', 'parts'] })]
    const found = run([order(1, { id: 1, parts: [line(7, 1), line(8, 3)] })], { outputs, where })
    expect(found.output).toEqual({ orders: [{ id: 1, lines: [{ id: 1, parts: [{ id: 8 }] }] }] })
  })

  test('are as they came where a call leaves the condition out, and it is told before the call', () => {
    const where = [atLeast('PARAM', { optional: true })]
    const given = [order(1, line(1, 1), line(2, 2))]
    expect([
      linesOf(run(given, { where })),
      linesOf(run(given, { where, params: { least: 2 } })),
      testedWords({ assignments: where }),
    ]).toEqual([[[1, 2]], [[2]], ['orders.lines.count is at least the parameter least, when it is given']])
  })

  test.each<[string, Run, string]>([
    ['a condition that has no value', { where: [atLeast('PARAM')] }, 'condition_value'],
    [
      'several that are all left out',
      {
        where: [
          atLeast('PARAM', { id: '0/1/0.0', optional: true }),
          atLeast('PARAM', { id: '0/1/0.1', optional: true }),
        ],
      },
      'no_condition',
    ],
  ])('refuse the call for %s', (_, asked, reason) => {
    expect(refusal([order(1, line(1, 1))], asked).slice(0, 2)).toEqual(['validation_error', reason])
  })
})

describe('where a list within a row may be a part of more', () => {
  const outputs = ordersWith(lines({ path: way('lines.data') }))
  const listed = (beside: JsonObject, ...data: readonly Json[]): Json => [
    { id: 1, lines: { ...beside, data } },
  ]

  test.each<[string, JsonObject, string]>([
    ['a flag', { has_more: true }, 'has more'],
    ['a total', { total: 70, limit: 2 }, 'has more'],
    ['a next page', { page_info: { next: 'x' } }, 'has more'],
    ['a cursor', { cursor: 'x' }, 'may have more'],
  ])('%s beside it says so', (_, beside, said) => {
    const told = `rows_truncated: "orders.lines" holds 1 rows of the first 2 that were read; the provider ${said}.`
    expect(run(listed(beside, line(1, 1), line(2, 2)), { outputs }).warnings).toEqual([told])
    const sorted = ordersWith(lines({ path: way('lines.data'), order: [byCount] }))
    expect(run(listed(beside, line(1, 1), line(2, 2)), { outputs: sorted, where: [] }).warnings).toEqual([
      told.replace('holds 1', 'holds 2'),
    ])
  })

  test('that none of it fits is not certain', () => {
    expect(refusal(listed({ has_more: true }, line(1, 1)), { outputs })).toEqual([
      'upstream_error',
      'not_certain',
      'The first 1 rows of a list "orders.lines" were read, and the provider has more: what this asks for cannot be said for certain. ' +
        'None of them fits. Its binding can ask for this list with an operation of its own, or test less of it.',
    ])
  })

  test('as many rows as are asked for may not be all', () => {
    const many = Array.from({ length: 50 }, (_, id) => line(id, id === 7 ? 2 : 1))
    expect(run([order(1, ...many)]).warnings).toEqual([
      'rows_truncated: "orders.lines" holds 1 rows of the first 50 that were read; the provider may have more.',
    ])
    expect(run([order(1, ...many.slice(1))]).warnings).toEqual([])
  })

  test('what the row itself holds says nothing of a list in it', () => {
    const given = { ...order(1, line(1, 1)), total: 120, has_more: true, next: 'x' }
    expect(refusal([given])).toEqual(['nothing', { orders: [{ id: 1, lines: [] }] }])
  })
})
