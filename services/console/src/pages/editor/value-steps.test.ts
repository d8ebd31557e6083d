import { expect, test } from 'vitest'
import { stepsOf, stepText, valueAt } from './value-steps.ts'

const answer = { patients: [{ name: 'Ada', tags: ['a'] }, { name: 'Bob' }], next: null }

test.each([
  ['the answer itself', [], answer],
  ['a member', ['next'], null],
  ['a field of the first row', ['patients', 'name'], 'Ada'],
  ['a list of the first row', ['patients', 'tags'], ['a']],
  ['what is not there', ['patients', 'phone'], undefined],
  ['behind nothing', ['next', 'name'], undefined],
  ['an inherited member', ['constructor'], undefined],
])('the sample is %s', (_, steps, expected) => {
  expect(valueAt(answer, steps)).toEqual(expected)
})

test.each([
  ['dots', 'contact.email', ['contact', 'email']],
  ['the rows of an answer that is a list', '$', []],
  ['names in backticks', '`sales.orders`.`a``b`.id', ['sales.orders', 'a`b', 'id']],
  ['items that are picked', 'items[0].name', ['items', 'name']],
  ['parts', ['contact', 0, 'e.mail'], ['contact', 'e.mail']],
])('a path of %s has steps', (_, path, expected) => {
  expect(stepsOf(path)).toEqual(expected)
})

test.each(['id', 'sales.orders', 'a`b', 'a[0]', ' blank ', '$', '@type'])(
  '%s is one step of a path',
  (name) => {
    expect(stepsOf(`rows.${stepText(name)}.id`)).toEqual(['rows', name, 'id'])
  },
)
