import {
  type Field,
  type Json,
  type ObjectType,
  scalarType,
  type SensitivityClass,
  type TypeRef,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { synthesizeAnswer } from './synthesize-answer.ts'

const field = (name: string, sensitivity: SensitivityClass, type: TypeRef = scalarType('string')): Field => ({
  name,
  type,
  nullable: true,
  required: false,
  access: 'read_write',
  sensitivity,
})
const object = (name: string, ...fields: readonly Field[]): ObjectType => ({
  name,
  origin: 'named',
  fields,
  key: [],
  indexes: [],
  provenance: name,
})
const ref = (name: string): TypeRef => ({ kind: 'object', name })
const listOf = (items: TypeRef): TypeRef => ({ kind: 'list', items, itemsNullable: false })

const objects = [
  object(
    'Person',
    field('status', 'none'),
    field('phone', 'contact'),
    field('birth', 'pii'),
    field('visits', 'none', listOf(ref('Visit'))),
    field('names', 'pii', listOf(scalarType('string'))),
    field('open', 'none', scalarType('any')),
  ),
  object('Visit', field('at', 'none'), field('cost', 'financial', scalarType('number'))),
  object('Company', field('status', 'financial')),
]
const find = (name: string) => objects.find((each) => each.name === name)

test.each<[string, TypeRef | undefined, Json, Json]>([
  [
    'values of class none and makes up the others',
    ref('Person'),
    { status: 'active', phone: '+31 20 794 0901', birth: '1984-03-17', names: ['Ana', null] },
    { status: 'active', phone: '+15550100000', birth: '2001-01-01', names: ['Xxx', null] },
  ],
  [
    'what lies deeper by its own class',
    listOf(ref('Person')),
    [{ visits: [{ at: '2026-01-02', cost: 99.5 }] }],
    [{ visits: [{ at: '2026-01-02', cost: 1.5 }] }],
  ],
  [
    'nothing that the catalog does not describe',
    ref('Person'),
    { extra: { deep: ['Jo 7', true, 12] }, open: 'Ana' },
    { extra: { deep: ['Xx 1', true, 1] }, open: 'Xxx' },
  ],
  ['nothing without a type', undefined, { a: 'b' }, { a: 'x' }],
  [
    'a name that two members of a union share, by the stricter class',
    { kind: 'union', members: [ref('Person'), ref('Company')] },
    { status: 'active' },
    { status: 'xxxxxx' },
  ],
  [
    'forms that types are told by',
    undefined,
    [
      'a@b.nl',
      '0197f0aa-1111-7222-8333-444455556666',
      '2026-03-01T10:00:00Z',
      '2026-03-01 10:00:00',
      'http://x.y/z',
      '9007199254740993',
      '-12.50',
    ],
    [
      'someone@example.com',
      '00000000-0000-4000-8000-000000000001',
      '2001-01-01T12:00:00Z',
      '2001-01-01T12:00:00',
      'https://example.com/',
      '1111111111111111',
      '-11.11',
    ],
  ],
])('keeps %s', (...[, type, value, expected]) => {
  expect(synthesizeAnswer(value, type, find)).toEqual(expected)
})
