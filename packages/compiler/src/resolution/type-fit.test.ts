import { expect, test } from 'vitest'
import type { InferredType } from '@bindery/expression'
import { scalarType, type TypeRef } from '@bindery/model'
import { fitsType } from './type-fit.ts'

const object = (name: string): TypeRef => ({ kind: 'object', name })
const listOf = (items: TypeRef): TypeRef => ({ kind: 'list', items, itemsNullable: false })

test.each<[InferredType, TypeRef, boolean]>([
  [scalarType('string'), scalarType('email'), true],
  [scalarType('integer'), scalarType('number'), true],
  [scalarType('number'), scalarType('integer'), false],
  [scalarType('integer'), scalarType('int64'), true],
  [scalarType('number'), scalarType('decimal'), true],
  [scalarType('number'), scalarType('int64'), false],
  [scalarType('boolean'), scalarType('decimal'), false],
  [scalarType('any'), object('A'), true],
  [{ kind: 'nothing' }, scalarType('string'), true],
  [object('A'), object('A'), true],
  [object('A'), object('B'), false],
  [{ kind: 'record', fields: [] }, object('B'), true],
  [object('A'), scalarType('string'), false],
  [listOf(scalarType('string')), listOf(scalarType('string')), true],
  [listOf(scalarType('string')), scalarType('string'), false],
  [scalarType('string'), listOf(scalarType('string')), false],
  [scalarType('string'), { kind: 'union', members: [scalarType('integer'), scalarType('string')] }, true],
  [{ kind: 'union', members: [scalarType('integer'), scalarType('string')] }, scalarType('boolean'), false],
  [{ kind: 'enum', scalar: 'string', values: ['a'] }, scalarType('string'), true],
])('%j into %j: %s', (given, wanted, expected) => {
  expect(fitsType(given, wanted)).toBe(expected)
})
