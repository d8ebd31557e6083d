import { expect, test } from 'vitest'
import type { Operation } from '../../../packages/model/src/index.ts'
import { plainLabel } from './labels.ts'
import { isNamedBy, labelOf } from './operation-label.ts'

const operation = (name: string, provenance: string, groups: readonly string[] = []): Operation => ({
  name,
  provenance,
  groups,
  effect: 'read',
  effectOrigin: 'declared',
  arguments: [],
  availability: { status: 'bindable' },
  security: [],
  call: null,
})

test.each([
  [operation('deleteSubmission', '#/paths/~1submissions~1{id}/delete'), 'DELETE /submissions/{id}'],
  [operation('mutation.cart', '3:1', ['mutation']), 'mutation cart'],
  [operation('cart', '2:1', ['query']), 'query cart'],
  [operation('customers.find', 'table public.customers'), 'select customers'],
  [operation('sales.Order Details.update', 'table sales.Order Details'), 'update order details'],
])('an operation has the label of its source', (given, label) => {
  expect(labelOf(given)).toBe(label)
})

test.each([
  ['select customers', true],
  ['SELECT public.customers', true],
  ['select "public"."Customers"', true],
  ['select `customers`', true],
  ['select crm.customers', false],
  ['update customers', false],
  ['select customer', false],
])('"%s" names the table public.customers: %s', (label, isNamed) => {
  expect(isNamedBy(operation('customers.find', 'table public.customers'), label)).toBe(isNamed)
})

test.each([
  ['[].user.login', 'user.login'],
  ['products.edges[].node.title', 'products.nodes.title'],
  ['edges[].node.id', 'nodes.id'],
  ['where."customerId"', 'where.customerid'],
  ['header.X-Request-ID', 'header.x-request-id'],
  ['body.items[].price', 'body.items.price'],
])('the label "%s" is compared as "%s"', (label, plain) => {
  expect(plainLabel(label)).toBe(plain)
})
