import type { Json } from '@bindery/model'
import { expect, test } from 'vitest'
import { compareOutputs } from './compare-outputs.ts'

test.each<[string, Json, Json, readonly string[]]>([
  ['the same in another order of members', { a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }, []],
  ['another value', { a: 1 }, { a: 2 }, ['changed a 1 2']],
  ['another type', { a: 1 }, { a: '1' }, ['changed a 1 "1"']],
  ['null in place of a value', { a: 1 }, { a: null }, ['changed a 1 null']],
  ['a missing and a new leaf', { a: 1 }, { b: 1 }, ['removed a 1 null', 'added b null 1']],
  ['a leaf that came as null', {}, { b: null }, ['added b null null']],
  ['fewer rows', { r: [{ x: 1 }, { x: 2 }] }, { r: [{ x: 1 }] }, ['removed r[1] {"x":2} null']],
  ['a value in a row', { r: [{ x: 1 }] }, { r: [{ x: 9 }] }, ['changed r[0].x 1 9']],
  ['rows in place of a value', { r: 'a' }, { r: ['a'] }, ['changed r "a" ["a"]']],
  [
    'names of the language',
    JSON.parse('{"__proto__": 1}'),
    { constructor: 1 },
    ['removed __proto__ 1 null', 'added constructor null 1'],
  ],
])('finds %s', (...[, before, after, expected]) => {
  const found = compareOutputs(before, after).map(
    (each) => `${each.kind} ${each.path} ${JSON.stringify(each.before)} ${JSON.stringify(each.after)}`,
  )
  expect(found).toEqual(expected)
})
