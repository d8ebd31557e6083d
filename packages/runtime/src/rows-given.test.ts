import { type Assignment, type Json, scalarType, type SkillParameter, type TypeRef } from '@bindery/model'
import { expect, test } from 'vitest'
import { prepareArguments } from './assemble-arguments.ts'
import { prepareParams } from './check-params.ts'
import { hideValues, maskParams } from './mask-values.ts'

const text = scalarType('string')
const list: TypeRef = { kind: 'list', items: { kind: 'object', name: 'NewLine' }, itemsNullable: false }
const plain = { nullable: false, required: false }

const items: SkillParameter = {
  name: 'items',
  type: list,
  nullable: false,
  required: true,
  constraints: { maxItems: 3 },
  members: [
    { name: 'sku', type: text, nullable: false, required: true, constraints: { maxLength: 3 } },
    { name: 'count', type: scalarType('integer'), nullable: false, required: true, default: 1 },
    { name: 'recipient_email', type: scalarType('email'), ...plain },
  ],
}

const to = (target: readonly string[], name: string): Assignment => ({
  target,
  targetType: text,
  targetNullable: false,
  source: { from: 'parameter', name },
})

const each: readonly Assignment[] = [
  to(['sku'], 'sku'),
  to(['amount', 'value'], 'count'),
  to(['to', 'email'], 'recipient_email'),
  { ...to(['currency'], ''), source: { from: 'constant', value: 'EUR' } },
]

const check = prepareParams([items])
const codes = (given: Json): readonly string[] => {
  const checked = check({ items: given })
  return checked.ok ? [] : checked.failure.map(({ code, path }) => `${code} ${path.join('/')}`)
}

test.each<[string, Json, readonly string[]]>([
  ['rows that fit', [{ sku: 'a1', count: 2 }, { sku: 'b2' }], []],
  ['no row', [], []],
  ['as many as there may be', [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }], []],
  [
    'one too many',
    [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }, { sku: 'd' }],
    ['param_constraint params/items'],
  ],
  ['no list', { sku: 'a' }, ['param_type params/items']],
  ['text in place of a row', ['a', { sku: 'b' }], ['param_type params/items/0']],
  ['a list in place of a row', [['a']], ['param_type params/items/0']],
  ['null in place of a row', [null], ['param_type params/items/0']],
  ['a member that is not known', [{ sku: 'a', price: 0 }], ['param_unknown params/items/0/price']],
  [
    'members that do not fit',
    [{ sku: 'a' }, { sku: 'long', count: '2' }],
    ['param_constraint params/items/1/sku', 'param_type params/items/1/count'],
  ],
  ['a member that is missing', [{ count: 2 }], ['param_required params/items/0/sku']],
  ['an object in place of a member', [{ sku: { toString: 'a' } }], ['param_type params/items/0/sku']],
])('%s', (_, given, expected) => {
  expect(codes(given)).toEqual(expected)
})

test('members of the language are unknown members', () => {
  const row: Json = JSON.parse('{"sku":"a","__proto__":{"count":9},"constructor":1}')
  expect(codes([row])).toEqual([
    'param_unknown params/items/0/__proto__',
    'param_unknown params/items/0/constructor',
  ])
})

test('each row becomes an item, defaults and constants in it, and what was not given left out', () => {
  const checked = check({
    items: [
      { sku: 'a', recipient_email: 'ada@example.com' },
      { sku: 'b', count: 2 },
    ],
  })
  if (!checked.ok) throw new Error('It does not fit.')
  const assemble = prepareArguments([{ ...to(['body', 'line_items'], 'items'), targetType: list, each }])
  const clock = { now: new Date(), timezone: undefined }
  expect(assemble(checked.value, clock)).toEqual({
    body: {
      line_items: [
        { sku: 'a', amount: { value: 1 }, to: { email: 'ada@example.com' }, currency: 'EUR' },
        { sku: 'b', amount: { value: 2 }, currency: 'EUR' },
      ],
    },
  })
})

test('a row with somebody in it is kept as such', () => {
  const params = { items: [{ sku: 'abcdef', recipient_email: 'ada@example.com' }] }
  expect(maskParams([items], params)).toEqual({ items: [{ sku: 'a***f', recipient_email: 'a***m' }] })
  expect(hideValues('Sent to ada@example.com.', [items], params)).toBe('Sent to ***.')
})
