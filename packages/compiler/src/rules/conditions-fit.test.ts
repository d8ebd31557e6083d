import type { BindingInputDocument } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { codesOf, issuesOf } from '../testing/test-catalog.ts'
import { findVisits } from '../testing/visits.ts'

type Where = NonNullable<BindingInputDocument['where']>

const mandatory: Where[number] = { field: 'customer_id', param: 'customer_id' }

describe('conditions-fit', () => {
  test.each<[string, Where, readonly string[]]>([
    ['equality', [mandatory], []],
    ['a stretch of moments', [mandatory, { field: 'starts_at', op: 'gte', param: 'from_date' }], []],
    ['a list of states', [mandatory, { field: 'state', op: 'in', const: ['open', 'closed'] }], []],
    [
      'a state that there is not',
      [mandatory, { field: 'state', const: 'lost' }],
      ['enum_mismatch where/1/const'],
    ],
    [
      'one state that there is not in a list',
      [mandatory, { field: 'state', op: 'in', const: ['open', 'lost'] }],
      ['enum_mismatch where/1/const'],
    ],
    [
      'an order of states',
      [mandatory, { field: 'state', op: 'lt', const: 'open' }],
      ['operator_unsupported where/1/op'],
    ],
    [
      'a part of a number',
      [mandatory, { field: 'id', op: 'contains', param: 'x' }],
      ['operator_unsupported where/1/op'],
    ],
    [
      'a list of moments',
      [mandatory, { field: 'starts_at', op: 'in', param: 'x' }],
      ['operator_unsupported where/1/op'],
    ],
    ['a part of a text', [mandatory, { field: 'title', op: 'contains', param: 'search_text' }], []],
    [
      'a part of one letter',
      [mandatory, { field: 'title', op: 'contains', const: 'a' }],
      ['type_mismatch where/1/const'],
    ],
    [
      'no value in a list',
      [mandatory, { field: 'state', op: 'in', const: [] }],
      ['type_mismatch where/1/const'],
    ],
    [
      'null in a list',
      [mandatory, { field: 'title', op: 'in', const: ['a', null] }],
      ['type_mismatch where/1/const'],
    ],
    ['a list for equality', [mandatory, { field: 'title', const: ['a'] }], ['type_mismatch where/1/const']],
    [
      'null for equality',
      [mandatory, { field: 'title', const: null }],
      ['type_mismatch where/1/const', 'operator_unsupported where/1/const'],
    ],
    ['nothing there', [mandatory, { field: 'starts_at', op: 'isNull' }], []],
    ['something there', [mandatory, { field: 'starts_at', op: 'isNull', const: false }], []],
    [
      'a question whether something is there',
      [mandatory, { field: 'starts_at', op: 'isNull', param: 'x' }],
      ['operator_unsupported where/1/op'],
    ],
    ['a day of a week', [mandatory, { field: 'day', op: 'gte', relative: 'startOfWeek-P1W' }], []],
    [
      'hours of a day',
      [mandatory, { field: 'day', op: 'gte', relative: 'today+PT2H' }],
      ['relative_invalid where/1/relative'],
    ],
    ['hours of a moment', [mandatory, { field: 'starts_at', op: 'gte', relative: 'today+PT2H' }], []],
    [
      'a word that there is not',
      [mandatory, { field: 'day', relative: 'yesterday' }],
      ['relative_invalid where/1/relative'],
    ],
    [
      'a day of a text',
      [mandatory, { field: 'title', relative: 'today' }],
      ['relative_invalid where/1/relative'],
    ],
    ['two sources', [mandatory, { field: 'title', param: 'a', const: 'b' }], ['param_and_const where/1']],
    ['no source', [mandatory, { field: 'title' }], ['param_and_const where/1']],
    [
      'a field that there is not',
      [mandatory, { field: 'titel', const: 'b' }],
      ['argument_unknown where/1/field'],
    ],
    [
      'an optional constant',
      [mandatory, { field: 'title', const: 'b', optional: true }],
      ['optional_source where/1/optional'],
    ],
    ['case of a text', [mandatory, { field: 'title', const: 'b', fold: true }], []],
    [
      'case of a number',
      [mandatory, { field: 'id', const: 1, fold: true }],
      ['operator_unsupported where/1/fold'],
    ],
    [
      'one of several ways',
      [
        mandatory,
        {
          anyOf: [
            { field: 'seen', const: false },
            { field: 'day', op: 'lt', relative: 'today' },
          ],
        },
      ],
      [],
    ],
    [
      'one of several ways, of which one is wrong',
      [
        mandatory,
        {
          anyOf: [
            { field: 'seen', const: 'no' },
            { field: 'days', op: 'lt', relative: 'today' },
          ],
        },
      ],
      ['argument_unknown where/1/anyOf/1/field', 'type_mismatch where/1/anyOf/0/const'],
    ],
    [
      'a parameter of two types',
      [mandatory, { field: 'title', param: 'customer_id' }],
      ['type_mismatch where/1/field'],
    ],
  ])('judges %s', (_, where, expected) => {
    expect(codesOf(findVisits(where))).toEqual(expected)
  })

  test.each<[string, Where, readonly string[]]>([
    [
      'a column of a row that it leads to',
      [mandatory, { field: 'customer.name', param: 'customer_name' }],
      [],
    ],
    [
      'part of it',
      [mandatory, { field: 'customer.name', op: 'contains', param: 'search_text', optional: true }],
      [],
    ],
    [
      'a column that there is not',
      [mandatory, { field: 'customer.nam', param: 'customer_name' }],
      ['argument_unknown where/1/field'],
    ],
    [
      'two tables further',
      [mandatory, { field: 'customer.region.name', param: 'region_name' }],
      ['argument_unknown where/1/field'],
    ],
    [
      'nothing but a column of another table, which no index serves',
      [{ field: 'customer.id', param: 'customer_id' }],
      ['filter_not_indexed where/0/field'],
    ],
  ])('looks at %s', (_, where, expected) => {
    expect(codesOf(findVisits(where))).toEqual(expected)
  })

  test('what scoping hides of another table is neither compared nor joined through', () => {
    const where: Where = [mandatory, { field: 'customer.name', param: 'customer_name' }]
    const hiding = (...blockedFields: string[]) => ({ scoping: { blockedObjects: [], blockedFields } })
    expect(codesOf(findVisits(where), hiding('customers.name'))).toEqual(['scoped_out where/1/field'])
    expect(codesOf(findVisits(where), hiding('customers.id'))).toEqual(['scoped_out where/1/field'])
    const blocked = { scoping: { blockedObjects: ['customers'], blockedFields: [] } }
    expect(codesOf(findVisits(where), blocked)).toEqual(['scoped_out where/1/field'])
  })

  test('counts follow relationships, and what must hold before a change follows none', () => {
    const where: Where = [mandatory, { field: 'customer.name', param: 'customer_name' }]
    const counting: BindingInputDocument = {
      operation: 'visits.aggregate',
      toolName: 'Count',
      where,
      aggregate: { values: [{ fn: 'count', leaf: 'visit_count' }] },
      acceptScan: true,
    }
    expect(codesOf(counting)).toEqual(['scan_accepted aggregate'])
    const changing: BindingInputDocument = {
      operation: 'visits.update',
      toolName: 'Change',
      inputs: [
        { argument: 'id', param: 'visit_id' },
        { argument: 'state', param: 'status' },
      ],
      where: [{ field: 'customer.name', param: 'customer_name' }],
    }
    expect(codesOf(changing)).toContain('condition_unsupported where/0/field')
  })

  test('a fifth condition that a call may leave out is one too many', () => {
    const optional = ['state', 'day', 'title', 'seen', 'starts_at'].map((field) => ({
      field,
      param: `the_${field}`,
      optional: true,
    }))
    expect(codesOf(findVisits([mandatory, ...optional]))).toEqual(['optional_count where/5/optional'])
  })

  test('a context parameter is never optional', () => {
    const where: Where = [mandatory, { field: 'title', param: 'verified_title', optional: true }]
    expect(codesOf(findVisits(where, { contextParams: ['verified_title'] }))).toEqual([
      'optional_source where/1/optional',
    ])
  })

  test.each<[string, BindingInputDocument, readonly string[]]>([
    [
      'of an insert',
      {
        operation: 'orders.insert',
        toolName: 'Add',
        inputs: [{ param: 'order_id', argument: 'id' }],
        where: [{ field: 'id', const: 1 }],
        projection: [{ path: 'id', leaf: 'order_id' }],
      },
      ['condition_unsupported where'],
    ],
    [
      'of an update, which guard it',
      {
        operation: 'visits.update',
        toolName: 'Close',
        sqlWrite: {
          table: 'visits',
          mode: 'update',
          columns: [{ column: 'state', const: 'closed' }],
          keyColumn: 'id',
          keyParam: 'visit_id',
        },
        where: [{ field: 'state', const: 'open' }],
        projection: [{ path: 'id', leaf: 'visit_id' }],
      },
      [],
    ],
  ])('conditions %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })

  test.each<[string, BindingInputDocument['orderBy'], readonly string[]]>([
    ['a field', [{ field: 'day', direction: 'desc' }], []],
    ['a field that there is not', [{ field: 'dey' }], ['order_invalid orderBy/0/field']],
    [
      'a field twice',
      [{ field: 'day' }, { field: 'day', direction: 'desc' }],
      ['order_invalid orderBy/1/field'],
    ],
  ])('order by %s', (_, orderBy, expected) => {
    expect(codesOf(findVisits([mandatory], { orderBy }))).toEqual(expected)
  })

  test('the way out of an equality with null is one fix', () => {
    const [issue] = issuesOf(findVisits([mandatory, { field: 'title', op: 'ne', const: null }])).filter(
      ({ code }) => code === 'operator_unsupported',
    )
    expect(issue?.fixes).toEqual([
      {
        title: 'Where "title" is there',
        patch: [
          { op: 'add', path: '/where/1/op', value: 'isNull' },
          { op: 'add', path: '/where/1/const', value: false },
        ],
      },
    ])
  })
})
