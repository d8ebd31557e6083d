import { expect, test } from 'vitest'
import { withoutTrailing } from './without-trailing.ts'

test.each([
  ['', '0', ''],
  ['000', '0', ''],
  ['1000', '0', '1'],
  ['10001', '0', '10001'],
  ['/a//', '/', '/a'],
])('%j without %s at its end is %j', (text, character, expected) => {
  expect(withoutTrailing(text, character)).toBe(expected)
})
