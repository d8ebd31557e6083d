import { expect, test } from 'vitest'
import { interval } from './reliability.ts'

test.each<[number, number, readonly [number, number] | null]>([
  [0, 0, null],
  [5, 10, [23.7, 76.3]],
  [105, 106, [94.8, 99.8]],
  [10, 10, [72.2, 100]],
])('%i of %i lies with 95 %% within %j', (part, all, expected) => {
  expect(interval(part, all)).toEqual(expected)
})
