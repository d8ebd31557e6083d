import { expect, test } from 'vitest'
import { scalarType, type TypeRef } from '@bindery/model'
import { parametersSchema } from './parameters-schema.ts'

test.each<[string, TypeRef, object]>([
  [
    'a list',
    { kind: 'list', items: scalarType('date'), itemsNullable: false },
    { type: 'array', items: { type: 'string', format: 'date' } },
  ],
  [
    'an object',
    { kind: 'object', name: 'Customer' },
    { type: 'object', description: 'Customer, as the provider defines it' },
  ],
  [
    'a map',
    { kind: 'map', values: scalarType('string'), valuesNullable: false },
    {
      type: 'object',
      description: 'map<string>, as the provider defines it',
      additionalProperties: { type: 'string' },
    },
  ],
  [
    'a union of plain scalars',
    { kind: 'union', members: [scalarType('string'), scalarType('integer')] },
    { type: ['string', 'integer'] },
  ],
  [
    'a union of enumerations',
    {
      kind: 'union',
      members: [
        { kind: 'enum', scalar: 'string', values: ['a'] },
        { kind: 'enum', scalar: 'integer', values: [1] },
      ],
    },
    { type: ['string', 'integer'], enum: ['a', 1] },
  ],
  [
    'a union of what no list of types tells apart',
    { kind: 'union', members: [{ kind: 'enum', scalar: 'string', values: ['auto'] }, scalarType('integer')] },
    { anyOf: [{ type: 'string', enum: ['auto'] }, { type: 'integer' }] },
  ],
  ['a union with anything', { kind: 'union', members: [scalarType('any'), scalarType('integer')] }, {}],
  [
    'an enumeration that spells numbers as text elsewhere',
    { kind: 'enum', scalar: 'int64', values: [1, 2] },
    { type: 'integer', enum: [1, 2] },
  ],
  [
    'an exact number',
    scalarType('decimal'),
    { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$' },
  ],
  [
    'an enumeration of numbers',
    { kind: 'enum', scalar: 'integer', values: [1, 2] },
    { type: 'integer', enum: [1, 2] },
  ],
])('describes %s', (_, type, expected) => {
  expect(parametersSchema([{ name: 'x', type, nullable: false, required: false }])).toEqual({
    type: 'object',
    properties: { x: expected },
    additionalProperties: false,
  })
})

test('allows null of anything as it is', () => {
  const schema = parametersSchema([{ name: 'x', type: scalarType('any'), nullable: true, required: true }])
  expect(schema['properties']).toEqual({ x: {} })
})
