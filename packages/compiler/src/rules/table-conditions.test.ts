import { Binding, type BindingInputDocument } from '@bindery/model'
import { expect, test } from 'vitest'
import { issuesOf } from '../testing/test-catalog.ts'
import { customersWith, nestedTables } from '../testing/nested-tables.ts'
import { findVisits } from '../testing/visits.ts'

type Where = NonNullable<BindingInputDocument['where']>

test.each<[string, Where[number], unknown]>([
  [
    'an argument becomes a field',
    { argument: 'customer_id', param: 'customer_id' },
    [
      { op: 'add', path: '/where/0/field', value: 'customer_id' },
      { op: 'remove', path: '/where/0/argument' },
    ],
  ],
  [
    'an argument beside a field goes',
    { field: 'customer_id', argument: 'customer_id', param: 'customer_id' },
    [{ op: 'remove', path: '/where/0/argument' }],
  ],
])('of a table: %s', (_, condition, patch) => {
  const issues = issuesOf(findVisits([condition]))
  expect(issues.map(({ code, path, fixes }) => [code, path, fixes?.[0]?.patch])).toEqual([
    ['condition_unsupported', ['where', 0, 'argument'], patch],
  ])
})

test('so are those of rows within rows', () => {
  const orders = {
    path: 'orders',
    leaf: 'orders',
    max: 2,
    where: [{ argument: 'number', const: 'x' }],
    fields: [{ path: 'number', leaf: 'order_number' }],
  }
  const issues = issuesOf(Binding.parse(customersWith([orders])), { catalog: nestedTables })
  expect(issues.map(({ code, path }) => [code, path.join('/')])).toContainEqual([
    'condition_unsupported',
    'projection/0/fields/0/where/0/argument',
  ])
})
