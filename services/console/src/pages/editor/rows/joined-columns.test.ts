import type { Operation } from '@bindery/client'
import { expect, test } from 'vitest'
import { joinedColumns, joinsOf } from './joined-columns.ts'

const shared = {
  place: 'column',
  references: [],
  required: false,
  nullable: false,
  sensitivityClass: 'none' as const,
}
const search: Operation = {
  name: 'customers.find',
  isWrite: false,
  effect: 'read',
  effectOrigin: 'declared',
  effectEvidence: [],
  groups: [],
  arguments: [
    { ...shared, name: 'city', type: 'string', jsonType: 'string' },
    { ...shared, name: 'limit', type: 'integer', jsonType: 'integer', place: 'query' },
  ],
  returns: null,
  availability: { status: 'bindable', reasons: [] },
  security: [],
  source: '',
}
const field = {
  required: true,
  nullable: false,
  access: 'read_write' as const,
  sensitive: false,
  sensitivityClass: 'none' as const,
  isKey: false,
  indexes: [],
  operators: [],
  functions: [],
}

test('a row is looked at by columns of rows that it leads to, under the name of what leads there', () => {
  const joins = joinsOf({
    fields: [
      { ...field, name: 'id', type: 'int64', jsonType: 'string', references: [] },
      { ...field, name: 'customer', type: 'customers', jsonType: 'object', references: ['customers'] },
      { ...field, name: 'lines', type: 'lines[]', jsonType: 'array', references: ['lines'] },
      { ...field, name: 'hidden', type: 'secrets', jsonType: 'object', references: ['secrets'] },
    ],
  })
  expect(joins).toEqual([
    { name: 'customer', object: 'customers' },
    { name: 'hidden', object: 'secrets' },
  ])
  expect(joinedColumns(joins, [search, undefined])).toEqual([
    { ...shared, name: 'customer.city', type: 'string', jsonType: 'string' },
  ])
})
