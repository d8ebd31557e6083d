import { Binding } from '@bindery/model'
import { expect, test } from 'vitest'
import { isJoining } from './binding-depth.ts'

const counted = (aggregate: object) =>
  Binding.parse({
    operation: 'orders.aggregate',
    toolName: 'Count orders',
    aggregate: { values: [{ fn: 'count', leaf: 'order_count' }], ...aggregate },
  })

test.each<[string, object, boolean]>([
  ['groups by its own column', { groupBy: [{ field: 'state', leaf: 'status' }], leaf: 'groups' }, false],
  [
    'groups by what it leads to',
    { groupBy: [{ field: 'customer.name', leaf: 'name' }], leaf: 'groups' },
    true,
  ],
  ['sums what it leads to', { values: [{ fn: 'sum', field: 'customer.debt', leaf: 'debt' }] }, true],
  ['counts rows alone', {}, false],
])('a count that %s', (_, aggregate, expected) => {
  expect(isJoining(counted(aggregate))).toBe(expected)
})
