import { expect, test } from 'vitest'
import type { Column } from './condition.ts'
import { readFixed, writeFixed } from './fixed-value.ts'

const column = (jsonType: string): Column => ({
  name: 'a',
  type: jsonType,
  jsonType,
})

test.each([
  ['open', 'string', undefined, 'open'],
  ['12', 'integer', undefined, 12],
  ['a, b', 'string', undefined, 'a, b'],
  ['a, b', 'string', 'in', ['a', 'b']],
  ['1,2 , 3', 'integer', 'in', [1, 2, 3]],
] as const)('%j for %s with %s', (...[text, type, op, value]) => {
  const read = readFixed(text, column(type), op)
  expect(read).toEqual({ value })
  expect(readFixed(writeFixed(read?.value), column(type), op)).toEqual({ value })
})

test.each([
  ['twelve', 'integer', undefined],
  ['1, two', 'integer', 'in'],
  [' , ', 'string', 'in'],
] as const)('%j is no %s', (...[text, type, op]) => {
  expect(readFixed(text, column(type), op)).toBeUndefined()
})
