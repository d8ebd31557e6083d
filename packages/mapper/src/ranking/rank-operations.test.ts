import { expect, test } from 'vitest'
import { testCatalog } from '../test-catalog.ts'
import { indexOperations } from './operation-index.ts'
import { rankOperations } from './rank-operations.ts'
import { routeOf } from './route.ts'

const index = indexOperations(testCatalog)

test.each([
  ['Find a shopper', 'listCustomers'],
  ['Remove a client for good', 'deleteCustomer'],
  ['Where does a purchase stand', 'getOrder'],
  ['File a complaint ticket', 'createTicket'],
])('serves %j by %s', (goal, operation) => {
  expect(rankOperations(index, { goal }).at(0)?.operation.name).toBe(operation)
})

test('keeps an index as long as its catalog', () => {
  expect(indexOperations(testCatalog)).toBe(index)
})

test('gives no write for a goal that reads', () => {
  const ranked = rankOperations(index, { goal: 'List tickets' })
  expect(ranked.map(({ operation }) => operation.effect)).toEqual(['read', 'read'])
})

test.each([
  [
    '#/paths/~1v1~1users~1{user_id}~1notes~1{id}/get',
    ['users', 'notes'],
    true,
    { user_id: 'users', id: 'notes' },
  ],
  ['a.yaml#/paths/~1notes.json/post', ['notes'], false, {}],
  ['38014:5', [], false, {}],
  ['table public.users', [], false, {}],
])('reads the route of %s', (provenance, ...expected) => {
  const [literals, endsInSlot, contexts] = expected
  const route = routeOf(provenance)
  expect({ ...route, contexts: Object.fromEntries(route.contexts) }).toEqual({
    literals,
    endsInSlot,
    contexts,
  })
})
