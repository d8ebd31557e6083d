import { describe, expect, test } from 'vitest'
import {
  addGroup,
  addValue,
  type Aggregate,
  removeGroup,
  removeValue,
  setGroup,
  setValue,
  shownBy,
  withFunction,
} from './aggregate.ts'
import type { Column } from './condition.ts'

const head = { operation: 'invoices.aggregate', toolName: 'Owed' }
const of = (aggregate: Aggregate, ...order: readonly string[]) => ({
  ...head,
  aggregate,
  ...(order.length > 0 && { orderBy: order.map((field) => ({ field })) }),
})
const count = { fn: 'count' as const, leaf: 'row_count' }
const sum = { fn: 'sum' as const, field: 'total', leaf: 'total_sum' }
const byStatus = { groupBy: [{ field: 'status', leaf: 'status' }], leaf: 'by_status' }

describe('what comes of rows', () => {
  test.each([
    ['a first value', addValue(head), of({ values: [count] })],
    [
      'a second one, under a name that is free',
      addValue(of({ values: [count] })),
      of({ values: [count, { fn: 'count', leaf: 'row_count_2' }] }),
    ],
    [
      'a name that says what it is goes along',
      setValue(of({ values: [count] }), 0, { ...sum, leaf: 'row_count' }),
      of({ values: [sum] }),
    ],
    [
      'a name that somebody gave stays',
      setValue(of({ values: [{ ...sum, leaf: 'owed' }] }), 0, { fn: 'max', field: 'total', leaf: 'owed' }),
      of({ values: [{ fn: 'max', field: 'total', leaf: 'owed' }] }),
    ],
    [
      'the order follows a name',
      setValue(of({ values: [count], ...byStatus }, 'row_count'), 0, { ...count, leaf: 'invoices' }),
      of({ values: [{ ...count, leaf: 'invoices' }], ...byStatus }, 'invoices'),
    ],
    [
      'and goes with it',
      removeValue(of({ values: [count, sum], ...byStatus }, 'total_sum', 'status'), 1),
      of({ values: [count], ...byStatus }, 'status'),
    ],
    [
      'a first group names the list',
      addGroup(of({ values: [count] }), 'status'),
      of({ values: [count], ...byStatus }),
    ],
    [
      'another field renames both',
      setGroup(of({ values: [count], ...byStatus }), 0, { field: 'due_on', leaf: 'status' }),
      of({ values: [count], groupBy: [{ field: 'due_on', leaf: 'due_on' }], leaf: 'by_due_on' }),
    ],
    [
      'a field of another table gives its own name, which goes with it',
      setGroup(addGroup(of({ values: [count] }), 'customer.city'), 0, { field: 'status', leaf: 'city' }),
      of({ values: [count], groupBy: [{ field: 'status', leaf: 'status' }], leaf: 'by_status' }),
    ],
    [
      'without groups no list and no order',
      removeGroup(of({ values: [count], ...byStatus, max: 5 }, 'status'), 0),
      of({ values: [count] }),
    ],
  ])('%s', (_name, made, expected) => {
    expect(made).toEqual(expected)
  })
})

const column = (name: string, type: string, functions: NonNullable<Column['functions']>): Column => ({
  name,
  type,
  jsonType: 'string',
  functions,
})
const columns = [
  column('number', 'string', ['count', 'min', 'max']),
  column('total', 'decimal', ['count', 'sum', 'min', 'max', 'avg']),
]

test('another function takes a field that it can be made of', () => {
  expect(withFunction(count, 'sum', columns)).toEqual({ ...sum, leaf: 'row_count' })
  expect(withFunction(sum, 'max', columns)).toEqual({ fn: 'max', field: 'total', leaf: 'total_sum' })
  expect(withFunction({ fn: 'min', field: 'number', leaf: 'a' }, 'avg', columns)).toEqual({
    fn: 'avg',
    field: 'total',
    leaf: 'a',
  })
})

test('groups are ordered by what they show', () => {
  expect(shownBy({ values: [count, sum], ...byStatus }, columns)).toEqual([
    { name: 'status', type: 'any' },
    { name: 'row_count', type: 'integer' },
    { name: 'total_sum', type: 'decimal' },
  ])
})
