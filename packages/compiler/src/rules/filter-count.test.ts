import { describe, expect, test } from 'vitest'
import type { BindingInputDocument, Json } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

const base: BindingInputDocument = {
  operation: 'orders.find',
  toolName: 'Find order',
  projection: [{ path: '$', leaf: 'orders', max: 5, fields: [{ path: 'number', leaf: 'order_number' }] }],
}
const id = { param: 'order_id', argument: 'id' }

describe('filter-count', () => {
  test.each<[string, Partial<BindingInputDocument>, readonly string[]]>([
    ['one filter', { inputs: [id] }, []],
    ['none', {}, ['filter_count inputs']],
    ['two that one index serves', { inputs: [id, { param: 'customer_email', argument: 'email' }] }, []],
    [
      'two that one index serves no more than one of',
      { inputs: [id, { param: 'order_number', argument: 'number' }] },
      ['filter_count inputs/1'],
    ],
    ['one and a constant', { inputs: [id], inputObjectMap: [{ field: 'note', const: 'x' }] }, []],
    [
      'a search of its own',
      {
        sqlSearch: {
          table: 'orders',
          filter: { column: 'id', param: 'order_id' },
          constants: [{ column: 'note', const: 'x' }],
        },
      },
      [],
    ],
    [
      'a search beside an input',
      {
        inputs: [{ param: 'order_number', argument: 'number' }],
        sqlSearch: { table: 'orders', filter: { column: 'id', param: 'order_id' } },
      },
      ['filter_count sqlSearch/filter'],
    ],
  ])('judges %s', (_, patch, expected) => {
    expect(codesOf({ ...base, ...patch })).toEqual(expected)
  })

  const seats = (...columns: readonly string[]): BindingInputDocument => ({
    operation: 'seats.find',
    toolName: 'Find seat',
    projection: [{ path: '$', leaf: 'seats', max: 5, fields: [{ path: 'meal', leaf: 'meal' }] }],
    sqlSearch: { table: 'seats', filters: columns.map((column) => ({ column, param: `seat_${column}` })) },
  })
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a whole key', seats('flight', 'place'), []],
    ['a whole key in another order', seats('place', 'flight'), []],
    ['its first part', seats('flight'), []],
    ['its second part alone', seats('place'), ['filter_not_indexed sqlSearch/filters/0/column']],
    [
      'a part of the key and what is no part of it',
      seats('flight', 'meal'),
      ['filter_count sqlSearch/filters/1'],
    ],
    [
      'two that nothing serves',
      seats('place', 'meal'),
      [
        'filter_count sqlSearch/filters/1',
        'filter_not_indexed sqlSearch/filters/0/column',
        'filter_not_indexed sqlSearch/filters/1/column',
      ],
    ],
    ['the column of a partial index', seats('code'), ['filter_not_indexed sqlSearch/filters/0/column']],
  ])('judges %s as filters of a search', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })

  test.each<[string, Json, readonly string[]]>([
    ['the rows that it holds', null, []],
    ['others', 'x', ['filter_not_indexed sqlSearch/filters/0/column']],
  ])('takes the column of a partial index where a constant pins %s', (_, value, expected) => {
    const { sqlSearch, ...rest } = seats('code')
    const pinned = sqlSearch && { ...sqlSearch, constants: [{ column: 'gone', const: value }] }
    expect(codesOf({ ...rest, ...(pinned && { sqlSearch: pinned }) })).toEqual(expected)
  })

  test('says what a partial index wants', () => {
    expect(issuesOf(seats('code'))[0]?.message).toContain('pin that with a constant')
    expect(issuesOf(seats('place'))[0]?.message).toContain('With "flight" beside it')
  })

  test('does not ask for a filter elsewhere', () => {
    expect([...codesOf(readContact), ...codesOf(createTicket)]).toEqual([])
  })
})
