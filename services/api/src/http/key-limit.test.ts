import { expect, test } from 'vitest'
import { KeyLimit } from './key-limit.ts'

test('admits as many as it says in a minute, per key, and says what is left', () => {
  const clock = { nowMs: 1_000 }
  const limit = new KeyLimit(2, () => clock.nowMs)
  expect(limit.take('a')).toEqual({
    'ratelimit-limit': '2',
    'ratelimit-remaining': '1',
    'ratelimit-reset': '60',
  })
  clock.nowMs += 10_500
  expect(limit.take('a')).toMatchObject({ 'ratelimit-remaining': '0', 'ratelimit-reset': '50' })
  expect(() => limit.take('a')).toThrow('wait 50 s')
  expect(limit.take('b')).toMatchObject({ 'ratelimit-remaining': '1' })
  clock.nowMs += 49_500
  expect(limit.take('a')).toMatchObject({ 'ratelimit-remaining': '1', 'ratelimit-reset': '60' })
})
