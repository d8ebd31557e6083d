import { type Json, type OutputType, scalarType, type TypeRef } from '@bindery/model'
import { expect, test } from 'vitest'
import { coerceValue } from './coerce-value.ts'

const noted = (value: Json, note: string): { readonly value: Json; readonly note: string } => ({
  value,
  note,
})
const asText = 'came as a number and is returned as text'
const asNumber = 'came as text and is returned as a number'
const asNamed = 'is returned as the number that its digits name'
const tooBig = 'does not fit a double exactly and is returned as text'
const noNumber = 'is no number that JSON has and is returned as text'
const textOrNumber: OutputType = {
  kind: 'union',
  members: [
    { kind: 'scalar', scalar: 'string' },
    { kind: 'scalar', scalar: 'number' },
  ],
}
const colours: OutputType = { kind: 'enum', scalar: 'string', values: ['red', 'blue'] }

test.each<readonly [OutputType | TypeRef, Json, unknown]>([
  [scalarType('string'), 'x', { value: 'x' }],
  [scalarType('string'), 7, noted('7', asText)],
  [scalarType('string'), true, noted('true', 'came as a boolean and is returned as text')],
  [scalarType('string'), {}, undefined],
  [scalarType('date'), 20240101, noted('20240101', asText)],
  [scalarType('int64'), 7, { value: '7' }],
  [scalarType('int64'), '9223372036854775807', { value: '9223372036854775807' }],
  [scalarType('int64'), 1.5, undefined],
  [scalarType('decimal'), 19.95, { value: '19.95' }],
  [scalarType('decimal'), 1e21, { value: '1000000000000000000000' }],
  [scalarType('decimal'), 1.25e-7, { value: '0.000000125' }],
  [scalarType('decimal'), -1e-7, { value: '-0.0000001' }],
  [scalarType('integer'), 7, { value: 7 }],
  [scalarType('integer'), '7', noted(7, asNumber)],
  [scalarType('integer'), '9007199254740993', noted('9007199254740993', tooBig)],
  [scalarType('integer'), 1.5, undefined],
  [scalarType('integer'), 'seven', undefined],
  [scalarType('integer'), true, undefined],
  [scalarType('number'), 1.5, { value: 1.5 }],
  [scalarType('number'), '1.5', noted(1.5, asNumber)],
  [scalarType('number'), '1.50', noted(1.5, asNamed)],
  [scalarType('number'), '19.989999999999998', noted(19.99, asNamed)],
  [scalarType('number'), '0.10000000000000001', noted(0.1, asNamed)],
  [scalarType('number'), '0.3000000000000000444', noted(0.30000000000000004, asNamed)],
  [scalarType('number'), '1e20', noted(1e20, asNamed)],
  [scalarType('number'), '123456789.123456789', noted('123456789.123456789', tooBig)],
  [scalarType('number'), '12345678901234567890', noted('12345678901234567890', tooBig)],
  [scalarType('integer'), '1e3', noted(1000, asNamed)],
  [scalarType('integer'), '1e20', noted('100000000000000000000', tooBig)],
  [scalarType('integer'), '5.0', noted(5, asNamed)],
  [scalarType('integer'), '5.5', undefined],
  [scalarType('number'), '1e400', noted('1e400', tooBig)],
  [scalarType('number'), 'NaN', noted('NaN', noNumber)],
  [scalarType('number'), '-Infinity', noted('-Infinity', noNumber)],
  [scalarType('integer'), 'NaN', undefined],
  [scalarType('boolean'), false, { value: false }],
  [scalarType('boolean'), 'true', noted(true, 'came as text and is returned as a boolean')],
  [scalarType('boolean'), 'yes', undefined],
  [scalarType('boolean'), 1, undefined],
  [scalarType('any'), { a: [1] }, { value: { a: [1] } }],
  [colours, 'red', { value: 'red' }],
  [colours, 'green', noted('green', 'is a value that the schema of the provider does not list')],
  [colours, {}, undefined],
  [
    { kind: 'list', items: { kind: 'scalar', scalar: 'string' } },
    ['a', null, 'b'],
    { value: ['a', null, 'b'] },
  ],
  [{ kind: 'list', items: { kind: 'scalar', scalar: 'string' } }, ['a', 1], noted(['a', '1'], asText)],
  [{ kind: 'list', items: { kind: 'scalar', scalar: 'string' } }, ['a', {}], undefined],
  [
    { kind: 'list', items: { kind: 'scalar', scalar: 'string' } },
    'a',
    noted(['a'], 'came as one item and is returned as a list'),
  ],
  [{ kind: 'list', items: { kind: 'scalar', scalar: 'string' } }, 1, noted(['1'], asText)],
  [{ kind: 'list', items: { kind: 'scalar', scalar: 'string' } }, {}, undefined],
  [{ kind: 'object', name: 'A' }, { a: 1 }, { value: { a: 1 } }],
  [{ kind: 'map', values: scalarType('string'), valuesNullable: false }, 7, undefined],
  [{ kind: 'object', name: 'A' }, 'text', undefined],
  [{ kind: 'list', items: { kind: 'object', name: 'A' }, itemsNullable: false }, { error: 'no' }, undefined],
  [{ kind: 'union', members: [] }, 'x', { value: 'x' }],
  [textOrNumber, 12.5, { value: 12.5 }],
  [textOrNumber, '12.5', { value: '12.5' }],
  [textOrNumber, true, noted('true', 'came as a boolean and is returned as text')],
  [textOrNumber, {}, undefined],
  [{ kind: 'enum', scalar: 'int64', values: [1, 2] }, 2, { value: '2' }],
])('%j takes %j', (type, value, expected) => {
  expect(coerceValue(value, type)).toEqual(expected)
})
