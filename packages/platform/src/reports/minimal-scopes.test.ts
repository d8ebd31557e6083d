import { expect, test } from 'vitest'
import { compareScopes, minimalScopes, type ScopeAlternatives } from './minimal-scopes.ts'

const one = (...scopes: readonly string[]): ScopeAlternatives => scopes.map((scope) => [scope])
/** As a calendar service offers them: everything, events only, or reading only. */
const list = one('all', 'events', 'read')
const insert = one('all', 'events')
const share = one('all')
const offered = [list, insert, insert, share]

test.each<[string, readonly ScopeAlternatives[], readonly string[]]>([
  ['nothing for no operations', [], []],
  ['nothing for operations that ask for none', [[], [[]]], []],
  ['the one that opens the least', [list], ['read']],
  ['one for two operations rather than two', [list, insert], ['events']],
  ['the broad one where nothing else does', [list, insert, share], ['all']],
  ['all scopes of an alternative', [[['a', 'b'], ['all']]], ['a', 'b']],
])('picks %s', (_, needed, expected) => {
  expect(minimalScopes({ needed, offered })).toEqual(expected)
})

test('two narrow scopes count before one that opens more', () => {
  const people = one('everything', 'people')
  const files = one('everything', 'files')
  const others = Array.from({ length: 5 }, () => one('everything'))
  expect(minimalScopes({ needed: [people, files], offered: [people, files, ...others] })).toEqual([
    'files',
    'people',
  ])
})

test('many operations with many choices end with some answer that opens all of them', () => {
  const needed = Array.from({ length: 30 }, (_, at) =>
    one(...Array.from({ length: 6 }, (__, choice) => `s${(at * 7 + choice * 5) % 40}`)),
  )
  const scopes = new Set(minimalScopes({ needed, offered: needed }))
  expect(needed.every((alternatives) => alternatives.some(([scope = '']) => scopes.has(scope)))).toBe(true)
})

test.each<[string, readonly string[], object]>([
  ['nothing', [], { missing: ['events'], exact: [], excess: [] }],
  ['exactly what is needed', ['events'], { missing: [], exact: ['events'], excess: [] }],
  ['a broader scope, which opens them too', ['all'], { missing: [], exact: [], excess: ['all'] }],
  ['reading only', ['read'], { missing: ['events'], exact: [], excess: ['read'] }],
  ['more than is needed', ['events', 'mail'], { missing: [], exact: ['events'], excess: ['mail'] }],
])('compares with a grant of %s', (_, granted, expected) => {
  expect(compareScopes({ needed: [list, insert], offered }, granted)).toEqual(expected)
})
