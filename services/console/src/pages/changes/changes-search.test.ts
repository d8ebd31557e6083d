import { expect, test } from 'vitest'
import { readChangesSearch, readRange, toRange } from './changes-search.ts'

test.each([
  ['sha256:aa..sha256:bb', { from: 'sha256:aa', to: 'sha256:bb' }],
  ['development..production', { from: 'development', to: 'production' }],
  ['sha256:aa', undefined],
  ['..sha256:bb', undefined],
  ['a..b..c', undefined],
  [undefined, undefined],
])('%s of an address is the range %o', (text, range) => {
  expect(readRange(text)).toEqual(range)
})

test('a range that is written is read as it was', () => {
  const range = { from: 'sha256:aa', to: 'current' }
  expect(readRange(toRange(range))).toEqual(range)
})

test('what is no impact narrows nothing', () => {
  expect([readChangesSearch({ impact: 'breaking' }), readChangesSearch({ impact: 'all' })]).toEqual([
    { impact: 'breaking' },
    {},
  ])
})
