import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { CountRow, hasRow, JsonRow, parseFirstRow, toJsonb } from './rows.ts'
import { openEveryStore } from './testing/every-database.ts'
import { afterAll } from 'vitest'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

const cases: readonly (readonly [string, unknown, unknown])[] = [
  ['plain text', 'ü9 "quoted" \\ / \n', 'ü9 "quoted" \\ / \n'],
  ['U+0000, shown as U+FFFD', 'a\u0000b', 'a\ufffdb'],
  ['half a character, shown as U+FFFD', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
  ['a whole character beyond the basic plane', '😀', '😀'],
  ['the letters of an escape', String.raw`\u0000 \ud800`, String.raw`\u0000 \ud800`],
  ['a backslash before U+0000', '\\\u0000', '\\\ufffd'],
  ['names of members', { 'a\u0000': 1, 'b\udfff': 2 }, { 'a\ufffd': 1, 'b\ufffd': 2 }],
  ['a member named __proto__', JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}')],
]

describe.each(stores)('toJsonb on the $name', ({ store }) => {
  test.each(cases)('keeps %s', async (_, value, expected) => {
    const row = await store.run('platform', async (transaction) =>
      parseFirstRow(
        z.object({ value: JsonRow }),
        await transaction.raw('select ?::jsonb as value', [toJsonb(value)]),
      ),
    )
    expect(row?.value).toEqual(expected)
  })
})

it('reads counts that arrive as text or as a number', () => {
  expect([CountRow.parse('12'), CountRow.parse(12), CountRow.safeParse('-1').success]).toEqual([
    12,
    12,
    false,
  ])
})

test.each<[what: string, result: unknown, expected: boolean]>([
  ['no row', { rows: [] }, false],
  ['a row', { rows: [{ id: 'a' }] }, true],
  ['a row without columns', { rows: [{}] }, true],
])('tells that there is %s', (_, result, expected) => {
  expect(hasRow(result)).toBe(expected)
})

it('does not take what is no answer of a statement for one without rows', () => {
  expect(() => hasRow({ rowCount: 1 })).toThrow('rows')
})
