import type { Json, Output, PathStep, Skill, ValueOutput } from '@bindery/model'
import { parseJson, scalarType } from '@bindery/model'
import { expect, test } from 'vitest'
import { prepareProjection, type Projected } from './project-output.ts'
import { sampleSkill } from './testing/sample-run.ts'

const steps = (...names: readonly (string | number)[]): readonly PathStep[] =>
  names.map((name) => (typeof name === 'number' ? { kind: 'item', index: name } : { kind: 'field', name }))

function leaf(name: string, path: readonly PathStep[], change: Partial<ValueOutput> = {}): ValueOutput {
  return {
    kind: 'value',
    leaf: name,
    path,
    sourceType: scalarType('string'),
    type: { kind: 'scalar', scalar: 'string' },
    nullable: false,
    sensitivity: 'none',
    ...change,
  }
}

const project = (outputs: readonly Output[], data: Json, effect: Skill['effect'] = 'read'): Projected =>
  prepareProjection(sampleSkill({ outputs, effect }))({
    response: { data, status: 200, bytes: JSON.stringify(data).length },
    warnings: [],
  })

const list: ValueOutput['type'] = { kind: 'list', items: { kind: 'scalar', scalar: 'string' } }

test.each<readonly [string, ValueOutput, Json, Json]>([
  ['a nested field', leaf('a', steps('x', 'y')), { x: { y: 'v' } }, 'v'],
  ['an item', leaf('a', steps('x', 1)), { x: ['a', 'b'] }, 'b'],
  ['the answer itself', leaf('a', []), 'v', 'v'],
  ['a missing field', leaf('a', steps('x'), { nullable: true }), {}, null],
  ['a null on the way', leaf('a', steps('x', 'y'), { nullable: true }), { x: null }, null],
  ['an item beyond the end', leaf('a', steps('x', 9), { nullable: true }), { x: [] }, null],
  [
    'an item of no list, where several shapes are allowed',
    leaf('a', steps('x', 0), { nullable: true }),
    { x: 'text' },
    null,
  ],
  [
    'a field of no object, where several shapes are allowed',
    leaf('a', steps('x', 'y'), { nullable: true }),
    { x: 'text' },
    null,
  ],
  ['constructor, which no answer has', leaf('a', steps('constructor', 'name'), { nullable: true }), {}, null],
  [
    'each field of a list',
    leaf('a', steps('x', 'y'), { type: list }),
    { x: [{ y: 'a' }, {}, { y: 'b' }] },
    ['a', 'b'],
  ],
  [
    'lists in lists, joined',
    leaf('a', steps('x', 'y', 'z'), { type: list }),
    { x: [{ y: [{ z: 'a' }] }, { y: [{ z: 'b' }] }] },
    ['a', 'b'],
  ],
  ['a transform', leaf('a', steps('x'), { transform: '$uppercase($)' }), { x: 'v' }, 'V'],
  [
    'no transform of nothing',
    leaf('a', steps('x'), { transform: '$uppercase($)', nullable: true }),
    {},
    null,
  ],
  [
    'a transform to nothing',
    leaf('a', steps('x'), { transform: 'missing', nullable: true, sourceType: scalarType('any') }),
    { x: {} },
    null,
  ],
])('reads %s', (...[, output, data, expected]) => {
  expect(project([output], data).output).toEqual({ a: expected })
})

test('__proto__ in an answer is data, and only where it is asked for', () => {
  const data = parseJson('{"__proto__":{"admin":"yes"},"id":"1"}')
  const outputs = [leaf('id', steps('id')), leaf('admin', steps('admin'), { nullable: true })]
  expect(project(outputs, data).output).toEqual({ id: '1', admin: null })
  expect(project([leaf('a', steps('__proto__', 'admin'))], data).output).toEqual({ a: 'yes' })
})

test.each<readonly [string, ValueOutput, Json, string]>([
  ['a missing value', leaf('a', steps('x')), {}, 'output_missing'],
  ['null', leaf('a', steps('x')), { x: null }, 'output_missing'],
  ['another type', leaf('a', steps('x')), { x: {} }, 'type_mismatch'],
  [
    'a transform to nothing',
    leaf('a', steps('x'), { transform: 'missing', sourceType: scalarType('any') }),
    { x: {} },
    'output_missing',
  ],
  [
    'a transform that fails',
    leaf('a', steps('x'), { transform: '$uppercase($)', sourceType: scalarType('any') }),
    { x: 7 },
    'transform_failed',
  ],
])('%s in a required output of a read is an error that names the leaf', (...[, output, data, reason]) => {
  expect(() => project([output], data)).toThrow(
    expect.objectContaining({
      code: 'upstream_invalid_response',
      details: expect.objectContaining({ reason, members: { leaf: 'a', path: 'x' } }),
    }),
  )
})

/** Everything on the way is always sent but the item of the list and the object "near". */
const beside = { nullable: true, present: [0, 1, 3] }

/** The same, and no item of the list is null. */
const items = { nullable: true, present: [0, 1, 2, 3] }

test.each<readonly [string, ValueOutput, Json, string]>([
  ['a field of an item that is there', leaf('a', steps('x', 0, 'y'), beside), { x: [{}] }, 'x[0].y'],
  ['null in it', leaf('a', steps('x', 0, 'y'), beside), { x: [{ y: null }] }, 'x[0].y'],
  ['an item that is null', leaf('a', steps('x', 0, 'y'), items), { x: [null] }, 'x[0]'],
  ['the list before the item', leaf('a', steps('x', 0, 'y'), beside), {}, 'x'],
  ['the answer', leaf('a', steps('x', 0, 'y'), beside), null, '$'],
  [
    'a field of an optional object that is there',
    leaf('a', steps('x', 'near', 'y'), beside),
    { x: { near: {} } },
    'x.near.y',
  ],
  [
    'what a transform reads in it',
    leaf('a', steps('x', 0, 'y'), { ...beside, transform: '$uppercase($)', sourceNullable: true }),
    { x: [{}] },
    'x[0].y',
  ],
])(
  '%s is missing where the provider always sends it: an error, though the output may be null',
  (...[, output, data, path]) => {
    expect(() => project([output], data)).toThrow(
      expect.objectContaining({
        code: 'upstream_invalid_response',
        details: expect.objectContaining({ reason: 'output_missing', members: { leaf: 'a', path } }),
      }),
    )
    expect(project([output], data, 'create').output).toEqual({ a: null })
  },
)

test.each<readonly [string, readonly PathStep[], Json]>([
  ['an empty list', steps('x', 0, 'y'), { x: [] }],
  ['a null that an item may be', steps('x', 0, 'y'), { x: [null] }],
  ['an optional object that is absent', steps('x', 'near', 'y'), { x: {} }],
  ['an optional object that is null', steps('x', 'near', 'y'), { x: { near: null } }],
])('%s is none, whatever would stand below it', (...[, path, data]) => {
  expect(project([leaf('a', path, beside)], data)).toEqual({ output: { a: null }, warnings: [] })
})

test('an empty list is none, though no item of it may be null', () => {
  expect(project([leaf('a', steps('x', 0, 'y'), items)], { x: [] }).output).toEqual({ a: null })
})

test('rows below an item that is there are held to it as a value is', () => {
  const below = rows({ path: steps('x', 0, 'items'), nullable: true, present: [0, 1, 3] })
  expect(project([below], { x: [] }).output).toEqual({ rows: null })
  expect(() => project([below], { x: [{}] })).toThrow('"rows" (path x[0].items) has no value')
})

test.each<readonly [string, Json, string]>([
  ['a list of lists', [[1], [2]], 'has an item that is a list where the schema of the provider says string'],
  [
    'an object among texts',
    ['x', {}],
    'has an item that is an object where the schema of the provider says string',
  ],
  ['an object', {}, 'is an object where the schema of the provider says a list'],
])('%s where a list of texts is due is named by what does not fit', (...[, data, words]) => {
  const texts = {
    sourceType: { kind: 'list', items: scalarType('string'), itemsNullable: false },
    type: list,
  } as const
  expect(() => project([leaf('a', [], texts)], data)).toThrow(words)
})

test('the same in an answer to a write is null and a warning: the write has happened', () => {
  const outputs = [leaf('a', steps('x')), leaf('b', steps('y'))]
  expect(project(outputs, { y: {} }, 'create')).toEqual({
    output: { a: null, b: null },
    warnings: [
      'output_missing: "a" is null: the answer of "desk" (path x) has no value in it.',
      'value_dropped: "b" is null: the answer of "desk" (path y) is an object where the schema of the provider says string.',
    ],
  })
})

test('another type in a nullable output is an error: nothing becomes null because it did not fit', () => {
  expect(() => project([leaf('a', steps('x'), { nullable: true })], { x: {} })).toThrow(
    'The answer of "desk" cannot be used: "a" (path x) is an object where the schema of the provider says string.',
  )
})

const rows = (change: Partial<Extract<Output, { readonly kind: 'rows' }>> = {}): Output => ({
  kind: 'rows',
  leaf: 'rows',
  path: steps('items'),
  max: 2,
  nullable: false,
  fields: [
    leaf('id', steps('id')),
    leaf('n', steps('n'), { nullable: true, type: { kind: 'scalar', scalar: 'integer' } }),
  ],
  ...change,
})

test('rows are cut at their maximum, and the cut and each change are told once with a count', () => {
  const items = [
    { id: 1, n: '1' },
    { id: 2, n: '2' },
    { id: 3, n: '3' },
  ]
  expect(project([rows()], { items })).toEqual({
    output: {
      rows: [
        { id: '1', n: 1 },
        { id: '2', n: 2 },
      ],
    },
    warnings: [
      'rows_truncated: "rows" holds 2 rows; the provider has more.',
      'value_coerced: "rows.id" came as a number and is returned as text. (2 times)',
      'value_coerced: "rows.n" came as text and is returned as a number. (2 times)',
    ],
  })
})

test.each<readonly [string, Json, Json]>([
  ['one object', { items: { id: 'a' } }, [{ id: 'a', n: null }]],
  ['no rows', { items: [] }, []],
])('%s becomes a list', (...[, data, expected]) => {
  expect(project([rows()], data).output).toEqual({ rows: expected })
})

test('missing rows are null or an error', () => {
  expect(project([rows({ nullable: true })], {}).output).toEqual({ rows: null })
  expect(() => project([rows()], { items: null })).toThrow('"rows" (path items) has no value')
})

test('a large output loses rows, loudly', () => {
  const items = Array.from({ length: 500 }, (_, n) => ({ id: `${n}-${'x'.repeat(1000)}` }))
  const { output, warnings } = project([rows({ max: 500 })], { items })
  expect(JSON.stringify(output).length).toBeLessThan(262_144)
  expect(warnings).toEqual([
    'rows_truncated: "rows" holds 250 rows, to stay under 262144 bytes; the provider has more.',
  ])
})

test('a large output without rows is an error', () => {
  expect(() => project([leaf('a', steps('x'))], { x: 'x'.repeat(300_000) })).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ reason: 'output_too_large' }) }),
  )
})

test('of several lists the longest is cut', () => {
  const small = rows({ leaf: 'small', path: steps('small'), max: 500 })
  const items = Array.from({ length: 300 }, (_, n) => ({ id: `${n}-${'x'.repeat(1000)}` }))
  const { output } = project(
    [small, rows({ max: 500 }), rows({ leaf: 'none', path: steps('none'), nullable: true })],
    { items, small: [{ id: 'a' }, { id: 'b' }] },
  )
  expect(output['small']).toHaveLength(2)
  expect(output['rows']).toHaveLength(150)
})
