import { type Field, type ObjectType, scalarType, type TypeRef } from '@bindery/model'
import { expect, test } from 'vitest'
import { withMembers } from './object-members.ts'
import { parametersSchema } from './parameters-schema.ts'

const field = (name: string, type: TypeRef, more: Partial<Field> = {}): Field => ({
  name,
  type,
  nullable: false,
  required: false,
  access: 'read_write',
  sensitivity: 'none',
  ...more,
})
const object = (name: string, fields: readonly Field[]): ObjectType => ({
  name,
  origin: 'named',
  fields,
  key: [],
  indexes: [],
  provenance: name,
})
const text = scalarType('string')
const objects: readonly ObjectType[] = [
  object('Address', [
    field('street', text, { required: true, description: 'With the number' }),
    field('zip', text, { nullable: true, constraints: { maxLength: 10 } }),
    field('id', text, { access: 'read_only' }),
    field('lines', { kind: 'list', items: { kind: 'object', name: 'Line' }, itemsNullable: false }),
  ]),
  object('Line', [field('text', text), field('next', { kind: 'object', name: 'Line' })]),
  object(
    'Huge',
    Array.from({ length: 400 }, (_, at) => field(`field_number_${at}`, text)),
  ),
]
const find = (name: string) => objects.find((one) => one.name === name)

const schemaOf = (type: TypeRef): unknown => {
  const parameters = [{ name: 'x', type, nullable: false, required: true }]
  return withMembers(parametersSchema(parameters), parameters, find)['properties']
}

test('an object shows what it takes, and not what only the provider fills', () => {
  expect(schemaOf({ kind: 'object', name: 'Address' })).toEqual({
    x: {
      type: 'object',
      description: 'Address, as the provider defines it',
      properties: {
        street: { type: 'string', description: 'With the number' },
        zip: { type: ['string', 'null'], maxLength: 10 },
        lines: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              text: { type: 'string' },
              next: { type: 'object', description: 'Line, as the provider defines it' },
            },
            additionalProperties: false,
          },
        },
      },
      required: ['street'],
      additionalProperties: false,
    },
  })
})

test('so do the objects of a list', () => {
  const list: TypeRef = { kind: 'list', items: { kind: 'object', name: 'Line' }, itemsNullable: false }
  expect(schemaOf(list)).toMatchObject({ x: { type: 'array', items: { properties: { text: {} } } } })
})

const line: TypeRef = { kind: 'object', name: 'Line' }
const lines: TypeRef = { kind: 'list', items: line, itemsNullable: false }
const shown = { type: 'object', properties: { text: { type: 'string' } }, additionalProperties: false }

test.each<readonly [string, TypeRef, object]>([
  [
    'a list of lists',
    { kind: 'list', items: lines, itemsNullable: false },
    { type: 'array', items: { type: 'array', items: shown } },
  ],
  [
    'a map',
    { kind: 'map', values: line, valuesNullable: false },
    { type: 'object', additionalProperties: shown },
  ],
  [
    'a map of lists',
    { kind: 'map', values: lines, valuesNullable: false },
    { type: 'object', additionalProperties: { type: 'array', items: shown } },
  ],
])('and those at the end of %s, which keeps its own form', (...[, type, expected]) => {
  expect(schemaOf(type)).toMatchObject({ x: expected })
})

test.each(['Huge', 'Unknown'])('an object that is too large or unknown stays as it was: %s', (name) => {
  expect(schemaOf({ kind: 'object', name })).toEqual({
    x: { type: 'object', description: `${name}, as the provider defines it` },
  })
})
