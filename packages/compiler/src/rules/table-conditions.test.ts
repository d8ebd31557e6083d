import type { BindingInputDocument } from '@bindery/model'
import { expect, test } from 'vitest'
import { issuesOf } from '../testing/test-catalog.ts'
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
