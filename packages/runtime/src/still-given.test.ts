import { type Json, type Output, scalarType } from '@bindery/model'
import { expect, test } from 'vitest'
import { stillGiven } from './still-given.ts'

const value = (leaf: string): Extract<Output, { readonly kind: 'value' }> => ({
  kind: 'value',
  leaf,
  path: [],
  sourceType: scalarType('string'),
  type: { kind: 'scalar', scalar: 'string' },
  nullable: true,
  sensitivity: 'none',
})
const any: Output = { ...value('any_json'), type: { kind: 'scalar', scalar: 'any' } }
const rows: Output = {
  kind: 'rows',
  leaf: 'rows',
  path: [],
  max: 5,
  nullable: true,
  fields: [value('label')],
}

test.each<[string, Output, Json, Json | undefined]>([
  ['rows as rows', rows, [{ label: 'a' }], [{ label: 'a' }]],
  ['rows without a field that went', rows, [{ label: 'a', secret: 1 }], [{ label: 'a' }]],
  ['nothing as rows', rows, null, null],
  ['no rows as a value', value('rows'), [], []],
  ['rows as a value', value('rows'), [{ label: 'a', secret: 1 }], undefined],
  ['a value as rows', rows, 'Bob', undefined],
  ['a list as a value', value('rows'), ['a'], ['a']],
  ['any JSON as it is', { ...any, leaf: 'rows' }, [{ label: 'a' }], [{ label: 'a' }]],
])('%s', (...[, promised, kept, given]) => {
  const { output, warnings } = stillGiven({}, [promised], { output: { rows: kept }, warnings: [] })
  expect(output['rows']).toEqual(given)
  expect(warnings.length > 0).toBe(JSON.stringify(kept) !== JSON.stringify(given))
})
