import { expect, test } from 'vitest'
import { routeOf } from './route.ts'

test('reads what a path is about, and what its places are of', () => {
  expect(routeOf('a.yaml#/paths/~1v1~1users~1{user_id}~1notes~1{id}.json/get')).toEqual({
    literals: ['users', 'notes'],
    endsInSlot: true,
    contexts: new Map([
      ['user_id', 'users'],
      ['id', 'notes'],
    ]),
  })
})

test('reads a path of brackets in proportion to its length', () => {
  const work = (brackets: number): number => {
    const began = process.cpuUsage()
    for (let round = 0; round < 10; round += 1) routeOf(`#/paths/~1${'{'.repeat(brackets)}/get`)
    const { user, system } = process.cpuUsage(began)
    return user + system
  }
  work(40_000)
  // Eight times the brackets; in the square it would be 64 times the work.
  expect(work(40_000)).toBeLessThan(32 * Math.max(work(5_000), 2_000))
})
