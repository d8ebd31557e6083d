import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../test-catalog.ts'

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
    ['two', { inputs: [id, { param: 'customer_email', argument: 'email' }] }, ['filter_count inputs/1']],
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
        inputs: [{ param: 'customer_email', argument: 'email' }],
        sqlSearch: { table: 'orders', filter: { column: 'id', param: 'order_id' } },
      },
      ['filter_count sqlSearch/filter'],
    ],
  ])('judges %s', (_, patch, expected) => {
    expect(codesOf({ ...base, ...patch })).toEqual(expected)
  })
  test('does not ask for a filter elsewhere', () => {
    expect([...issuesOf(readContact), ...issuesOf(createTicket)]).toEqual([])
  })
})
