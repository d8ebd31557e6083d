import type { BindingInputDocument } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { codesOf, inputOf } from '../testing/test-catalog.ts'

const counting: BindingInputDocument = {
  operation: 'visits.aggregate',
  toolName: 'Count visits',
  where: [{ field: 'customer_id', param: 'customer_id' }],
  aggregate: { values: [{ fn: 'count', leaf: 'visit_count' }] },
}
const few = {
  statistics: { tables: [{ object: 'visits', rows: 500, distinct: [], indexes: [] }] },
} as const

type Change = Partial<BindingInputDocument>
const values = [{ fn: 'count', leaf: 'visit_count' }] as const
const grouped = { values: [...values], groupBy: [{ field: 'state', leaf: 'status' }], leaf: 'by_status' }

describe('aggregate-fit', () => {
  test.each<[string, Change, readonly string[]]>([
    ['a count', {}, []],
    ['a sum', { aggregate: { values: [{ fn: 'sum', field: 'id', leaf: 'id_sum' }] } }, []],
    ['the latest day', { aggregate: { values: [{ fn: 'max', field: 'day', leaf: 'last_day' }] } }, []],
    ['groups', { aggregate: grouped, orderBy: [{ field: 'visit_count', direction: 'desc' }] }, []],
    ['nothing', { aggregate: undefined }, ['aggregate_missing aggregate', 'projection_empty projection']],
    ['a count of a search', { operation: 'visits.find' }, ['aggregate_unsupported aggregate']],
    ['rows too', { projection: [{ path: '[0].id', leaf: 'visit_id' }] }, ['aggregate_invalid projection']],
    [
      'groups without a name',
      { aggregate: { ...grouped, leaf: undefined } },
      ['aggregate_invalid aggregate/leaf'],
    ],
    [
      'a name without groups',
      { aggregate: { values: [...values], leaf: 'x' } },
      ['aggregate_invalid aggregate/leaf'],
    ],
    [
      'a limit without groups',
      { aggregate: { values: [...values], max: 3 } },
      ['aggregate_invalid aggregate/max'],
    ],
    ['an order without groups', { orderBy: [{ field: 'visit_count' }] }, ['aggregate_invalid orderBy/0']],
    [
      'an order by what is not shown',
      { aggregate: grouped, orderBy: [{ field: 'day' }] },
      ['aggregate_invalid orderBy/0/field'],
    ],
    [
      'a sum of days',
      { aggregate: { values: [{ fn: 'sum', field: 'day', leaf: 'x' }] } },
      ['path_not_found aggregate/values/0/field'],
    ],
    [
      'a sum of nothing',
      { aggregate: { values: [{ fn: 'sum', leaf: 'x' }] } },
      ['path_not_found aggregate/values/0/field'],
    ],
    [
      'a column that there is not',
      { aggregate: { values: [{ fn: 'max', field: 'dey', leaf: 'x' }] } },
      ['path_not_found aggregate/values/0/field'],
    ],
    [
      'two values of one name',
      { aggregate: { values: [...values, ...values] } },
      ['leaf_duplicate aggregate/values/1/leaf'],
    ],
    [
      'the highest of what is sensitive',
      { aggregate: { values: [{ fn: 'max', field: 'salary', leaf: 'x' }] } },
      ['sensitive_field aggregate/values/0/field'],
    ],
    [
      'groups of what is sensitive',
      { aggregate: { ...grouped, groupBy: [{ field: 'salary', leaf: 'amount' }] } },
      ['sensitive_field aggregate/groupBy/0/field'],
    ],
  ])('judges %s', (_, change, expected) => {
    expect(codesOf({ ...counting, ...change }, few)).toEqual(expected)
  })

  test('what nobody knows the size of is not counted without somebody who accepts it', () => {
    expect(codesOf(counting)).toEqual(['aggregate_not_bounded aggregate'])
    expect(codesOf({ ...counting, acceptScan: true })).toEqual(['scan_accepted aggregate'])
  })

  test('a column that scoping hides is not counted', () => {
    const scoping = { blockedObjects: [], blockedFields: ['visits.day'] }
    const aggregate = { values: [{ fn: 'max' as const, field: 'day', leaf: 'last_day' }] }
    expect(codesOf({ ...counting, aggregate }, { ...few, scoping })).toEqual([
      'scoped_out aggregate/values/0/field',
    ])
  })

  test.each<[string, string | undefined]>([
    ['the column', 'customers.name'],
    ['what the join compares', 'customers.id'],
    ['nothing', undefined],
  ])('groups by a column of another table, of which scoping hides %s', (_, hidden) => {
    const aggregate = {
      values: [...values, { fn: 'max' as const, field: 'customer.id', leaf: 'last_customer' }],
      groupBy: [{ field: 'customer.name', leaf: 'customer_name' }],
      leaf: 'by_customer',
    }
    const scoping = { blockedObjects: [], blockedFields: hidden === undefined ? [] : [hidden] }
    const codes = codesOf({ ...counting, aggregate }, { ...few, scoping })
    expect(codes.length > 0).toBe(hidden !== undefined)
    expect(codes.every((code) => code.startsWith('scoped_out aggregate/'))).toBe(true)
  })

  test('a skill is of what it shows and of what it is counted from', () => {
    const aggregate = { values: [{ fn: 'max' as const, field: 'day', leaf: 'last_day' }] }
    const compiled = compile(inputOf({ ...counting, aggregate }, few))
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
    const { formatVersion, uses, lineage, outputSchema } = compiled.value.skill
    expect([formatVersion, uses?.fields, lineage?.outputs]).toEqual([
      2,
      ['visits.customer_id', 'visits.day'],
      [{ output: 'last_day', fields: [{ object: 'visits', field: 'day' }] }],
    ])
    expect(outputSchema).toMatchObject({
      properties: { last_day: { type: ['string', 'null'] } },
    })
  })
})
