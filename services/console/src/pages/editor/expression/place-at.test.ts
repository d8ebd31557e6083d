import { expect, test } from 'vitest'
import { placeAt } from './place-at.ts'

/** `|` is the place. */
const at = (marked: string) => placeAt(marked.replace('|', ''), marked.indexOf('|'))

test.each([
  ['nothing yet', '|', { path: [], word: '', offers: 'anything', isStep: false }],
  ['a name that begins', 'na|', { path: [], word: 'na', offers: 'anything' }],
  ['a step', 'address.|', { path: ['address'], word: '', isStep: true }],
  ['a step that begins', '$.address.ci|', { path: ['address'], word: 'ci', isStep: true }],
  ['a name in backticks', '`full name`.|', { path: ['full name'] }],
  ['a name in backticks that begins', '`full na|', { path: [], word: '`full na' }],
  ['a filter', 'items[st|', { path: ['items'], word: 'st' }],
  ['behind a filter', 'items[status = "open"].|', { path: ['items'], isStep: true }],
  ['behind an index', 'items[0].owner.|', { path: ['items', 'owner'] }],
  ['a block over each item', 'items.(na|', { path: ['items'], word: 'na' }],
  ['a constructor over each item', 'items.{"a": na|', { path: ['items'], word: 'na' }],
  ['a constructor of its own', '{"a": na|', { path: [], word: 'na' }],
  ['behind a bracket again', 'items[open] & na|', { path: [], word: 'na' }],
  ['an argument', '$trim(na|', { path: [], word: 'na' }],
  ['a second argument', '$join(tags, se|', { path: [], word: 'se' }],
  ['the whole input inside of a filter', 'items[$$.na|', { path: [], word: 'na', isStep: true }],
  ['the value inside of a filter', 'items[$.na|', { path: ['items'], word: 'na' }],
  ['what a function gives', '$lookup($, "a").|', { path: undefined, isStep: true }],
  ['a function', '$tr|', { word: '$tr', offers: 'functions' }],
  ['a function behind a path', 'name.$tr|', { word: '$tr', offers: 'functions', isStep: true }],
  ['a dollar', '$|', { word: '$', offers: 'functions' }],
  ['a text', '"na|', { offers: 'nothing' }],
  ['behind a text', '"a" & na|', { offers: 'anything', word: 'na' }],
  ['a comment', '/* na|', { offers: 'nothing' }],
  ['brackets that were never opened', ')]}.na|', { word: 'na' }],
])('knows what stands at %s', (_, marked, expected) => {
  expect(at(marked)).toMatchObject(expected)
})

test('begins what is being written where its word begins', () => {
  expect(at('$trim(full_na|')).toMatchObject({ from: 6, word: 'full_na' })
})
