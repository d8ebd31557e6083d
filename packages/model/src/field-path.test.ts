import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { formatFieldPath, parseFieldPath } from './field-path.ts'

const field = (name: string) => ({ kind: 'field', name }) as const
const item = (index: number) => ({ kind: 'item', index }) as const

test.each([
  ['contact.full_name', [field('contact'), field('full_name')]],
  ['items[0].name', [field('items'), item(0), field('name')]],
  ['items[].name', [field('items'), field('name')]],
  ['items[*].name', [field('items'), field('name')]],
  ['[].name', [field('name')]],
  ['$', []],
  ['', []],
  ['$.a', [field('a')]],
  ['$[2].a', [item(2), field('a')]],
  ['`@odata.id`.x', [field('@odata.id'), field('x')]],
  ['`tick``s`', [field('tick`s')]],
  ['first-name', [field('first-name')]],
  ['zip code', [field('zip code')]],
  ['__proto__.x', [field('__proto__'), field('x')]],
  [
    ['a.b', 0, '[c]'],
    [field('a.b'), item(0), field('[c]')],
  ],
])('reads %j', (path, steps) => expect(parseFieldPath(path)).toEqual({ ok: true, value: steps }))

test.each([
  ['a..b', 'A name is missing at character 3.'],
  ['a.', 'The path ends with a dot.'],
  ['.a', 'A name is missing at character 1.'],
  ['a[x]', 'A bracket at character 2 must be "[]" or hold a whole number.'],
  ['a[-1]', 'A bracket at character 2 must be "[]" or hold a whole number.'],
  ['`open', 'A name is missing at character 1.'],
])('says what is wrong with %j', (path, failure) =>
  expect(parseFieldPath(path)).toEqual({ ok: false, failure }),
)

it('writes every path so that it reads back', () => {
  const step = fc.oneof(
    fc
      .string({ minLength: 1, unit: 'grapheme' })
      .filter((name) => name.trim() !== '')
      .map(field),
    fc.nat(9999).map(item),
  )
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), (steps) => {
      expect(parseFieldPath(formatFieldPath(steps))).toEqual({ ok: true, value: steps })
    }),
    { numRuns: 500 },
  )
})
