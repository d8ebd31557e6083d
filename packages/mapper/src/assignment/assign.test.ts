import { indexCatalog } from '@bindery/model'
import { expect, test } from 'vitest'
import { testCatalog } from '../test-catalog.ts'
import { assign } from './assign.ts'
import { assignOutputs } from './assign-outputs.ts'
import { nameFit, nameTerms } from './name-fit.ts'

test('gives each name one place and each place one name, the best pair first', () => {
  const scores: Readonly<Record<string, number>> = {
    'a:x': 0.9,
    'a:y': 0.8,
    'b:x': 0.95,
    'b:y': 0.3,
    'c:x': 1,
  }
  const lines = assign({
    names: ['a', 'b', 'c'],
    places: ['x', 'y'],
    score: (name, place) => scores[`${name}:${place}`] ?? 0,
    least: 0.2,
  })
  expect(lines.map(({ name, place, others }) => [name, place, others])).toEqual([
    ['a', 'y', ['x']],
    ['c', 'x', []],
  ])
})

test.each([
  ['customer_email', 'emailAddress', 'fax'],
  ['postal_code', 'zip', 'country'],
  ['first_name', 'givenName', 'familyName'],
  ['limit', 'per_page', 'page'],
  ['starts_at', 'start_time', 'end_time'],
])('%s means %s rather than %s', (wanted, right, wrong) => {
  const fit = (name: string): number => nameFit(nameTerms(wanted), nameTerms(name), [])
  expect(fit(right)).toBeGreaterThan(fit(wrong))
})

test('takes an id from the object that it is an id of', () => {
  const operation = testCatalog.operations.find(({ name }) => name === 'getOrder')
  if (operation === undefined) throw new TypeError('The test catalog has no getOrder.')
  const { assigned, missing } = assignOutputs(
    { names: ['order_id', 'customer_id', 'customer_email', 'shoe_size'] },
    operation,
    indexCatalog(testCatalog),
  )
  expect(assigned.map(({ name, place }) => [name, place.names.join('.')])).toEqual([
    ['order_id', 'id'],
    ['customer_id', 'customer.id'],
    ['customer_email', 'customer.email'],
  ])
  expect(missing).toEqual(['shoe_size'])
})
