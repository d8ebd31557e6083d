import { expect, test } from 'vitest'
import type { ObjectType, Relationship } from './catalog.ts'
import { findReverseStep, reverseSteps } from './reverse-steps.ts'
import { scalarType } from './type-ref.ts'

const object = (name: string, fields: readonly string[]): ObjectType => ({
  name,
  origin: 'named',
  fields: fields.map((field) => ({
    name: field,
    type: scalarType('string'),
    nullable: false,
    required: true,
    access: 'read_only',
    sensitivity: 'none',
  })),
  key: [],
  indexes: [],
  provenance: '#',
})

const relation = (from: string, name: string, more: Partial<Relationship> = {}): Relationship => ({
  name: `${from}.${name}`,
  from: { object: from, fields: [`${name}_id`] },
  to: { object: 'customers', fields: ['id'] },
  cardinality: 'one',
  origin: 'declared',
  provenance: '#',
  ...more,
})

const relations = [
  relation('orders', 'customer'),
  relation('calls', 'caller'),
  relation('calls', 'callee'),
  relation('notes', 'about'),
  relation('sales.orders', 'buyer'),
  relation('__proto__', 'x'),
  relation('embedded', 'one', { from: { object: 'embedded', fields: [] } }),
  relation('many', 'one', { cardinality: 'many' }),
  relation('others', 'one', { to: { object: 'others', fields: ['id'] } }),
]
const customers = object('customers', ['id', 'notes'])

test('the name of a table is enough where it leads here once and no field is called so', () => {
  expect(reverseSteps(customers, relations).map(({ names }) => names)).toEqual([
    ['orders', 'orders_by_customer'],
    ['calls_by_caller'],
    ['calls_by_callee'],
    ['notes_by_about'],
    ['sales.orders', 'sales.orders_by_buyer'],
    ['__proto__', '__proto___by_x'],
  ])
})

test.each([
  ['orders', 'orders.customer'],
  ['orders_by_customer', 'orders.customer'],
  ['calls', undefined],
  ['calls_by_callee', 'calls.callee'],
  ['notes', undefined],
  ['toString', undefined],
])('finds by %s', (name, expected) => {
  expect(findReverseStep(customers, name, relations)?.relationship.name).toBe(expected)
})

test('a name that two ways have is none', () => {
  const twice = [
    relation('a', 'b_by_c'),
    relation('a', 'x'),
    relation('a_by_b', 'c'),
    relation('a_by_b', 'y'),
  ]
  expect(findReverseStep(customers, 'a_by_b_by_c', twice)).toBeUndefined()
})
