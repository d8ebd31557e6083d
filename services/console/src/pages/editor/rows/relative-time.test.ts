import { expect, test } from 'vitest'
import { basesFor, readRelative, unitsFor, writeRelative } from './relative-time.ts'

test.each([
  ['now', { base: 'now', count: 0, unit: 'D' }],
  ['today+P7D', { base: 'today', count: 7, unit: 'D' }],
  ['startOfWeek-P2W', { base: 'startOfWeek', count: -2, unit: 'W' }],
  ['now+PT36H', { base: 'now', count: 36, unit: 'H' }],
  ['startOfMonth+P1M', { base: 'startOfMonth', count: 1, unit: 'M' }],
])('%s is read, and written as it was', (text, time) => {
  const read = readRelative(text)
  expect(read).toEqual(time)
  expect(read && writeRelative(read)).toBe(text)
})

test.each(['today+P1M2D', 'today+PT5M', 'tomorrow', 'today+7'])('%s stays a text', (text) => {
  expect(readRelative(text)).toBeUndefined()
})

test('days are counted in whole days', () => {
  expect(basesFor('date')).toEqual(['today', 'startOfWeek', 'startOfMonth'])
  expect(unitsFor('date')).toEqual(['D', 'W', 'M'])
})
