import type { BindingInputDocument } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { codesOf, inputOf, issuesOf } from '../testing/test-catalog.ts'
import { findVisits } from '../testing/visits.ts'

type Where = NonNullable<BindingInputDocument['where']>

const customer = { field: 'customer_id', param: 'customer_id' } as const

describe('sensitive-conditions', () => {
  test.each<[string, Where, readonly string[]]>([
    ['equality with what is sensitive', [customer, { field: 'salary', param: 'amount' }], []],
    [
      'a stretch of what is sensitive',
      [customer, { field: 'salary', op: 'gt', param: 'amount' }],
      ['sensitive_condition where/1/op'],
    ],
    [
      'a list of what is sensitive',
      [customer, { field: 'salary', op: 'in', param: 'amount' }],
      ['sensitive_condition where/1/op'],
    ],
    [
      'whether it is there',
      [customer, { field: 'salary', op: 'isNull' }],
      ['sensitive_condition where/1/op'],
    ],
    [
      'a stretch in one of several ways',
      [
        customer,
        {
          anyOf: [
            { field: 'salary', op: 'lt', param: 'amount' },
            { field: 'seen', const: true },
          ],
        },
      ],
      ['sensitive_condition where/1/anyOf/0/op'],
    ],
    [
      'a foreign key that a call may leave out',
      [
        { field: 'title', param: 'subject' },
        { ...customer, optional: true },
      ],
      ['optional_identity where/1/optional'],
    ],
    [
      'the key of a row that another leads to, which a call may leave out',
      [
        { field: 'id', param: 'visit_id' },
        { field: 'customer.id', param: 'customer_id', optional: true },
      ],
      ['optional_identity where/1/optional'],
    ],
    [
      'a state that a call may leave out',
      [customer, { field: 'state', param: 'status', optional: true }],
      [],
    ],
  ])('%s', (_, where, expected) => {
    expect(codesOf(findVisits(where))).toEqual(expected)
  })

  test.each<[string, readonly string[], readonly string[]]>([
    ['is refused', [], ['sensitive_order orderBy/0/field']],
    ['is agreed to by name', ['salary'], []],
  ])('an order by what is sensitive %s', (_, allowSensitive, expected) => {
    const binding = findVisits([{ field: 'id', param: 'visit_id' }], {
      orderBy: [{ field: 'salary' }],
      allowSensitive: [...allowSensitive],
    })
    expect(codesOf(binding)).toEqual(expected)
  })

  test('an order by a credential is never agreed to', () => {
    const binding = findVisits([{ field: 'id', param: 'visit_id' }], {
      orderBy: [{ field: 'pin' }],
      allowSensitive: ['pin'],
    })
    expect(codesOf(binding)).toEqual(['sensitive_order orderBy/0/field'])
    expect(issuesOf(binding).flatMap(({ fixes = [] }) => fixes.map(({ title }) => title))).toEqual([
      'Remove the order',
    ])
  })

  test.each<[string, Where, boolean]>([
    ['asks who is calling', [customer, { field: 'salary', param: 'amount' }], true],
    ['does not ask otherwise', [customer], false],
  ])('a comparison with what is sensitive %s', (_, where, expected) => {
    const compiled = compile(inputOf(findVisits(where)))
    expect(compiled.ok && compiled.value.skill.policy.requiresVerifiedIdentity).toBe(expected)
  })
})
