import type { BindingInputDocument } from '@bindery/model'
import { expect, test } from 'vitest'
import { customersWith, nestedTables } from '../testing/nested-tables.ts'
import { codesOf } from '../testing/test-catalog.ts'

const sessions = (more: Partial<BindingInputDocument>): BindingInputDocument => ({
  operation: 'sessions.find',
  toolName: 'Find sessions',
  where: [{ field: 'id', param: 'session_id' }],
  projection: [{ path: '$', leaf: 'sessions', max: 2, fields: [{ path: 'id', leaf: 'session_number' }] }],
  ...more,
})

test.each([
  ['a plain join', customersWith([{ path: 'city.name', leaf: 'city' }]), []],
  [
    'an output by way of a credential',
    sessions({
      projection: [{ path: '$', leaf: 'all', max: 2, fields: [{ path: 'owner.name', leaf: 'owner' }] }],
    }),
    ['sensitive_join projection/0/fields/0/path'],
  ],
  [
    'rows that a credential leads to',
    customersWith([
      { path: 'sessions', leaf: 'sessions', max: 2, fields: [{ path: 'id', leaf: 'session_number' }] },
    ]),
    ['sensitive_join projection/0/fields/0/path'],
  ],
  [
    'a condition by way of a credential',
    sessions({
      where: [
        { field: 'id', param: 'session_id' },
        { field: 'owner.city.name', const: 'x' },
      ],
    }),
    ['sensitive_join where/1/field'],
  ],
  [
    'an order by way of a credential',
    sessions({ orderBy: [{ field: 'owner.name' }] }),
    ['sensitive_join orderBy/0/field'],
  ],
])('judges %s', (_, binding, expected) => {
  expect(codesOf(binding, { catalog: nestedTables }).filter((code) => !code.startsWith('order_'))).toEqual(
    expected,
  )
})
