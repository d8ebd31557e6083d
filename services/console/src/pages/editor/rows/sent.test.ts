import { expect, test } from 'vitest'
import type { Target } from '../source.ts'
import { type FieldCondition, withField } from './condition.ts'
import { addWay, testedOnly } from './conditions.ts'
import { comparedBy, sendingOf, sentIn, sentOnly } from './sent.ts'

const target = (name: string, jsonType: string): Target => ({
  name,
  type: jsonType,
  jsonType,
  required: false,
  place: 'query',
  sensitivity: 'none',
  slot: 'argument',
})
const state = target('state', 'string')
const states = target('states', 'array')
const status = {
  name: 'status',
  type: 'string',
  jsonType: 'string',
  operators: ['eq' as const, 'in' as const],
}
const known = { columns: [status], targets: [state, states] }

test.each<[string, FieldCondition, FieldCondition]>([
  [
    'sent and tested',
    sentIn({ field: 'status', const: 'open' }, state),
    { field: 'status', const: 'open', argument: 'state' },
  ],
  [
    'sent as a list where one is taken',
    sentIn({ field: 'status', const: 'open' }, states),
    { field: 'status', argument: 'states', op: 'in', const: ['open'] },
  ],
  [
    'sent alone, without what is said of the field',
    sentOnly({ field: 'status', argument: 'state', fold: true, param: 'status', optional: true }),
    { argument: 'state', param: 'status', optional: true },
  ],
  [
    'tested again, with what is sent as it was',
    withField({ argument: 'state', param: 'wanted', description: 'Which' }, status),
    { field: 'status', argument: 'state', param: 'wanted', description: 'Which' },
  ],
  ['tested alone', testedOnly({ field: 'status', argument: 'state' }), { field: 'status' }],
  ['sent still where nothing is tested', testedOnly({ argument: 'state' }), { argument: 'state' }],
])('%s', (_name, made, expected) => {
  expect(made).toEqual(expected)
})

test('what is sent alone is compared as its argument takes it', () => {
  expect(comparedBy({ field: 'status', argument: 'states' }, known)).toBe(status)
  expect(comparedBy({ argument: 'state' }, known)?.operators).toEqual(['eq'])
  expect(comparedBy({ argument: 'states' }, known)?.operators).toEqual(['in'])
  expect(comparedBy({ argument: 'gone' }, known)).toBeUndefined()
})

test('a group is tested as a whole, and nothing of it is sent', () => {
  const sent = { field: 'status', argument: 'state', const: 'open' }
  const binding = { operation: 'list', toolName: 'List', where: [{ field: 'id', param: 'id' }, sent] }
  expect(sendingOf(binding, state)).toBe(1)
  expect(sendingOf(binding, { ...state, slot: 'field', isTwin: true })).toBeUndefined()
  const grouped = addWay(binding, 1, sent)
  expect(grouped.where).toEqual([
    { field: 'id', param: 'id' },
    { anyOf: [testedOnly(sent), testedOnly(sent)] },
  ])
  expect(sendingOf(grouped, state)).toBeUndefined()
})
