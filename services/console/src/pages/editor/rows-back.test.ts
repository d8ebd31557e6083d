import { expect, test } from 'vitest'
import { rowsBack } from './rows-back.ts'

const edge = (name: string, from: string, to = 'customers') => ({
  name,
  from: { object: from, fields: ['customer_id'] },
  to: { object: to, fields: ['id'] },
  cardinality: 'one' as const,
  origin: 'declared' as const,
})

const customers = (edges: readonly ReturnType<typeof edge>[]) => ({
  name: 'customers',
  fields: [],
  edges: [...edges],
})

test('rows that lead to a row are called after their table', () => {
  expect(rowsBack(customers([edge('orders.customer', 'orders')]))).toEqual([
    { name: 'orders', object: 'orders' },
  ])
})

test('two ways of one table are told apart by the relation', () => {
  const edges = [edge('orders.customer', 'orders'), edge('orders.payer', 'orders')]
  expect(rowsBack(customers(edges)).map(({ name }) => name)).toEqual([
    'orders_by_customer',
    'orders_by_payer',
  ])
})

test('what a row leads to itself is none of them', () => {
  expect(rowsBack(customers([edge('customers.city', 'customers', 'cities')]))).toEqual([])
})
