import { expect, test } from 'vitest'
import { shortName } from './short-name.ts'

const long = (end: string) => `workspace_administration_${'settings_'.repeat(6)}${end}`

test.each([
  ['a name that fits stays', 'send_mail', 64, 'send_mail'],
  ['one that just fits stays', 'a'.repeat(64), 64, 'a'.repeat(64)],
])('%s', (...[, name, most, expected]) => {
  expect(shortName(name, most)).toBe(expected)
})

test('a longer one keeps its beginning, its end and a hash', () => {
  expect(shortName(long('reset_mail'), 64)).toMatch(
    /^workspace_administration_settings_reset_mail_[0-9a-f]{6}$/,
  )
  expect(shortName(long('reset_mail'), 64).length).toBeLessThanOrEqual(64)
})

test('names that are alike at both ends stay apart', () => {
  const names = ['one', 'two', 'six'].map((middle) =>
    shortName(`${'a'.repeat(40)}${middle}${'z'.repeat(40)}`, 64),
  )
  expect(new Set(names).size).toBe(3)
})

test('the same name is always cut the same way', () => {
  expect(shortName(long('x'), 64)).toBe(shortName(long('x'), 64))
})
