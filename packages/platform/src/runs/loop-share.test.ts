import { expect, test } from 'vitest'
import { LoopShare } from './loop-share.ts'

const after = (...lateBy: readonly number[]): number => {
  const share = new LoopShare({ most: 64, least: 2 })
  for (const ms of lateBy) share.note(ms)
  return share.value
}

test.each([
  ['is all there is at first', [], 64],
  ['stays while the loop is in time', [0, 5, 20], 64],
  ['is half as much when it is late', [21], 32],
  ['is never less than the least', [500, 500, 500, 500, 500, 500, 500, 500], 2],
  ['comes back one by one', [500, 500, 0, 0, 0], 19],
] as const)('a share %s', (_, lateBy, value) => {
  expect(after(...lateBy)).toBe(value)
})

test('a share that rests begins anew', () => {
  const share = new LoopShare({ most: 64, least: 2 })
  share.note(500)
  share.rest()
  expect(share.value).toBe(64)
})
