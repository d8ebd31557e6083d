import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '@bindery/model'
import { judge } from './oracle.ts'

const name = fc.constantFrom('a', 'b', 'c', 'list', 'missing', '`__proto__`')
const literal = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.constantFrom('"x"', '"1"', '""', 'true', 'false', 'null', '1.5', '[]', '{}'),
)
const operator = fc.constantFrom('+', '-', '*', '&', '=', '!=', '<', '<=', '>', '>=', 'in', 'and', 'or')
const unary = fc.constantFrom(
  'string',
  'boolean',
  'not',
  'exists',
  'count',
  'distinct',
  'reverse',
  'sort',
  'sum',
  'max',
  'min',
  'average',
  'keys',
  'length',
  'uppercase',
  'trim',
  'number',
  'abs',
  'floor',
  'round',
  'type',
  'spread',
  'merge',
  'join',
)
const binary = fc.constantFrom(
  'append',
  'zip',
  'contains',
  'split',
  'lookup',
  'substringBefore',
  'substringAfter',
  'substring',
)

/** Expressions of the subset, weighted towards what the evaluator treats specially: lists, filters and constructors. */
const { expression } = fc.letrec<{ expression: string; atom: string; path: string }>((tie) => ({
  atom: fc.oneof(name, literal, fc.constant('$'), fc.constant('$$')),
  path: fc.oneof(
    { depthSize: 'small' },
    fc
      .array(fc.oneof(name, name, fc.constant('$'), fc.constant('*')), { minLength: 1, maxLength: 4 })
      .map((steps) => steps.join('.')),
    fc.tuple(tie('path'), fc.integer({ min: -2, max: 2 })).map(([path, index]) => `${path}[${index}]`),
    // A filter on nothing is a known deviation: see the README.
    fc.tuple(tie('path'), tie('expression')).map(([path, filter]) => `${path}[$exists($) ? (${filter})]`),
    tie('path').map((path) => `${path}[]`),
    fc.tuple(tie('path'), tie('expression')).map(([path, step]) => `${path}.(${step})`),
    fc.tuple(tie('path'), name).map(([path, step]) => `(${path}).${step}`),
    fc
      .tuple(tie('path'), tie('expression'), tie('expression'))
      .map(([path, a, b]) => `${path}.{"x": ${a}, "y": ${b}}`),
    fc.tuple(tie('path'), tie('expression')).map(([path, item]) => `${path}.[${item}]`),
    fc
      .tuple(tie('path'), name, fc.constantFrom('', '>'))
      .map(([path, key, direction]) => `${path}^(${direction}${key})`),
    fc.tuple(tie('path'), tie('expression')).map(([path, value]) => `${path}{$string(a): ${value}}`),
  ),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('atom'),
    tie('path'),
    fc
      .tuple(tie('expression'), operator, tie('expression'))
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('??', '?:'), tie('expression'))
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `{"x": ${a}, "y": ${b}}`),
    fc.tuple(unary, tie('expression')).map(([called, argument]) => `$${called}(${argument})`),
    fc.tuple(binary, tie('expression'), tie('expression')).map(([called, a, b]) => `$${called}(${a}, ${b})`),
    fc.tuple(tie('expression'), unary).map(([value, called]) => `(${value} ~> $${called})`),
  ),
}))

const scalar = fc.constantFrom<Json>(0, 1, 2, 7, -1, 1.5, 'x', 'y', '1', '', true, false, null)
const { data } = fc.letrec<{ data: Json; object: Json }>((tie) => ({
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'list', '__proto__'), tie('data'), { maxKeys: 4 }),
  data: fc.oneof(
    { depthSize: 'medium' },
    scalar,
    tie('object'),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.array(tie('object'), { maxLength: 3 }),
  ),
}))

test('random expressions over random data give what JSONata gives', async () => {
  await fc.assert(
    fc.asyncProperty(expression, data, async (text, input) => {
      const { ours, theirs } = await judge(text, input)
      if (theirs !== 'changed its input') expect(ours).toBe(theirs)
    }),
    { numRuns: 6000, seed: Number(process.env['FUZZ_SEED'] ?? 2026) },
  )
})
