import { describe, expect, test } from 'vitest'
import {
  type Constraints,
  type Json,
  openScoping,
  type ScalarName,
  scalarType,
  type TypeRef,
} from '@bindery/model'
import { testCatalog } from '../testing/test-catalog.ts'
import { viewCatalog } from './catalog-view.ts'
import { checkConstant } from './check-constant.ts'

const view = viewCatalog(testCatalog, openScoping)
const reasonOf = (value: Json, type: TypeRef, constraints: Constraints = {}) =>
  checkConstant(value, { type, nullable: false, constraints }, view)?.reason

describe('checkConstant', () => {
  test.each<[Json, ScalarName, string | undefined]>([
    ['12', 'int64', undefined],
    [12, 'int64', undefined],
    ['1.5', 'int64', 'must be a number (int64)'],
    ['1.50', 'decimal', undefined],
    [true, 'decimal', 'must be a number (decimal)'],
    [1.5, 'number', undefined],
    ['1', 'number', 'must be a number'],
    ['a\u0000b', 'string', 'must be text without NUL and broken characters'],
    ['x', 'any', undefined],
    [['x'], 'any', undefined],
    ['10:30', 'time', undefined],
    ['now', 'time', 'must be a time such as 14:30 or 14:30:00+01:00'],
    ['99:00', 'time', 'must be a time such as 14:30 or 14:30:00+01:00'],
    ['2026-02-30T99:00:00Z', 'datetime', 'must be a date and time such as 2026-11-30T14:30:00+01:00'],
    ['/relative', 'uri', 'must be an absolute URI such as https://example.com/a'],
    ['many words', 'phone', 'must be a telephone number such as +31612345678'],
    ['00000000-0000-0000-0000-000000000000', 'uuid', undefined],
    ['1', 'uuid', 'must be a UUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    ['2026-11-30', 'date', undefined],
    ['30/11', 'date', 'must be a calendar date such as 2026-11-30'],
    [null, 'string', 'cannot be null'],
  ])('%j as %s', (value, scalar, expected) => {
    expect(reasonOf(value, scalarType(scalar))).toBe(expected)
  })
  test.each<[Json, Constraints, string | undefined]>([
    [5, { minimum: 5, maximum: 5 }, undefined],
    [4, { minimum: 5 }, 'must be at least 5'],
    [6, { maximum: 5 }, 'must be at most 5'],
    [5, { exclusiveMinimum: 5 }, 'must be above 5'],
    [5, { exclusiveMaximum: 5 }, 'must be below 5'],
    ['ab', { minLength: 3 }, 'must have at least 3 characters'],
    ['abcd', { maxLength: 3 }, 'must have at most 3 characters'],
    [['a'], { minItems: 2 }, 'must have at least 2 items'],
    [['a', 'b'], { maxItems: 1 }, 'must have at most 1 items'],
    [true, { minimum: 5 }, undefined],
  ])('%j within %j', (value, limits, expected) => {
    const type: TypeRef = Array.isArray(value)
      ? { kind: 'list', items: scalarType('string'), itemsNullable: false }
      : scalarType('any')
    expect(reasonOf(value, type, limits)).toBe(expected)
  })
  test.each<[Json, TypeRef, string | undefined]>([
    [{ a: 'x' }, { kind: 'map', values: scalarType('string'), valuesNullable: false }, undefined],
    [{ a: 1 }, { kind: 'map', values: scalarType('string'), valuesNullable: false }, 'must be text (string)'],
    ['x', { kind: 'union', members: [scalarType('integer'), scalarType('string')] }, undefined],
    [
      true,
      { kind: 'union', members: [scalarType('integer'), scalarType('string')] },
      'must be a whole number',
    ],
    [
      { name: 'x', channel: 'y' },
      { kind: 'union', members: [{ kind: 'object', name: 'Campaign' }] },
      undefined,
    ],
    [
      'z',
      { kind: 'enum', scalar: 'string', values: Array.from({ length: 11 }, (_, index) => `v${index}`) },
      'must be one of "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9" ...',
    ],
    [{ x: 1 }, { kind: 'object', name: 'NotInTheCatalog' }, undefined],
  ])('%j as a composed type', (value, type, expected) => {
    expect(reasonOf(value, type)).toBe(expected)
  })
})
