import type { BindingInputDocument, Scoping } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { customersWith, linesWith, nestedTables } from './testing/nested-tables.ts'
import { codesOf, inputOf } from './testing/test-catalog.ts'

/** What is refused of an output at the top is refused of one two levels down, in the same words. */
const leaf = 'projection/0/fields/0/fields/1/fields/0'
const lines = 'projection/0/fields/0/fields/1'
const orders = 'projection/0/fields/0'

const blocking = (name: string): Scoping =>
  name.includes('.')
    ? { blockedObjects: [], blockedFields: [name] }
    : { blockedObjects: [name], blockedFields: [] }

const plain = linesWith([{ path: 'title', leaf: 'title' }])

describe('an output two levels down', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['plain', plain, []],
    ['sensitive', linesWith([{ path: 'salary', leaf: 'salary' }]), [`sensitive_field ${leaf}/path`]],
    [
      'sensitive, and agreed to',
      { ...linesWith([{ path: 'salary', leaf: 'salary' }]), allowSensitive: ['salary'] },
      [],
    ],
    ['a credential', linesWith([{ path: 'pin', leaf: 'pin' }]), [`sensitive_field ${leaf}/path`]],
    [
      'made of what is sensitive',
      linesWith([{ path: '$', leaf: 'pay', transform: 'salary & title' }]),
      [`sensitive_field ${leaf}/path`],
    ],
    [
      'of a name that no agent reads',
      linesWith([{ path: 'title', leaf: 'Title' }]),
      [`leaf_invalid ${leaf}/leaf`],
    ],
    [
      'of a name that is taken',
      linesWith([
        { path: 'title', leaf: 'title' },
        { path: 'id', leaf: 'title' },
      ]),
      [`leaf_duplicate ${lines}/fields/1/leaf`],
    ],
    ['of what is not there', linesWith([{ path: 'titel', leaf: 'title' }]), [`path_not_found ${leaf}/path`]],
    [
      'with a transform that does not fit',
      linesWith([{ path: 'title', leaf: 'title', transform: '$sum(' }]),
      [`transform_invalid ${leaf}/transform`],
    ],
    [
      'compared by more than equality, though sensitive',
      linesWith([{ path: 'title', leaf: 'title' }], { where: [{ field: 'salary', op: 'gt', const: '5' }] }),
      [`sensitive_condition ${lines}/where/0/op`],
    ],
    [
      'ordered by what is sensitive',
      linesWith([{ path: 'title', leaf: 'title' }], { orderBy: [{ field: 'salary' }] }),
      [`sensitive_order ${lines}/orderBy/0/field`],
    ],
    [
      'compared with a credential',
      linesWith([{ path: 'title', leaf: 'title' }], { where: [{ field: 'pin', param: 'pin' }] }),
      [`sensitive_field ${lines}/where/0/field`],
    ],
    [
      'compared with an operator that it has not',
      linesWith([{ path: 'title', leaf: 'title' }], {
        where: [{ field: 'id', op: 'contains', const: 'xy' }],
      }),
      [`operator_unsupported ${lines}/where/0/op`],
    ],
  ])('%s', (_, binding, expected) => {
    expect(codesOf(binding, { catalog: nestedTables })).toEqual(expected)
  })

  test.each<[blocked: string, BindingInputDocument, readonly string[]]>([
    ['lines.title', plain, [`scoped_out ${leaf}/path`]],
    ['lines', plain, [`scoped_out ${lines}/path`]],
    ['lines.order', plain, [`scoped_out ${lines}/path`]],
    ['lines.order_id', plain, [`scoped_out ${lines}/path`]],
    ['orders.id', plain, [`scoped_out ${lines}/path`]],
    ['orders', plain, [`scoped_out ${orders}/path`]],
    ['orders.customer_id', plain, [`scoped_out ${orders}/path`]],
    [
      'cities.country_id',
      customersWith([{ path: 'city.country.name', leaf: 'country' }]),
      [`scoped_out ${orders}/path`],
    ],
    [
      'cities',
      customersWith([{ path: 'city.country.name', leaf: 'country' }]),
      [`scoped_out ${orders}/path`],
    ],
    [
      'lines.salary',
      linesWith([{ path: 'title', leaf: 'title' }], { where: [{ field: 'salary', const: '5' }] }),
      [`scoped_out ${lines}/where/0/field`],
    ],
    [
      'lines.title',
      linesWith([{ path: 'id', leaf: 'line_id' }], { orderBy: [{ field: 'title' }] }),
      [`scoped_out ${lines}/orderBy/0/field`],
    ],
  ])('with %s blocked', (blocked, binding, expected) => {
    const found = codesOf(binding, { catalog: nestedTables, scoping: blocking(blocked) })
    expect(found.filter((code) => code.startsWith('scoped_out'))).toEqual(expected)
  })

  test('is in what the skill says of itself', () => {
    const compiled = compile(
      inputOf(
        { ...linesWith([{ path: 'salary', leaf: 'salary' }]), allowSensitive: ['salary'] },
        { catalog: nestedTables },
      ),
    )
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
    const { skill } = compiled.value
    expect([skill.formatVersion, skill.sensitivity, skill.policy.requiresVerifiedIdentity]).toEqual([
      2,
      'financial',
      true,
    ])
    expect(skill.uses?.objects).toEqual(['customers', 'lines', 'orders'])
    expect(skill.uses?.fields).toEqual([
      'customers.id',
      'lines.order',
      'lines.order_id',
      'lines.salary',
      'orders.customer',
      'orders.customer_id',
      'orders.id',
      'orders.number',
    ])
    expect(skill.lineage?.outputs.map(({ output }) => output)).toEqual([
      'customers',
      'customers.orders',
      'customers.orders.order_number',
      'customers.orders.lines',
      'customers.orders.lines.salary',
    ])
    expect(JSON.stringify(skill.outputSchema)).toContain('"salary"')
  })

  test('drifts when a foreign key on the way leads elsewhere', () => {
    const before = compile(inputOf(plain, { catalog: nestedTables }))
    const repointed = nestedTables.relationships.map((relationship) =>
      relationship.name === 'lines.order'
        ? { ...relationship, to: { object: 'orders', fields: ['number'] } }
        : relationship,
    )
    const after = compile(inputOf(plain, { catalog: { ...nestedTables, relationships: repointed } }))
    expect(before.ok && after.ok && before.value.skill.sliceHash !== after.value.skill.sliceHash).toBe(true)
  })
})
