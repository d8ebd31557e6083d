import { expect, test } from 'vitest'
import { globPattern } from './glob-pattern.ts'

const operation = { name: 'listTickets', method: 'GET', path: '/v2/contacts/{id}/tickets' }

test.each([
  ['**', true],
  ['**/tickets', true],
  ['**/tickets/**', true],
  ['**/tickets/**#GET', true],
  ['**/tickets#post', false],
  ['/v2/*/{id}/tick*', true],
  ['/v2/tickets', false],
  ['list*', true],
  ['LISTTICKETS', true],
  ['*tick*s', true],
  ['list', false],
])('%s', (pattern, isFit) => expect(globPattern(pattern)(operation)).toBe(isFit))

test('a pattern that would go back for ever ends', () => {
  const long = { name: 'a'.repeat(2_000), method: '', path: '' }
  expect(globPattern(`${'*a'.repeat(200)}b`)(long)).toBe(false)
})
