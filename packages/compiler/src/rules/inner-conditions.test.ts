import type { BindingInputDocument, ProjectionField } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { explain } from '../explain.ts'
import {
  argument,
  field,
  integer,
  listOf,
  object,
  operation,
  ref,
  state,
  text,
} from '../testing/catalog-parts.ts'
import { inputOf, issuesOf, testCatalog } from '../testing/test-catalog.ts'

const counted = { arguments: [argument('first', 'query', { type: integer, role: 'pagination' })] }

const catalog = {
  ...testCatalog,
  objects: [
    ...testCatalog.objects,
    object('Van', [field('plate'), field('parcels', listOf(ref('Parcel')), counted)]),
    object(
      'Parcel',
      [
        field('code'),
        field('state', state),
        field('weight', { kind: 'scalar', scalar: 'decimal' }, { nullable: true }),
        field('due_on', { kind: 'scalar', scalar: 'date' }),
        field('iban', text, { sensitivity: 'financial' }),
        field('pin', text, { sensitivity: 'credential' }),
        field('email', text, { sensitivity: 'contact' }),
        field('sender', ref('Stop')),
        field('stops', listOf(ref('Stop'))),
      ],
      { key: ['code'] },
    ),
    object('Stop', [field('city'), field('place', integer)]),
    object('Vans', [field('items', listOf(ref('Van')))]),
  ],
  operations: [
    ...testCatalog.operations,
    operation('listVans', { returns: { type: ref('Vans'), nullable: false } }),
    operation('sendVans', { effect: 'action', returns: { type: ref('Vans'), nullable: false } }),
  ],
}

const parcels = 'projection/0/fields/0'
const stops = `${parcels}/fields/1`
const tested = (at: string) => `tested_after_reading ${at}`

/** Vans, the parcels in them, and the stops of these. */
const vans = (
  more: Partial<ProjectionField>,
  ofStops: Partial<ProjectionField> = {},
  rest: Partial<BindingInputDocument> = {},
): BindingInputDocument => ({
  operation: 'listVans',
  toolName: 'Vans',
  projection: [
    {
      path: 'items',
      leaf: 'vans',
      max: 2,
      fields: [
        {
          path: 'parcels',
          leaf: 'parcels',
          max: 2,
          ...more,
          fields: [
            { path: 'code', leaf: 'parcel_code' },
            { path: 'stops', leaf: 'stops', max: 2, fields: [{ path: 'city', leaf: 'city' }], ...ofStops },
          ],
        },
      ],
    },
  ],
  ...rest,
})

const codesOf = (document: BindingInputDocument, scoping?: object): readonly string[] =>
  issuesOf(document, { catalog, ...scoping })
    .filter(({ code }) => code !== 'parameter_not_canonical')
    .map(({ code, path }) => `${code} ${path.join('/')}`)

describe('what is said of rows within rows of an answer', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['nothing', vans({}), []],
    ['a field', vans({ where: [{ field: 'state', const: 'open' }] }), [tested(`${parcels}/where`)]],
    [
      'a field of the second level',
      vans({}, { where: [{ field: 'city', param: 'city', optional: true }] }),
      [tested(`${stops}/where`)],
    ],
    [
      'days, several of which one is enough, an order',
      vans({
        where: [
          { field: 'due_on', op: 'lt', relative: 'today+P7D' },
          {
            anyOf: [
              { field: 'weight', op: 'gt', param: 'weight', optional: true },
              { field: 'sender.city', op: 'startsWith', param: 'city', fold: true },
            ],
          },
        ],
        orderBy: [{ field: 'weight', direction: 'desc' }],
      }),
      [tested(`${parcels}/where`), tested(`${parcels}/orderBy`)],
    ],
    [
      'an argument',
      vans({ where: [{ argument: 'state', const: 'open' }] }),
      [`condition_unsupported ${parcels}/where/0/argument`, tested(`${parcels}/where`)],
    ],
    [
      'an argument and a field',
      vans({
        where: [
          {
            anyOf: [
              { field: 'code', const: 'a' },
              { argument: 'state', field: 'state', const: 'open' },
            ],
          },
        ],
      }),
      [`condition_unsupported ${parcels}/where/0/anyOf/1/argument`, tested(`${parcels}/where`)],
    ],
    [
      'a field that there is not, and one behind a list',
      vans({
        where: [
          { field: 'stat', const: 'x' },
          { field: 'stops.city', const: 'x' },
        ],
      }),
      [
        `argument_unknown ${parcels}/where/0/field`,
        `argument_unknown ${parcels}/where/1/field`,
        tested(`${parcels}/where`),
      ],
    ],
    [
      'an operator and a constant that a type has not',
      vans({
        where: [
          { field: 'state', op: 'lt', const: 'open' },
          { field: 'state', const: 'x' },
        ],
      }),
      [
        `enum_mismatch ${parcels}/where/1/const`,
        `operator_unsupported ${parcels}/where/0/op`,
        tested(`${parcels}/where`),
      ],
    ],
    [
      'a constant that may be left out, and an hour counted of days',
      vans({
        where: [
          { field: 'code', const: 'a', optional: true },
          { field: 'due_on', op: 'lt', relative: 'now' },
        ],
      }),
      [
        `optional_source ${parcels}/where/0/optional`,
        `relative_invalid ${parcels}/where/1/relative`,
        tested(`${parcels}/where`),
      ],
    ],
    [
      'orders of what has none, of nothing and twice',
      vans({ orderBy: [{ field: 'state' }, { field: 'cod' }, { field: 'code' }, { field: 'code' }] }),
      [
        `order_invalid ${parcels}/orderBy/0/field`,
        `order_invalid ${parcels}/orderBy/1/field`,
        `order_invalid ${parcels}/orderBy/3/field`,
        tested(`${parcels}/orderBy`),
      ],
    ],
    [
      'a list that is not there',
      vans({ path: 'boxes', where: [{ field: 'state', const: 'open' }] }),
      [tested(`${parcels}/where`), `path_not_found ${parcels}/path`],
    ],
    [
      'rows that a change answers with',
      vans({ where: [{ field: 'state', const: 'open' }] }, {}, { operation: 'sendVans' }),
      [`rows_unsupported ${parcels}/where`],
    ],
  ])('%s', (_, document, expected) => {
    expect(codesOf(document)).toEqual(expected)
  })
})

describe('what is tested within rows tells nothing that may not be told', () => {
  test.each<[string, Partial<ProjectionField>, readonly string[]]>([
    [
      'a credential',
      { where: [{ field: 'pin', param: 'pin' }] },
      [`sensitive_field ${parcels}/where/0/field`],
    ],
    ['above contact for equality', { where: [{ field: 'iban', param: 'iban' }] }, []],
    [
      'above contact by a beginning',
      { where: [{ field: 'iban', op: 'startsWith', param: 'iban' }] },
      [`sensitive_condition ${parcels}/where/0/op`],
    ],
    ['an order of it', { orderBy: [{ field: 'iban' }] }, [`sensitive_order ${parcels}/orderBy/0/field`]],
    [
      'a person who may be left out',
      { where: [{ field: 'email', param: 'email', optional: true }] },
      [`optional_identity ${parcels}/where/0/optional`],
    ],
  ])('%s', (_, more, expected) => {
    const told = codesOf(vans(more)).filter((code) => !code.startsWith('tested_after_reading'))
    expect(told).toEqual(expected)
  })

  test('what is above contact is compared behind a verified identity', () => {
    const result = compile(inputOf(vans({ where: [{ field: 'iban', param: 'iban' }] }), { catalog }))
    expect(result.ok && result.value.skill.policy.requiresVerifiedIdentity).toBe(true)
  })

  test.each<[string, Partial<ProjectionField>, string]>([
    ['compared', { where: [{ field: 'code', param: 'code' }] }, `scoped_out ${parcels}/where/0/field`],
    [
      'compared inside',
      { where: [{ field: 'sender.city', param: 'city' }] },
      `scoped_out ${parcels}/where/0/field`,
    ],
    ['ordered by', { orderBy: [{ field: 'code' }] }, `scoped_out ${parcels}/orderBy/0/field`],
  ])('what is blocked is not %s', (_, more, expected) => {
    const scoping = { scoping: { blockedObjects: [], blockedFields: ['Parcel.code', 'Stop.city'] } }
    expect(codesOf(vans(more), scoping)).toContain(expected)
  })
})

test('a near name is offered with the whole way to it', () => {
  const where = [{ field: 'sender.citi', const: 'x' }]
  const orderBy = [{ field: 'sender.plac' }]
  const issues = issuesOf(vans({ where, orderBy }), { catalog }).filter(
    ({ severity }) => severity === 'error',
  )
  expect(issues.map(({ suggestions, fixes }) => [suggestions, fixes?.map(({ title }) => title)])).toEqual([
    [['sender.city'], ['Use "sender.city"', 'Remove the entry for "sender.citi"']],
    [['sender.place'], ['Use "sender.place"', 'Remove it']],
  ])
})

describe('the skill', () => {
  const skillOf = (document: BindingInputDocument) => {
    const result = compile(inputOf(document, { catalog }))
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    return result.value.skill
  }
  const skill = skillOf(
    vans(
      { where: [{ field: 'state', const: 'open' }], orderBy: [{ field: 'weight', direction: 'desc' }] },
      { where: [{ field: 'city', param: 'city', optional: true }] },
    ),
  )

  test('tests what is authored, by the leaves that lead there, and sends nothing of it', () => {
    expect([skill.formatVersion, skill.egress, skill.reading, skill.assignments]).toEqual([
      2,
      [],
      undefined,
      [
        {
          target: ['state'],
          targetType: state,
          targetNullable: false,
          condition: {
            id: '0/0/0',
            op: 'eq',
            rows: ['vans', 'parcels'],
            tested: { path: [{ kind: 'field', name: 'state', from: 'object' }], type: state },
          },
          source: { from: 'constant', value: 'open' },
        },
        {
          target: ['city'],
          targetType: text,
          targetNullable: false,
          condition: {
            id: '0/0/1/0',
            op: 'eq',
            optional: true,
            rows: ['vans', 'parcels', 'stops'],
            tested: { path: [{ kind: 'field', name: 'city', from: 'object' }], type: text },
          },
          source: { from: 'parameter', name: 'city' },
        },
      ],
    ])
  })

  test('knows what it is sorted by, with the key last', () => {
    const [rows] = skill.outputs.flatMap((output) => (output.kind === 'rows' ? output.fields : []))
    expect(rows).toMatchObject({
      order: [{ path: [{ name: 'weight' }], direction: 'desc' }],
      key: [{ path: [{ name: 'code' }] }],
    })
    expect(skill.uses?.fields).toContain('Parcel.weight')
    expect(skill.lineage?.reads).toContainEqual({ object: 'Parcel', field: 'weight' })
  })

  test('says of how many rows it is, and explains it', () => {
    expect(skill.description).toMatch(/ Looks at the first 50 rows of each list "vans.parcels"\.$/)
    const { arguments: given, outputs } = explain(skill)
    expect([...given, ...outputs.slice(0, 2)]).toEqual([
      'Only: rows of vans.parcels whose state is "open", tested after reading.',
      'Only: rows of vans.parcels.stops whose city is the parameter city, when it is given, tested after reading.',
      'vans: at most 2 rows of items.',
      'vans[].parcels: at most 2 rows of parcels, sorted after reading by weight, highest first.',
    ])
  })

  test('that says nothing of rows within rows has the bytes that it had', () => {
    const plain = skillOf(vans({}))
    expect([plain.formatVersion, JSON.stringify(plain).includes('"order"')]).toEqual([2, false])
  })
})
