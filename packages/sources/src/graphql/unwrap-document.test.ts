import { expect, test } from 'vitest'
import { unwrapJson } from './unwrap-document.ts'

test.each([
  'type Query { a: Int }',
  '# a comment\n\n  extend type Query { a: Int }',
  'directive @x on FIELD\r\nenum A { B }',
])('finds the schema in the text %j', (text) => {
  expect(unwrapJson({ sdl: text }, 'x')).toEqual({ kind: 'sdl', text })
})

test('looks through a text of empty lines in proportion to its length', () => {
  const work = (lines: number): number => {
    const text = `${'\n'.repeat(lines)}{`
    const began = process.cpuUsage()
    for (let round = 0; round < 10; round += 1)
      expect(() => unwrapJson({ text }, 'x')).toThrow('not a GraphQL schema')
    const { user, system } = process.cpuUsage(began)
    return user + system
  }
  work(40_000)
  // Eight times the lines; in the square it would be 64 times the work.
  expect(work(40_000)).toBeLessThan(32 * Math.max(work(5_000), 2_000))
})
