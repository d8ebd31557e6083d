import { readFileSync } from 'node:fs'
import {
  comparedType,
  isJsonArray,
  isJsonObject,
  type Json,
  ownProperty,
  parseJson,
  scalarNames,
  scalarType,
  type TypeRef,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { checkValue, constraintProblem } from './check-value.ts'

interface Case {
  readonly id: string
  readonly declared: string
  readonly value: Json
  readonly expect: string
}

test.each(readCases())('body case $id ($declared): $expect', ({ declared, value, expect: expected }) => {
  const checked = checkValue(value, typeOf(declared))
  if (expected.startsWith('leaf equals')) expect(checked).toEqual({ ok: true, value })
  else expect(checked.ok).toBe(false)
})

function typeOf(declared: string): TypeRef {
  const [kind = '', values = ''] = declared.split(':')
  if (kind === 'enum') return { kind: 'enum', scalar: 'string', values: values.split('|') }
  const scalar = scalarNames.find((name) => name === kind)
  return scalar === undefined ? { kind: 'object', name: 'Anything' } : scalarType(scalar)
}

function readCases(): readonly Case[] {
  const file = new URL('../../../fixtures/security/open/body-types.json', import.meta.url)
  const document = parseJson(readFileSync(file, 'utf8'))
  const cases = isJsonObject(document) ? ownProperty(document, 'cases') : undefined
  return cases !== undefined && isJsonArray(cases) ? cases.map(toCase) : []
}

function toCase(item: Json): Case {
  if (!isJsonObject(item)) throw new TypeError('Not a case.')
  const { id, declared, value, expect: expected } = item
  if (typeof id !== 'string' || typeof declared !== 'string' || typeof expected !== 'string')
    throw new TypeError('Not a case.')
  return { id, declared, value: value ?? null, expect: expected }
}

const longEnum: TypeRef = {
  kind: 'enum',
  scalar: 'string',
  values: Array.from({ length: 101 }, (_, n) => `v${n}`),
}
const list = (items: TypeRef, itemsNullable = false): TypeRef => ({ kind: 'list', items, itemsNullable })
const map = (values: TypeRef, valuesNullable = false): TypeRef => ({ kind: 'map', values, valuesNullable })
const text = scalarType('string')
const deep = (levels: number): Json => (levels === 0 ? 1 : [deep(levels - 1)])

test.each<readonly [string, TypeRef, Json, Json]>([
  ['a boolean', scalarType('boolean'), false, false],
  ['an integer', scalarType('integer'), -5, -5],
  ['a number', scalarType('number'), 1.5, 1.5],
  ['a 64-bit integer as text', scalarType('int64'), '9223372036854775807', '9223372036854775807'],
  ['a 64-bit integer as number', scalarType('int64'), 42, '42'],
  ['an integer of any size', scalarType('int64'), '9'.repeat(80), '9'.repeat(80)],
  ['an integer that came out as text', scalarType('integer'), '12345678901234567890', '12345678901234567890'],
  ['a number that came out as text', scalarType('number'), '123456789.123456789', '123456789.123456789'],
  ['a value of a long enumeration that is not shown', longEnum, 'x', 'x'],
  ['a decimal as number', scalarType('decimal'), 19.95, '19.95'],
  ['a list', list(text), ['a', 'b'], ['a', 'b']],
  ['a list with nulls', list(text, true), [null], [null]],
  ['a map', map(scalarType('int64')), { a: 1 }, { a: '1' }],
  ['a map with nulls', map(text, true), { a: null }, { a: null }],
  ['a union', { kind: 'union', members: [scalarType('integer'), text] }, 'x', 'x'],
  ['an enumeration', { kind: 'enum', scalar: 'integer', values: [1, 2] }, 2, 2],
  ['an object', { kind: 'object', name: 'A' }, { a: [{ b: null }], c: true }, { a: [{ b: null }], c: true }],
  ['anything', scalarType('any'), [1, 'x', { a: null }], [1, 'x', { a: null }]],
])('takes %s', (...[, type, value, expected]) => {
  expect(checkValue(value, type)).toEqual({ ok: true, value: expected })
})

test.each<readonly [string, TypeRef, Json, string]>([
  ['a fraction', scalarType('int64'), '1.5', 'a whole number such as "42"'],
  ['an unsafe number', scalarType('int64'), 2 ** 60, 'text, since a number of this size is not exact'],
  ['a huge number', scalarType('decimal'), 1e300, 'text, since a number of this size is not exact'],
  ['no number', scalarType('decimal'), '1e', 'a decimal number such as "19.95"'],
  [
    'text that a double holds',
    scalarType('integer'),
    '42',
    'a whole number within ±9007199254740991, or the digits of a larger one as text',
  ],
  ['text that a double is', scalarType('number'), '1.5', 'a number'],
  ['text for a list', list(text), 'a', 'a list'],
  ['a bad item', list(text), [1], 'a list, each item text'],
  ['a list for a map', map(text), [], 'an object'],
  ['a bad member', map(text), { a: 1 }, 'an object, each value text'],
  ['__proto__ in a map', map(text), parseJson('{"__proto__":"x"}'), 'an object without "__proto__"'],
  [
    'no member of a union',
    { kind: 'union', members: [scalarType('integer'), text] },
    true,
    'integer | string',
  ],
  [
    'neither day nor moment',
    comparedType('gte', scalarType('datetime')),
    'tomorrow',
    'a day or a moment, such as 2026-11-30 or 2026-11-30T14:30:00+01:00',
  ],
  ['text for an object', { kind: 'object', name: 'A' }, 'x', 'an object'],
  [
    '__proto__ deep inside',
    scalarType('any'),
    [{ a: parseJson('{"__proto__":1}') }],
    'an object without "__proto__"',
  ],
  ['NUL deep inside', scalarType('any'), { a: ['\u0000'] }, 'text without NUL and broken characters'],
  ['a broken name', scalarType('any'), { '\ud800': 1 }, 'names without NUL and broken characters'],
  ['an infinity', scalarType('any'), [Number.POSITIVE_INFINITY], 'finite numbers'],
  ['33 levels', scalarType('any'), deep(34), 'JSON of at most 32 levels'],
  ['half a character', text, 'a\ud800', 'text without NUL and broken characters'],
  ['NaN', scalarType('number'), Number.NaN, 'a number'],
])('refuses %s', (...[, type, value, expected]) => {
  expect(checkValue(value, type)).toMatchObject({ ok: false, expected })
})

test.each<readonly [string, Json, Parameters<typeof constraintProblem>[1], string | undefined]>([
  ['nothing', 'x', undefined, undefined],
  ['a boolean', true, { minimum: 1 }, undefined],
  ['short text', 'ab', { minLength: 3 }, 'at least 3 characters'],
  ['long text', 'abcd', { maxLength: 3 }, 'at most 3 characters'],
  ['characters, not code units', '😀😀', { maxLength: 2 }, undefined],
  ['few items', [], { minItems: 1 }, 'at least 1 items'],
  ['many items', [1, 2], { maxItems: 1 }, 'at most 1 items'],
  ['enough items', [1], { minItems: 1, maxItems: 1 }, undefined],
  ['a small number', 1, { minimum: 2 }, 'at least 2'],
  ['a large number', 3, { maximum: 2 }, 'at most 2'],
  ['an excluded minimum', 2, { exclusiveMinimum: 2 }, 'more than 2'],
  ['an excluded maximum', 2, { exclusiveMaximum: 2 }, 'less than 2'],
  ['no multiple', 7, { multipleOf: 5 }, 'a multiple of 5'],
  ['a multiple', 0.3, { multipleOf: 0.1 }, undefined],
  ['a number within', 2, { minimum: 1, maximum: 3 }, undefined],
  ['a pattern, which is not run', 'x', { pattern: '^(a+)+$' }, undefined],
])('constraint on %s', (...[, value, constraints, expected]) => {
  expect(constraintProblem(value, constraints)).toBe(expected)
})
