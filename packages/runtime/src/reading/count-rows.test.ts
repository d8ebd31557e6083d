import { type AggregateFunction, type Json, PlatformError, type ScalarName, scalarType } from '@bindery/model'
import { expect, test } from 'vitest'
import { countRows } from './count-rows.ts'

const field = (name: string, scalar: ScalarName) => ({
  path: [{ kind: 'field', name } as const],
  type: scalarType(scalar),
})

function one(fn: AggregateFunction, scalar: ScalarName, values: readonly Json[]): Json | undefined {
  const scale = fn === 'avg' ? { scale: 4 } : {}
  const rows = values.map((v) => ({ v }))
  const [row] = countRows(rows, { values: [{ fn, leaf: 'it', field: field('v', scalar), ...scale }] }, 'shop')
  return row?.['it']
}

test.each<[AggregateFunction, ScalarName, readonly Json[], Json]>([
  ['count', 'string', ['a', null, 'b'], 2],
  ['count', 'string', [], 0],
  ['sum', 'integer', [], null],
  ['sum', 'integer', [null], null],
  ['sum', 'integer', [9_007_199_254_740_991, '9007199254740993', 1], '18014398509481985'],
  ['sum', 'decimal', ['0.10', '0.2', '-1e2'], '-99.70'],
  ['sum', 'number', [0.1, 0.2], 0.3],
  ['avg', 'integer', [1, 2], '1.5000'],
  ['avg', 'integer', [1, 1, 0], '0.6667'],
  ['avg', 'decimal', ['-0.00005'], '-0.0001'],
  ['avg', 'decimal', ['0.00004'], '0.0000'],
  ['min', 'decimal', ['10', '9.99'], '9.99'],
  ['max', 'date', ['2026-11-30', '2026-12-01', null], '2026-12-01'],
  ['max', 'string', ['a', '\uFFFD', '😀'], '😀'],
])('%s of %s %j', (...[fn, scalar, values, expected]) => {
  expect(one(fn, scalar, values)).toBe(expected)
})

test.each<[AggregateFunction, ScalarName, Json]>([
  ['sum', 'integer', 'many'],
  ['sum', 'decimal', '1e9999'],
  ['sum', 'number', 'NaN'],
  ['max', 'date', '2026-02-30'],
  ['min', 'string', { a: 1 }],
])('%s of %s is nothing with %j in it', (fn, scalar, value) => {
  expect(() => one(fn, scalar, [value])).toThrow(PlatformError)
})

test('groups come in the order that is asked for, then by what they are groups of', () => {
  const rows = [
    { status: 'open', city: 'Ghent' },
    { status: null, city: 'Ghent' },
    { status: 'closed' },
    { status: 'open', city: 'Bruges' },
    { status: 'open', city: 'Ghent' },
  ]
  const groupBy = [
    { leaf: 'status', field: field('status', 'string') },
    { leaf: 'city', field: field('city', 'string') },
  ]
  const counted = countRows(
    rows,
    {
      values: [{ fn: 'count', leaf: 'order_count' }],
      groupBy,
      order: [{ leaf: 'order_count', direction: 'desc' }],
    },
    'shop',
  )
  expect(counted.map(({ status, city, order_count: count }) => [status, city, count])).toEqual([
    ['open', 'Ghent', 2],
    [null, 'Ghent', 1],
    ['closed', null, 1],
    ['open', 'Bruges', 1],
  ])
})
