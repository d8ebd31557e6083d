import { expect, test } from 'vitest'
import { AdaptiveLimit } from './adaptive-limit.ts'

const limitAt = (most: number) => {
  const clock = { now: 0 }
  return { clock, limit: new AdaptiveLimit(most, () => clock.now) }
}

test('halves where there is too much, once for what was under way together', () => {
  const { clock, limit } = limitAt(32)
  for (let call = 0; call < 20; call++) limit.note('too much')
  expect(limit.value).toBe(16)
  clock.now = 1_000
  limit.note('too much')
  expect(limit.value).toBe(8)
})

test('is never below one, so that it can be found out when the provider has recovered', () => {
  const { clock, limit } = limitAt(4)
  for (let moment = 0; moment < 10; moment++) {
    clock.now += 1_000
    limit.note('too much')
  }
  expect(limit.value).toBe(1)
})

test('grows by one for every round that went well, up to the most', () => {
  const { limit } = limitAt(8)
  limit.note('too much')
  const after = [4, 5, 6, 7, 8].map((calls) => {
    const before = limit.value
    // A little more than a round, for what is lost in fractions.
    for (let call = 0; call <= calls; call++) limit.note('fine')
    return [before, limit.value]
  })
  expect(after).toEqual([
    [4, 5],
    [5, 6],
    [6, 7],
    [7, 8],
    [8, 8],
  ])
})
