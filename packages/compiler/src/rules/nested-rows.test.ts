import type { BindingInputDocument } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { customersWith, linesWith, nestedTables } from '../testing/nested-tables.ts'
import { codesOf, issuesOf } from '../testing/test-catalog.ts'

const title = { path: 'title', leaf: 'title' }
const lines = 'projection/0/fields/0/fields/1'
const within = { catalog: nestedTables }

describe('nested-rows', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['two levels', linesWith([title]), []],
    [
      'three levels',
      linesWith([{ path: 'notes', leaf: 'notes', max: 1, fields: [{ path: 'text', leaf: 'note' }] }]),
      [`rows_too_deep ${lines}/fields/0`],
    ],
    ['500 rows in all', linesWith([title], { max: 83 }), ['budget_response projection']],
    ['more rows in all', linesWith([title], { max: 84 }), [`rows_too_many ${lines}/max`]],
    [
      'rows that nobody bounded',
      linesWith([title], { max: undefined }),
      [`rows_default ${lines}`, 'budget_response projection'],
    ],
    [
      'the same rows twice',
      customersWith([
        { path: 'orders', leaf: 'orders', max: 1, fields: [{ path: 'id', leaf: 'order_id' }] },
        { path: 'orders', leaf: 'again', max: 1, fields: [{ path: 'id', leaf: 'order_id' }] },
      ]),
      ['rows_twice projection/0/fields/1/path'],
    ],
    [
      'conditions, an order and a bound of a value',
      customersWith([
        {
          path: 'name',
          leaf: 'name',
          max: 2,
          where: [{ field: 'id', const: 1 }],
          orderBy: [{ field: 'id' }],
        },
      ]),
      [
        'rows_unsupported projection/0/fields/0/where',
        'rows_unsupported projection/0/fields/0/orderBy',
        'rows_unsupported projection/0/fields/0/max',
      ],
    ],
    [
      'a value over rows',
      customersWith([{ path: 'orders.number', leaf: 'number' }]),
      ['path_not_scalar projection/0/fields/0/path'],
    ],
    [
      'one of the rows',
      customersWith([{ path: 'orders[0].number', leaf: 'number' }]),
      ['path_not_scalar projection/0/fields/0/path'],
    ],
    [
      'rows outside of rows',
      customersWith([], {
        projection: [
          { path: '[0].orders', leaf: 'orders', max: 1, fields: [{ path: 'id', leaf: 'order_id' }] },
        ],
      }),
      ['path_not_found projection/0/path'],
    ],
    [
      'a misspelt table',
      customersWith([{ path: 'order', leaf: 'orders', max: 1, fields: [{ path: 'id', leaf: 'order_id' }] }]),
      ['path_not_found projection/0/fields/0/path'],
    ],
    [
      'the short name of a table that leads here twice',
      customersWith([
        {
          path: 'orders',
          leaf: 'orders',
          max: 1,
          fields: [{ path: 'transfers', leaf: 'moves', max: 1, fields: [{ path: 'id', leaf: 'move_id' }] }],
        },
      ]),
      ['path_not_found projection/0/fields/0/fields/0/path'],
    ],
    [
      'conditions and an order that rows within rows do not have',
      linesWith([title], { where: [{ field: 'titel', const: 'x' }], orderBy: [{ field: 'titel' }] }),
      [`argument_unknown ${lines}/where/0/field`, `order_invalid ${lines}/orderBy/0/field`],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding, within)).toEqual(expected)
  })

  test('lowers the innermost bound to what fits', () => {
    const [issue] = issuesOf(linesWith([title], { max: 500 }), within)
    expect(issue?.fixes?.[0]?.patch).toEqual([
      { op: 'add', path: '/projection/0/fields/0/fields/1/max', value: 83 },
    ])
  })

  test('says of which rows a condition is', () => {
    const [issue] = issuesOf(linesWith([title], { where: [{ field: 'titel', const: 'x' }] }), within)
    expect(issue?.message).toBe(
      'Rows of "customers.orders.lines" have no field "titel". Did you mean "title"?',
    )
  })

  test('offers the tables that lead here', () => {
    const binding = customersWith([
      { path: 'order', leaf: 'orders', max: 1, fields: [{ path: 'id', leaf: 'order_id' }] },
    ])
    expect(issuesOf(binding, within)[0]?.suggestions).toContain('orders')
  })
})
