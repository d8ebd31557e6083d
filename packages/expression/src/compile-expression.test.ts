import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isJsonArray, isJsonObject, type Json, parseJson } from '@bindery/model'
import { compileExpression } from './compile-expression.ts'
import { compileTyped } from './compile-typed.ts'
import { ExpressionError } from './expression-error.ts'
import { toWord } from './raw-syntax.ts'
import { parseExpression } from './parse-expression.ts'

/** Processor time of this process so far: what others do on the machine is no part of it. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function codeOf(text: string, input: Json): string {
  try {
    return JSON.stringify(compileExpression(text)(input)) ?? 'nothing'
  } catch (error) {
    return error instanceof ExpressionError ? error.code : `another error: ${String(error)}`
  }
}

const long = 'x'.repeat(600_000)
const many = Array.from({ length: 60_000 }, (_, index) => index)
const deep = Array.from({ length: 20_000 }).reduce<Json>((inner) => [inner], 1)

describe('compileExpression stops', () => {
  test.each<[string, string, Json, string]>([
    ['text that does not parse', 'a[', {}, 'syntax'],
    ['a calculation without a finite result', '1 / zero', { zero: 0 }, 'value'],
    ['a sum without a finite result', '$sum(big)', { big: [1e308, 1e308] }, 'value'],
    ['a rounding without a finite result', '$round(1, 400)', {}, 'value'],
    ['text that is no number', '$number("0x1z")', {}, 'value'],
    ['a missing separator', '$split("a", missing)', {}, 'absent'],
    ['a missing replacement', '$replace("a", "a", missing)', {}, 'absent'],
    ['a missing search text', '$replace("a", missing, "b")', {}, 'absent'],
    ['doubling of text', '(a & a) & (a & a)', { a: long }, 'budget'],
    ['a long join', '$join([a, a])', { a: long }, 'budget'],
    ['a long replacement', '$replace(a, "x", "xx")', { a: long }, 'budget'],
    ['a long pad', '$pad("", 1000, a)', { a: long }, 'budget'],
    ['a long escape', '$encodeUrlComponent(a)', { a: long }, 'budget'],
    ['quadratic work in a filter', 'many[$ in $$.many]', { many }, 'budget'],
    ['quadratic work in a constructor', 'many.{"all": $count($$.many[$ > 1])}', { many }, 'budget'],
    ['quadratic equality', '$distinct(many.{"a": $})', { many: many.slice(0, 5000) }, 'budget'],
    ['quadratic work of a pattern', '$match(a, /x.*y|x/)', { a: long }, 'budget'],
    ['splitting of a long text into characters', '$split(a, "")', { a: long }, 'budget'],
    ['data that is nested too deeply', '$string($)', deep, 'budget'],
    ['a test of data that is nested too deeply', '$boolean($)', deep, 'budget'],
    ['years that ISO 8601 cannot write', '$fromMillis(9e15)', {}, 'value'],
    ['times after the year 9999', '$fromMillis(2.6e14)', {}, 'value'],
    ['months that do not exist', '$toMillis("2026-19-01")', {}, 'value'],
    ['a pattern that never ends', '$match("ab", /x*/)', {}, 'value'],
    ['a limit below zero', '$match("ab", /x/, -1)', {}, 'type'],
  ])('%s', (_, ...[text, input, expected]) => {
    expect(codeOf(text, input)).toBe(expected)
  })
})

describe('compileExpression differs from JSONata', () => {
  test.each<[string, string, Json, string]>([
    ['takes a time without a zone as UTC', '$toMillis("2026-11-30T14:30:00")', {}, '1796049000000'],
    ['gives nothing for a filter on nothing', 'missing[true].{"x": 1}', {}, 'nothing'],
    [
      'looks for nothing when the mark is missing',
      '$substringBefore("an undefined", missing)',
      {},
      '"an undefined"',
    ],
    ['the same behind', '$substringAfter("an undefined", missing)', {}, '"an undefined"'],
    ['gives null for a group that took no part', '$match("b", /(a)?b/).groups', {}, '[null]'],
    [
      'takes data that looks like a function as data',
      'a._jsonata_lambda',
      { a: { _jsonata_lambda: true } },
      'true',
    ],
  ])('%s', (_, ...[text, input, expected]) => {
    expect(codeOf(text, input)).toBe(expected)
  })
})

describe('compileExpression keeps to itself', () => {
  test('does not change its input, even when that is frozen', () => {
    const input = parseJson('{"a": [[1], {"b": [2]}], "n": []}')
    const before = JSON.stringify(input)
    for (const text of ['a[]', 'n{"x": 1}', 'a.b[]', '$reverse(a)', '$sort(n)', '$append(a, 1)'])
      codeOf(text, Object.freeze(input))
    expect(JSON.stringify(input)).toBe(before)
  })
  test('gives plain lists, without marks', () => {
    expect(compileExpression('a.b')({ a: [{ b: 1 }, { b: 2 }] })).toStrictEqual([1, 2])
  })
  test('never touches a prototype', () => {
    const output = compileExpression('{"__proto__": a, "b": $merge([c])}')(
      parseJson('{"a": {"x": 1}, "c": {"__proto__": {"y": 2}}}'),
    )
    expect(JSON.stringify(output)).toBe('{"__proto__":{"x":1},"b":{"__proto__":{"y":2}}}')
    expect(Object.getPrototypeOf(output)).toBe(Object.prototype)
    expect([
      codeOf('x', {}),
      codeOf('y', {}),
      codeOf('toString', {}),
      codeOf('a.__proto__', { a: {} }),
    ]).toEqual(Array.from({ length: 4 }, () => 'nothing'))
  })
  test('keeps nothing from one run to the next', () => {
    const count = compileExpression('$count($$.a[$ > 1])')
    expect([count({ a: [1, 2] }), count({ a: [] }), count({ a: [2, 3] })]).toEqual([1, 0, 2])
  })
})

describe('compileTyped', () => {
  test.each<[string, 'list' | 'value', Json, Json]>([
    ['a.b', 'list', { a: [{ b: 1 }] }, [1]],
    ['a.b', 'list', { a: [{ b: 1 }, { b: 2 }] }, [1, 2]],
    ['a.b', 'list', { a: [] }, []],
    ['a.b', 'list', {}, []],
    ['a.b', 'value', { a: { b: 1 } }, 1],
    ['a.b', 'value', {}, null],
  ])('%s as a %s', (text, shape, ...[input, expected]) => {
    expect(compileTyped(text, shape)(input)).toEqual(expected)
  })
})

function casesOf(name: string): readonly { readonly [member: string]: Json }[] {
  const file = parseJson(
    readFileSync(new URL(`../../../fixtures/security/open/${name}`, import.meta.url), 'utf8'),
  )
  const cases = isJsonObject(file) ? file['cases'] : undefined
  return isJsonArray(cases) ? cases.filter(isJsonObject) : []
}

describe('hostile expressions', () => {
  test.each(casesOf('jsonata.json').map((entry) => [toWord(entry['id']), entry] as const))(
    '%s',
    (_, { expr, data, expect: expected, value }) => {
      const outcome = codeOf(toWord(expr), data ?? {})
      const isRefused = ['syntax', 'type', 'value', 'budget'].includes(outcome)
      if (expected === 'reject-or-limit') expect(isRefused).toBe(true)
      if (expected === 'ok') expect(outcome).toBe(value === undefined ? 'nothing' : JSON.stringify(value))
      // A refusal is as inert as an answer; what counts is that no prototype was touched.
      if (expected === 'inert')
        expect([isRefused || !outcome.startsWith('another error'), 'polluted' in {}]).toEqual([true, false])
    },
  )
})

describe('hostile patterns', () => {
  test.each(casesOf('regex.json').map((entry) => [toWord(entry['id']), entry] as const))(
    '%s ends',
    (_, { pattern, attack }) => {
      const text = `$match($, /${toWord(pattern)}/)`
      const started = processorMs()
      const outcome = parseExpression(text).ok ? codeOf(text, toWord(attack)) : 'refused'
      expect(outcome).not.toContain('another error')
      expect(processorMs() - started).toBeLessThan(5000)
    },
  )
})
