import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, issuesOf } from '../testing/test-catalog.ts'

const find = (column: string): BindingInputDocument => ({
  operation: 'orders.find',
  toolName: 'Find order',
  sqlSearch: { table: 'orders', filter: { column, param: 'search_text' } },
  projection: [{ path: '$', leaf: 'orders', max: 5, fields: [{ path: 'number', leaf: 'order_number' }] }],
})

describe('filter-indexed', () => {
  test.each([
    ['id', []],
    ['number', []],
    ['email', []],
    ['note', ['filter_not_indexed sqlSearch/filter/column']],
    ['nope', ['argument_unknown sqlSearch/filter/column', 'filter_count inputs']],
  ])('judges %s', (column, expected) => {
    expect(codesOf(find(column))).toEqual(expected)
  })
  test('offers the columns that lead an index, but no blocked one', () => {
    const [issue] = issuesOf(find('note'), {
      scoping: { blockedObjects: [], blockedFields: ['orders.email'] },
    })
    expect(issue?.suggestions).toEqual(['id', 'number'])
  })
})
