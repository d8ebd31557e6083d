import { expect, test } from 'vitest'
import { readPhrases } from './goal-phrases.ts'

test.each([
  ['Create an issue in a team', ['an', 'issue'], ['a', 'team']],
  ["Get a customer's invoices with number", ['invoices'], ['a', 'customer', 'number']],
  [
    'The caller will not come, drop the appointment',
    ['the', 'appointment'],
    ['the', 'caller', 'will', 'not', 'come'],
  ],
  ['Could you please cancel my order?', ['my', 'order'], []],
  ['Look up a gift card by its number', ['a', 'gift', 'card'], ['its', 'number']],
])('finds what %j is about', (goal, object, rest) => {
  const found = readPhrases(goal)
  expect({ object: found.object, rest: found.rest }).toEqual({ object, rest })
})
