import { describe, expect, test } from 'vitest'
import {
  type Column,
  type Comparison,
  comparisonOf,
  comparisonsOf,
  conditionOn,
  type FieldCondition,
  sourcesFor,
  withComparison,
  withField,
  withSource,
} from './condition.ts'

const column = (name: string, type: string, operators: NonNullable<Column['operators']>): Column => ({
  name,
  type,
  jsonType: type === 'integer' ? 'integer' : 'string',
  operators,
})
const status: Column = {
  ...column('status', 'enum(open, paid)', ['eq', 'ne', 'in', 'isNull']),
  allowedValues: ['open', 'paid'],
}
const made = column('made_at', 'datetime', ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'isNull'])
const anything = column('extra', 'any', ['isNull'])
const title = column('title', 'string', ['eq', 'startsWith', 'contains', 'isNull'])

describe('another comparison', () => {
  const open: FieldCondition = { field: 'status', const: 'open' }
  test.each<[string, FieldCondition, Comparison, FieldCondition]>([
    ['is not', open, 'ne', { field: 'status', op: 'ne', const: 'open' }],
    ['several of one', open, 'in', { field: 'status', op: 'in', const: ['open'] }],
    ['one of several', { field: 'status', op: 'in', const: ['open', 'paid'] }, 'eq', open],
    ['empty, which takes no value', open, 'isEmpty', { field: 'status', op: 'isNull', const: true }],
    ['not empty', open, 'isNotEmpty', { field: 'status', op: 'isNull', const: false }],
    [
      'a value again, of which there is none',
      { field: 'status', op: 'isNull', const: true },
      'eq',
      { field: 'status', param: 'status' },
    ],
    [
      'a parameter, with what is said of it',
      { field: 'made_at', op: 'gte', param: 'from', optional: true },
      'lt',
      { field: 'made_at', op: 'lt', param: 'from', optional: true },
    ],
    [
      'no list any more, so no most values',
      { field: 'status', op: 'in', param: 'states', max: 3 },
      'ne',
      { field: 'status', op: 'ne', param: 'states' },
    ],
  ])('%s', (...[, before, comparison, after]) => {
    expect(withComparison(before, comparison)).toEqual(after)
    expect(comparisonOf(after)).toBe(comparison)
  })
})

describe('another field', () => {
  test.each<[string, FieldCondition, Column, FieldCondition]>([
    [
      'its own name follows',
      { field: 'status', param: 'status' },
      made,
      { field: 'made_at', param: 'made_at' },
    ],
    [
      'its own name of a row that is led to is one that agents can read',
      { field: 'status', param: 'status' },
      { ...made, name: 'customer.sinceDay' },
      { field: 'customer.sinceDay', param: 'customer_since_day' },
    ],
    ['another name stays', { field: 'status', param: 'state' }, made, { field: 'made_at', param: 'state' }],
    [
      'a comparison that it lacks becomes its first',
      { field: 'made_at', op: 'gte', param: 'from' },
      status,
      { field: 'status', param: 'from' },
    ],
    [
      'what has one question is asked that',
      { field: 'made_at', op: 'gte', param: 'from' },
      anything,
      { field: 'extra', op: 'isNull', const: true },
    ],
    [
      'case is of texts',
      { field: 'title', param: 'title', fold: true },
      status,
      { field: 'status', param: 'status' },
    ],
  ])('%s', (...[, before, of, after]) => {
    expect(withField(before, of)).toEqual(after)
  })
})

test('a value from elsewhere keeps the comparison, and only a parameter may be left out', () => {
  const given: FieldCondition = { field: 'made_at', op: 'gte', param: 'from', optional: true, example: 1 }
  expect(withSource(given, 'relative', made)).toEqual({ field: 'made_at', op: 'gte', relative: 'today' })
  expect(withSource({ field: 'status', op: 'in', param: 's', max: 2 }, 'const', status)).toEqual({
    field: 'status',
    op: 'in',
    const: ['open'],
  })
  expect(withSource({ field: 'status', const: 'open' }, 'param', status)).toEqual({
    field: 'status',
    param: 'status',
  })
})

test('a condition begins with what its field can be asked', () => {
  expect(conditionOn(status)).toEqual({ field: 'status', param: 'status' })
  expect(conditionOn(anything)).toEqual({ field: 'extra', op: 'isNull', const: true })
  expect(comparisonsOf(status)).toEqual(['eq', 'ne', 'in', 'isEmpty', 'isNotEmpty'])
})

test('only days and moments are counted from the call', () => {
  expect(sourcesFor(made, { field: 'made_at', op: 'gte' })).toEqual(['param', 'const', 'relative'])
  expect(sourcesFor(title, { field: 'title' })).toEqual(['param', 'const'])
})
