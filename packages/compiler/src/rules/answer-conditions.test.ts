import type { BindingInputDocument } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
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

const catalog = {
  ...testCatalog,
  objects: [
    ...testCatalog.objects,
    object('Parcel', [
      field('code'),
      field('state', state),
      field('weight', { kind: 'scalar', scalar: 'decimal' }, { required: false }),
      field('sent_at', { kind: 'scalar', scalar: 'datetime' }, { nullable: true }),
      field('due_on', { kind: 'scalar', scalar: 'date' }),
      field('insured', { kind: 'scalar', scalar: 'boolean' }),
      field('iban', text, { sensitivity: 'financial' }),
      field('pin', text, { sensitivity: 'credential' }),
      field('email', text, { sensitivity: 'contact' }),
      field('stops', listOf(ref('Stop'))),
      field('sender', ref('Stop'), { required: false }),
    ]),
    object('Stop', [field('city')]),
    object('Parcels', [field('items', listOf(ref('Parcel'))), field('total', integer)]),
  ],
  operations: [
    ...testCatalog.operations,
    operation('listParcels', {
      arguments: [
        argument('state', 'query', { type: state }),
        argument('states', 'query', { type: listOf(state) }),
        argument('since', 'query', { type: { kind: 'scalar', scalar: 'date' }, default: '2026-01-01' }),
        argument('until', 'query', { type: { kind: 'scalar', scalar: 'date' } }),
        argument('depot', 'query', { required: true }),
        argument('limit', 'query', { type: integer }),
      ],
      returns: { type: ref('Parcels'), nullable: false },
    }),
    operation('moveParcels', {
      effect: 'action',
      arguments: [argument('state', 'query', { type: state }), argument('note', 'query')],
      returns: { type: ref('Parcels'), nullable: false },
    }),
  ],
}

const parcels = (more: Partial<BindingInputDocument>): BindingInputDocument => ({
  operation: 'listParcels',
  toolName: 'Parcels',
  inputs: [{ const: 'north', argument: 'depot' }],
  projection: [{ path: 'items', leaf: 'parcels', max: 5, fields: [{ path: 'code', leaf: 'parcel_code' }] }],
  ...more,
})

const codesOf = (document: BindingInputDocument, scoping?: object): readonly string[] =>
  issuesOf(document, { catalog, ...scoping })
    .filter(({ code }) => code !== 'parameter_not_canonical')
    .map(({ code, path }) => `${code} ${path.join('/')}`)

const tested = 'tested_after_reading where'

describe('what is said of the rows of an answer', () => {
  test.each<[string, Partial<BindingInputDocument>, readonly string[]]>([
    ['a field', { where: [{ field: 'state', const: 'open' }] }, [tested]],
    ['a field inside', { where: [{ field: 'sender.city', param: 'city' }] }, [tested]],
    ['an argument', { where: [{ argument: 'state', param: 'status' }] }, []],
    ['an argument with a list', { where: [{ argument: 'states', op: 'in', param: 'statuses' }] }, []],
    ['both', { where: [{ argument: 'state', field: 'state', param: 'status' }] }, [tested]],
    [
      'both, by another comparison',
      { where: [{ argument: 'since', field: 'due_on', op: 'gte', param: 'from_date' }] },
      [tested],
    ],
    ['a day in an argument', { where: [{ argument: 'since', relative: 'today-P7D' }] }, []],
    [
      'a moment in an argument of days',
      { where: [{ argument: 'since', relative: 'now' }] },
      ['relative_invalid where/0/relative'],
    ],
    [
      'a day in an argument of states',
      { where: [{ argument: 'state', relative: 'today' }] },
      ['relative_invalid where/0/relative'],
    ],
    [
      'a list in an argument of one value',
      { where: [{ argument: 'state', op: 'in', const: ['open'] }] },
      ['enum_mismatch where/0/const', 'operator_unsupported where/0/op'],
    ],
    [
      'one value in an argument of a list',
      { where: [{ argument: 'states', param: 'status' }] },
      ['operator_unsupported where/0/op'],
    ],
    [
      'a comparison that nobody makes',
      { where: [{ argument: 'since', op: 'gte', param: 'from_date' }] },
      ['operator_unsupported where/0/op'],
    ],
    [
      'an argument twice',
      {
        inputs: [
          { const: 'north', argument: 'depot' },
          { param: 'status', argument: 'state' },
        ],
        where: [{ argument: 'state', const: 'open' }],
      },
      ['param_and_const where/0'],
    ],
    [
      'an argument that there is not',
      { where: [{ argument: 'stat', const: 'x' }] },
      ['argument_unknown where/0/argument'],
    ],
    [
      'a field that there is not',
      { where: [{ field: 'stat', const: 'x' }] },
      ['argument_unknown where/0/field', tested],
    ],
    [
      'a list inside',
      { where: [{ field: 'stops.city', const: 'x' }] },
      ['argument_unknown where/0/field', tested],
    ],
    [
      'an argument that every call needs',
      { inputs: [], where: [{ argument: 'depot', param: 'depot', optional: true }] },
      ['optional_source where/0/optional'],
    ],
    [
      'an optional argument of the context',
      { contextParams: ['status'], where: [{ argument: 'state', param: 'status', optional: true }] },
      ['optional_source where/0/optional'],
    ],
    [
      'several of which one is enough',
      {
        where: [
          {
            anyOf: [
              { field: 'insured', const: false },
              { field: 'due_on', op: 'lt', relative: 'today' },
            ],
          },
        ],
      },
      [tested],
    ],
    [
      'several of which one is sent',
      {
        where: [
          {
            anyOf: [
              { field: 'insured', const: false },
              { argument: 'state', const: 'open' },
            ],
          },
        ],
      },
      ['condition_unsupported where/0/anyOf/1/argument', tested],
    ],
    [
      'an operator that a type has not',
      { where: [{ field: 'insured', op: 'lt', const: true }] },
      ['operator_unsupported where/0/op', tested],
    ],
    ['a scan', { acceptScan: true }, ['condition_unsupported acceptScan']],
    ['an order', { orderBy: [{ field: 'due_on', direction: 'desc' }] }, ['tested_after_reading orderBy']],
    [
      'an order of states',
      { orderBy: [{ field: 'state' }] },
      ['order_invalid orderBy/0/field', 'tested_after_reading orderBy'],
    ],
    [
      'an order of nothing',
      { orderBy: [{ field: 'due' }] },
      ['order_invalid orderBy/0/field', 'tested_after_reading orderBy'],
    ],
    [
      'an order twice',
      { orderBy: [{ field: 'code' }, { field: 'code' }] },
      ['order_invalid orderBy/1/field', 'tested_after_reading orderBy'],
    ],
    [
      'counts',
      {
        projection: [],
        aggregate: {
          values: [
            { fn: 'count', leaf: 'parcel_count' },
            { fn: 'sum', field: 'weight', leaf: 'total_weight' },
          ],
          groupBy: [{ field: 'state', leaf: 'status' }],
          leaf: 'by_status',
        },
      },
      ['tested_after_reading aggregate'],
    ],
    [
      'a sum of texts',
      { projection: [], aggregate: { values: [{ fn: 'sum', field: 'code', leaf: 'code_sum' }] } },
      ['tested_after_reading aggregate', 'path_not_found aggregate/values/0/field'],
    ],
  ])('%s', (_, more, expected) => {
    expect(codesOf(parcels(more))).toEqual(expected)
  })
})

describe('what is tested tells nothing that may not be told', () => {
  test.each<[string, Partial<BindingInputDocument>, readonly string[]]>([
    ['a credential', { where: [{ field: 'pin', param: 'pin' }] }, ['sensitive_field where/0/field', tested]],
    ['above contact for equality', { where: [{ field: 'iban', param: 'iban' }] }, [tested]],
    [
      'above contact by a beginning',
      { where: [{ field: 'iban', op: 'startsWith', param: 'iban' }] },
      [tested, 'sensitive_condition where/0/op'],
    ],
    [
      'an order of it',
      { orderBy: [{ field: 'iban' }] },
      ['tested_after_reading orderBy', 'sensitive_order orderBy/0/field'],
    ],
    [
      'an extreme of it',
      { projection: [], aggregate: { values: [{ fn: 'max', field: 'iban', leaf: 'last_iban' }] } },
      ['tested_after_reading aggregate', 'sensitive_field aggregate/values/0/field'],
    ],
    [
      'groups of it',
      {
        projection: [],
        aggregate: {
          values: [{ fn: 'count', leaf: 'parcel_count' }],
          groupBy: [{ field: 'iban', leaf: 'iban' }],
          leaf: 'groups',
        },
      },
      ['tested_after_reading aggregate', 'sensitive_field aggregate/groupBy/0/field'],
    ],
    [
      'a person who may be left out',
      { where: [{ field: 'email', param: 'email', optional: true }] },
      [tested, 'optional_identity where/0/optional'],
    ],
  ])('%s', (_, more, expected) => {
    expect(codesOf(parcels(more))).toEqual(expected)
  })

  test('what is above contact is compared behind a verified identity', () => {
    const result = compile(inputOf(parcels({ where: [{ field: 'iban', param: 'iban' }] }), { catalog }))
    expect(result.ok && result.value.skill.policy.requiresVerifiedIdentity).toBe(true)
  })

  test.each<[string, Partial<BindingInputDocument>, string]>([
    ['compared', { where: [{ field: 'code', param: 'code' }] }, 'scoped_out where/0/field'],
    ['compared inside', { where: [{ field: 'sender.city', param: 'city' }] }, 'scoped_out where/0/field'],
    ['ordered by', { orderBy: [{ field: 'code' }] }, 'scoped_out orderBy/0/field'],
    [
      'grouped by',
      {
        aggregate: {
          values: [{ fn: 'count', leaf: 'parcel_count' }],
          groupBy: [{ field: 'code', leaf: 'parcel_code' }],
          leaf: 'groups',
        },
      },
      'scoped_out aggregate/groupBy/0/field',
    ],
    [
      'counted',
      { aggregate: { values: [{ fn: 'count', field: 'code', leaf: 'code_count' }] } },
      'scoped_out aggregate/values/0/field',
    ],
  ])('what is blocked is not %s', (_, more, expected) => {
    const scoping = { scoping: { blockedObjects: [], blockedFields: ['Parcel.code', 'Stop.city'] } }
    expect(codesOf(parcels({ projection: [], rows: 'items', ...more }), scoping)).toContain(expected)
  })
})

test.each<[string, Partial<BindingInputDocument>, readonly string[]]>([
  ['a field', { where: [{ field: 'state', const: 'open' }] }, ['condition_unsupported where/0/field']],
  ['an argument', { where: [{ argument: 'state', const: 'open' }] }, []],
  ['an order', { orderBy: [{ field: 'code' }] }, ['condition_unsupported orderBy']],
  [
    'a sensitive value in a place of others',
    { where: [{ argument: 'note', param: 'iban' }] },
    ['sensitive_parameter where/0/argument'],
  ],
])('before a change: %s', (_, more, expected) => {
  const document = parcels({ operation: 'moveParcels', inputs: [], ...more })
  expect(codesOf(document)).toEqual(expected)
})

describe('the skill', () => {
  const skillOf = (more: Partial<BindingInputDocument>) => {
    const result = compile(inputOf(parcels(more), { catalog }))
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    return result.value.skill
  }

  test('sends what is sent, and says what is tested', () => {
    const skill = skillOf({
      where: [{ argument: 'since', field: 'due_on', op: 'gte', param: 'from_date', optional: true }],
    })
    expect([skill.formatVersion, skill.egress, skill.assignments.slice(1)]).toEqual([
      2,
      [{ parameter: 'from_date', argument: 'since' }],
      [
        {
          target: ['since'],
          targetType: { kind: 'scalar', scalar: 'date' },
          targetNullable: false,
          source: { from: 'parameter', name: 'from_date' },
        },
        {
          target: ['due_on'],
          targetType: { kind: 'scalar', scalar: 'date' },
          targetNullable: false,
          source: { from: 'parameter', name: 'from_date' },
          condition: {
            id: '0',
            op: 'gte',
            optional: true,
            tested: {
              path: [{ kind: 'field', name: 'due_on', from: 'object' }],
              type: { kind: 'scalar', scalar: 'date' },
              isSent: true,
            },
          },
        },
      ],
    ])
    expect(skill.parameters).toMatchObject([{ name: 'from_date', required: false, nullable: false }])
    expect('default' in (skill.parameters[0] ?? {})).toBe(false)
  })

  test('asks for what every call sends, whatever else is said of the parameter', () => {
    const skill = skillOf({
      inputs: [
        { const: 'north', argument: 'depot' },
        { param: 'from_date', argument: 'until', required: false },
      ],
      where: [{ argument: 'since', param: 'from_date' }],
    })
    expect(skill.parameters).toMatchObject([{ name: 'from_date', required: true, nullable: false }])
  })

  test('uses what it tests and sorts by, and compares it', () => {
    const { uses, lineage } = skillOf({
      where: [{ field: 'sender.city', const: 'Ghent' }],
      orderBy: [{ field: 'weight' }],
    })
    expect(uses?.fields).toEqual([
      'Parcel.code',
      'Parcel.sender',
      'Parcel.weight',
      'Parcels.items',
      'Stop.city',
    ])
    expect([lineage?.targets.at(-1), lineage?.reads]).toEqual([
      {
        target: ['sender', 'city'],
        how: 'compares',
        fields: [
          { object: 'Parcel', field: 'sender' },
          { object: 'Stop', field: 'city' },
        ],
      },
      [
        { object: 'Parcels', field: 'items' },
        { object: 'Parcel', field: 'weight' },
      ],
    ])
  })

  test('of what is tested the slice knows the type', () => {
    const tested = (type: typeof text) => {
      const objects = catalog.objects.map((each) =>
        each.name === 'Stop' ? object('Stop', [field('city', type)]) : each,
      )
      const document = parcels({ where: [{ field: 'sender.city', const: 'Ghent' }] })
      const result = compile(inputOf(document, { catalog: { ...catalog, objects } }))
      return result.ok ? result.value.skill.sliceHash : result.failure
    }
    expect(tested(text)).not.toBe(tested({ kind: 'scalar', scalar: 'uri' }))
  })
})
