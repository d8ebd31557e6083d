import { expect, test } from 'vitest'
import { waitAfter } from './retry-schedule.ts'

test('waits longer each time, for three days in all, and then no more', () => {
  const waits = Array.from({ length: 10 }, (_, attempts) => waitAfter(attempts + 1, 0.5))
  expect(waits.slice(0, 9)).toEqual([5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])
  expect(waits[9]).toBeUndefined()
  const days = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 86_400
  expect(days).toBeGreaterThan(3)
})

test('strays by a fifth', () => {
  expect([waitAfter(2, 0), waitAfter(2, 1)]).toEqual([240, 360])
})
