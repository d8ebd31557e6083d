import { expect, test } from 'vitest'
import type { Rows } from './plan.ts'
import { readRow } from './read-rows.ts'

const innermost: Rows = {
  path: ['notes'],
  cells: [{ path: ['text'], codec: 'text' }],
  joins: [],
  inner: [],
  maxRows: 2,
}
const inner: Rows = {
  path: ['customer', 'lines'],
  cells: [
    { path: ['n'], codec: 'integer' },
    { path: ['product', 'maker', 'name'], codec: 'text' },
  ],
  joins: [
    { name: 'product', witness: 2 },
    { name: 'maker', witness: 3, within: ['product'] },
  ],
  inner: [innermost],
  maxRows: 2,
}
const plan = {
  cells: [{ path: ['__proto__'], codec: 'text' as const }],
  joins: [{ name: 'customer', witness: 1 }],
  inner: [inner],
}
const read = (json: string | null, witness: string | null = '1') => readRow(['x', witness, json], plan, 100)

test('rows within rows are members of the row that they lead to', () => {
  const json = '[2, [[["1", "Ann", "1", "1"], [0, null]], [["2", null, "1", null], [1, [[["hi"]]]]]]]'
  expect(read(json)).toEqual(
    JSON.parse(
      '{"__proto__":"x","customer":{"lines":[{"n":1,"product":{"maker":{"name":"Ann"}},"notes":[]},{"n":2,"product":{"maker":null},"notes":[{"text":"hi"}]}]}}',
    ),
  )
})

test('a row that was not joined has no rows within it', () => {
  expect(read('[0, null]', null)).toEqual(JSON.parse('{"__proto__":"x","customer":null}'))
})

test.each([
  ['nothing', null],
  ['no JSON', '[1, [[["1"'],
  ['an empty text', ''],
  ['no list', '{"0":1}'],
  ['fewer rows than it says', '[2, [[["1","a","1","1"],[0,null]]]]'],
  [
    'more rows than were asked for',
    '[9, [[["1","a","1","1"],[0,null]],[["1","a","1","1"],[0,null]],[["1","a","1","1"],[0,null]],[["1","a","1","1"],[0,null]]]]',
  ],
  ['no rows where it says that there are', '[1, null]'],
  ['a row with fewer values', '[1, [[["1","a","1"],[0,null]]]]'],
  ['a row with a value that is no text', '[1, [[[1,"a","1","1"],[0,null]]]]'],
  ['a row without the rows within it', '[1, [[["1","a","1","1"]]]]'],
  ['rows within it that were cut', '[1, [[["1","a","1","1"],[2,[[["hi"]]]]]]]'],
])('%s is no answer', (_, json) => {
  expect(() => read(json)).toThrowError(expect.objectContaining({ code: 'upstream_invalid_response' }))
})
