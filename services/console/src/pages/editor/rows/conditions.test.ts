import { describe, expect, test } from 'vitest'
import type { FieldCondition } from './condition.ts'
import {
  addCondition,
  addWay,
  dissolveGroup,
  mayBeOptional,
  moveCondition,
  removeCondition,
  setCondition,
} from './conditions.ts'

const head = { operation: 'orders.find', toolName: 'Find' }
const a: FieldCondition = { field: 'a', param: 'a' }
const b: FieldCondition = { field: 'b', op: 'gte', param: 'b' }
const c: FieldCondition = { field: 'c', const: 1 }
const of = (...where: NonNullable<ReturnType<typeof addCondition>['where']>) => ({ ...head, where })

describe('conditions of a binding', () => {
  test.each([
    ['the first one', addCondition(head, a), of(a)],
    ['one more', addCondition(of(a), b), of(a, b)],
    ['one changed', setCondition(of(a, b), { at: 1 }, c), of(a, c)],
    ['one taken away', removeCondition(of(a, b), { at: 0 }), of(b)],
    ['the last one taken away', removeCondition(of(a), { at: 0 }), head],
    ['one moved down', moveCondition(of(a, b, c), { at: 0 }, 1), of(b, a, c)],
    ['the first moved up', moveCondition(of(a, b), { at: 0 }, -1), of(a, b)],
    ['a group of one and another', addWay(of(a, c), 0, b), of({ anyOf: [a, b] }, c)],
    ['a group with one more way', addWay(of({ anyOf: [a, b] }), 0, c), of({ anyOf: [a, b, c] })],
    ['a way changed', setCondition(of({ anyOf: [a, b] }), { at: 0, way: 1 }, c), of({ anyOf: [a, c] })],
    ['a way moved', moveCondition(of({ anyOf: [a, b] }), { at: 0, way: 1 }, -1), of({ anyOf: [b, a] })],
    ['a group moved', moveCondition(of(c, { anyOf: [a, b] }), { at: 1 }, -1), of({ anyOf: [a, b] }, c)],
    ['a way taken away', removeCondition(of({ anyOf: [a, b, c] }), { at: 0, way: 1 }), of({ anyOf: [a, c] })],
    ['a group of which one way is left', removeCondition(of({ anyOf: [a, b] }), { at: 0, way: 0 }), of(b)],
    ['a group taken away', removeCondition(of({ anyOf: [a, b] }, c), { at: 0 }), of(c)],
    ['a group dissolved', dissolveGroup(of(c, { anyOf: [a, b] }), 1), of(c, a, b)],
  ])('%s', (_name, made, expected) => {
    expect(made).toEqual(expected)
  })

  test('four of them may be left out, those of groups counted too', () => {
    const optional: FieldCondition = { ...a, optional: true }
    expect(mayBeOptional(of(optional, optional, optional))).toBe(true)
    expect(mayBeOptional(of(optional, optional, { anyOf: [optional, optional] }))).toBe(false)
  })
})
