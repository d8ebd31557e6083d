import {
  type AssignedCondition,
  type Assignment,
  comparedType,
  type Json,
  type JsonObject,
  type Output,
  type PartialList,
  type PathStep,
  PlatformError,
  type Reading,
  scalarType,
  type Skill,
  type TypeRef,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { prepareComparing } from '../conditions/compare-values.ts'
import { prepareProjection } from '../project-output.ts'
import { sampleSkill } from '../testing/sample-run.ts'
import { prepareReading } from './read-rows.ts'

const step = (name: string): PathStep => ({ kind: 'field', name })
const items = [step('items')]
const clock = { now: new Date('2026-11-30T12:00:00Z'), timezone: 'Asia/Kolkata' }

interface Asked extends Partial<Omit<AssignedCondition, 'tested'>> {
  readonly field: string
  readonly type: TypeRef
  readonly value?: Json
  readonly param?: string
  readonly isSent?: true
}

function condition({ field, type, value = null, param, isSent, ...said }: Asked): Assignment {
  const { op = 'eq' } = said
  const tested = { path: [step(field)], type, ...(isSent === undefined ? {} : { isSent }) }
  return {
    target: [field],
    targetType: comparedType(op, type),
    targetNullable: false,
    source: param === undefined ? { from: 'constant', value } : { from: 'parameter', name: param },
    condition: { id: '0', ...said, op, tested },
  }
}

const shown = (path: readonly PathStep[], max = 10): Output => ({
  kind: 'rows',
  leaf: 'rows',
  path,
  max,
  nullable: true,
  fields: [leaf('id', [step('id')])],
})

const leaf = (name: string, path: readonly PathStep[]) =>
  ({
    kind: 'value',
    leaf: name,
    path,
    sourceType: scalarType('any'),
    type: { kind: 'scalar', scalar: 'any' },
    nullable: true,
    sensitivity: 'none',
  }) as const

interface Run {
  readonly where?: readonly Assignment[]
  readonly reading?: Partial<Reading>
  readonly outputs?: readonly Output[]
  readonly params?: JsonObject
  readonly partial?: readonly PartialList[]
}

function run(data: Json, { where = [], reading = {}, outputs = [shown(items)], params = {}, partial }: Run) {
  const skill: Skill = sampleSkill({
    assignments: where,
    outputs,
    reading: { rows: items, present: [], ...reading },
  })
  const read = prepareReading(skill)(prepareComparing(where)(params, clock))
  const response = { data, status: 200, bytes: 5000, ...(partial === undefined ? {} : { partial }) }
  return prepareProjection(skill)(read?.(response) ?? { response, warnings: [] })
}

/** What a run refuses with. */
function refusal(data: Json, asked: Run): readonly unknown[] {
  try {
    return ['nothing', run(data, asked).output]
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return [error.code, error.details.reason]
  }
}

const rowsOf = (values: readonly Json[]): JsonObject => ({
  items: values.map((value, id) => (value === 'MISSING' ? { id } : { id, value })),
})
const idsOf = ({ output }: { readonly output: JsonObject }): Json =>
  Array.isArray(output['rows']) ? output['rows'].map((row: JsonObject) => row['id'] ?? null) : null

const text = scalarType('string')
const huge = '123456789012345678901234567890.000000001'

describe('a condition on rows', () => {
  test.each<[string, Omit<Asked, 'field'>, readonly Json[], readonly number[]]>([
    ['equal numbers', { type: scalarType('number'), value: 1.5 }, [1.5, '1.50', 2, null], [0, 1]],
    [
      'numbers that no double holds',
      { type: scalarType('decimal'), op: 'gt', value: huge },
      [huge, `${huge}1`, '1e31', '-1e40', 'x'],
      [1, 2],
    ],
    [
      'large whole numbers',
      { type: scalarType('int64'), value: '9007199254740993' },
      ['9007199254740993', '9007199254740992', 9_007_199_254_740_992],
      [0],
    ],
    ['null and missing for ne', { type: text, op: 'ne', value: 'a' }, ['a', 'b', null, 'MISSING'], [1, 2, 3]],
    ['null and missing for lt', { type: text, op: 'lt', value: 'z' }, ['a', null, 'MISSING'], [0]],
    ['null and missing', { type: text, op: 'isNull', value: true }, ['a', null, 'MISSING'], [1, 2]],
    ['what is there', { type: text, op: 'isNull', value: false }, ['a', null, 'MISSING', ''], [0, 3]],
    ['wrong types for ne', { type: text, op: 'ne', value: 'a' }, [{ a: 1 }, ['a'], ['b'], 'b'], [3]],
    ['code points', { type: text, op: 'gt', value: '\uFFFD' }, ['😀', '\uFFFC', 'a'], [0]],
    ['texts as they are', { type: text, value: 'é' }, ['é', 'É', 'e\u0301'], [0]],
    ['texts without case', { type: text, value: 'ÉMILE', fold: true }, ['émile', 'Emile', 'ÉMILE'], [0, 2]],
    ['a part without case', { type: text, op: 'contains', value: 'MI', fold: true }, ['émile', 'Jans'], [0]],
    [
      'a day against moments',
      { type: scalarType('datetime'), param: 'day' },
      [
        '2026-11-29T18:30:00Z',
        '2026-11-30T18:29:59.999+00:00',
        '2026-11-30T18:30:00Z',
        '2026-11-30T08:00:00',
      ],
      [0, 1, 3],
    ],
    [
      'no days',
      { type: scalarType('date'), op: 'ne', value: '2026-11-30' },
      ['2026-02-30', '30-11-2026', '2026-11-30T00:00:00Z', '2026-12-01'],
      [3],
    ],
    ['members of the language', { type: text, op: 'contains', value: 'native' }, ['__proto__'], []],
  ])('compares %s', (...[, asked, values, expected]) => {
    const where = [condition({ field: 'value', ...asked })]
    expect(idsOf(run(rowsOf(values), { where, params: { day: '2026-11-30' } }))).toEqual(expected)
  })

  test('counts what cannot be compared, and what the provider should have left out', () => {
    const where = [
      condition({ field: 'value', type: scalarType('integer'), op: 'gte', value: 5, isSent: true }),
    ]
    const { output, warnings } = run(rowsOf([7, 'x', { a: 1 }, 3, 9]), { where })
    expect([idsOf({ output }), warnings]).toEqual([
      [0, 4],
      [
        'value_not_compared: "value" is not what the provider describes in 2 rows: nothing is equal to it, above or below it.',
        'filter_ignored_by_provider: "value" was sent to the provider, and 3 rows that came do not fit it: left out.',
      ],
    ])
  })

  test('looks at own members only', () => {
    const rows: Json = { items: [{ id: 0 }, JSON.parse('{"id":1,"__proto__":"a"}')] }
    const has = (field: string) => condition({ field, type: text, op: 'isNull', value: false })
    expect([
      idsOf(run(rows, { where: [has('toString')] })),
      idsOf(run(rows, { where: [has('__proto__')] })),
    ]).toEqual([[], [1]])
  })

  test.each<[string, Asked, JsonObject]>([
    ['no value', { field: 'value', type: text, param: 'wanted' }, {}],
    ['null', { field: 'value', type: text, param: 'wanted' }, { wanted: null }],
    ['no day', { field: 'value', type: scalarType('date'), param: 'wanted' }, { wanted: 'soon' }],
    ['no moment', { field: 'value', type: scalarType('datetime'), param: 'wanted' }, { wanted: 'soon' }],
    ['no number', { field: 'value', type: scalarType('decimal'), param: 'wanted' }, { wanted: '1,5' }],
    ['an empty list', { field: 'value', type: text, op: 'in', param: 'wanted' }, { wanted: [] }],
    ['an empty part', { field: 'value', type: text, op: 'startsWith', param: 'wanted' }, { wanted: '' }],
  ])('is refused before sending for %s', (_, asked, params) => {
    expect(refusal(rowsOf(['a']), { where: [condition(asked)], params })).toEqual([
      'validation_error',
      'condition_value',
    ])
  })

  test('of several that are all left out refuses the call', () => {
    const way = (id: string) => condition({ field: 'value', type: text, param: `p${id}`, id, optional: true })
    const where = [way('0.0'), way('0.1')]
    expect([
      refusal(rowsOf(['a']), { where }),
      idsOf(run(rowsOf(['a', 'b']), { where, params: { 'p0.1': 'b' } })),
    ]).toEqual([['validation_error', 'no_condition'], [1]])
  })
})

describe('rows in order', () => {
  const by = (direction: 'asc' | 'desc') => ({
    order: [{ path: [step('value')], type: scalarType('decimal'), direction }],
  })
  const values = ['10', null, 9, 'x', '9.5', 'MISSING', '9']

  test('null comes first ascending, what is no value last, and what is alike stays as it was', () => {
    expect(idsOf(run(rowsOf(values), { reading: by('asc') }))).toEqual([1, 5, 2, 6, 4, 0, 3])
  })

  test('and the other way round', () => {
    expect(idsOf(run(rowsOf(values), { reading: by('desc') }))).toEqual([0, 4, 2, 6, 1, 5, 3])
  })

  test('end with the key of the rows', () => {
    const key = [{ path: [step('id')], type: scalarType('integer') }]
    const data = {
      items: [
        { id: 2, value: 1 },
        { id: 10, value: 1 },
        { id: 1, value: 1 },
      ],
    }
    expect(idsOf(run(data, { reading: { ...by('asc'), key } }))).toEqual([1, 2, 10])
  })
})

describe('where there may be more than was read', () => {
  const where = [condition({ field: 'value', type: text, value: 'a' })]
  const first = leaf('first_id', [...items, { kind: 'item', index: 0 }, step('id')])
  const all = {
    ...leaf('all', items),
    sourceType: { kind: 'list', items: text, itemsNullable: false },
  } as const
  const counted = {
    reading: { aggregate: { values: [{ fn: 'count', leaf: 'row_count' }] } },
    outputs: [],
  } as const
  const sorted = { reading: { order: [{ path: [step('id')], type: text, direction: 'asc' }] } } as const
  const refused = ['upstream_error', 'not_certain']

  describe.each(['certain', 'possible'] as const)('%s', (more) => {
    const partial = [{ path: ['items'], more, total: 70 }]
    test.each<[string, Run]>([
      ['one of the rows that fit', { where, outputs: [first] }],
      ['one of the rows in order', { ...sorted, outputs: [first] }],
      ['one beside the list', { where, outputs: [shown(items), first] }],
      ['what is made of the list', { where, outputs: [all] }],
      ['a count', counted],
      ['a count of what fits', { ...counted, where }],
    ])('%s is not said', (_, asked) => {
      expect(refusal(rowsOf(['a', 'b']), { ...asked, partial })).toEqual(refused)
    })

    test('and neither is that there is none', () => {
      expect(refusal(rowsOf(['b', 'c']), { where, partial })).toEqual(refused)
    })

    test('a list says of how many it is', () => {
      const said = more === 'certain' ? 'has more' : 'may have more'
      expect(run(rowsOf(['a', 'b', 'a']), { where, partial }).warnings).toEqual([
        `rows_truncated: "rows" holds 2 rows of the first 3 that were read; the provider ${said}.`,
      ])
    })
  })

  test('an answer that was cut may have lost any of its rows', () => {
    const partial = [{ path: [], more: 'certain' as const }]
    expect(refusal(rowsOf(['b']), { where, partial })).toEqual(refused)
  })

  test('all of it is said of all rows', () => {
    expect([
      run(rowsOf(['b']), { where }).output,
      run(rowsOf(['b', 'a']), { where, outputs: [first] }).output,
      run(rowsOf(['b', 'a']), { where, outputs: [first] }).warnings,
    ]).toEqual([{ rows: [] }, { first_id: 1 }, []])
  })

  test('what is only shown is shown as it was before', () => {
    const partial = [{ path: ['items'], more: 'certain' as const }]
    expect(run(rowsOf(['b']), { reading: { pages: 2 }, outputs: [first], partial }).output).toEqual({
      first_id: 0,
    })
  })
})

test.each<[string, Json, readonly unknown[]]>([
  [
    'a failure in the place of the list',
    { items: { error: 'no' } },
    ['upstream_invalid_response', 'type_mismatch'],
  ],
  ['a text', { items: 'none' }, ['upstream_invalid_response', 'type_mismatch']],
  ['one row that is no list', { items: { id: 3, value: 'a' } }, ['nothing', { rows: [{ id: 3 }] }]],
  ['nothing', { items: null }, ['nothing', { rows: null }]],
  ['a list of lists', { items: [[{ id: 1, value: 'a' }]] }, ['nothing', { rows: [] }]],
])('an answer with %s', (_, data, expected) => {
  const where = [condition({ field: 'value', type: text, value: 'a' })]
  expect(refusal(data, { where })).toEqual(expected)
})
