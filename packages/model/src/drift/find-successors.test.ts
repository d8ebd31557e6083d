import { expect, test } from 'vitest'
import type { ObjectType, Operation } from '../catalog.ts'
import { scalarType, type TypeRef } from '../type-ref.ts'
import type { PartPair } from './describe-drift.ts'
import { findSuccessors } from './find-successors.ts'

const member = (name: string, type: TypeRef = scalarType('string')) =>
  ({ name, type, required: false, nullable: false, sensitivity: 'none' }) as const

const object = (name: string, fields: readonly ReturnType<typeof member>[]): ObjectType => ({
  name,
  origin: 'named',
  fields: fields.map((field) => ({ ...field, access: 'read_write' })),
  key: [],
  indexes: [],
  provenance: '',
})

const returning = (type: TypeRef): Operation => ({
  name: 'look',
  effect: 'read',
  effectOrigin: 'inferred',
  effectEvidence: [],
  groups: [],
  arguments: [],
  returns: { type, nullable: false },
  security: [],
  availability: { status: 'bindable' },
  call: {},
  provenance: '',
})

const ref = (name: string): TypeRef => ({ kind: 'object', name })
const use = { sent: false, received: true }
const objects = (before: ObjectType | undefined, after: ObjectType | undefined): PartPair => ({
  kind: 'object',
  name: before?.name ?? after?.name ?? '',
  before,
  after,
  use,
})
const looks = (before: TypeRef, after: TypeRef): PartPair => ({
  kind: 'operation',
  name: 'look',
  before: returning(before),
  after: returning(after),
})

const child = (name: string) => object(name, [member('code')])
const thing = object('Thing', [member('id'), member('part', ref('Part'))])
const item = object('Item', [member('id'), member('part', ref('Piece'))])
const listOf = (name: string): TypeRef => ({ kind: 'list', items: ref(name), itemsNullable: false })

test.each<readonly [string, readonly PartPair[], readonly string[]]>([
  [
    'an object with another name and what is in it',
    [
      looks(ref('Thing'), listOf('Item')),
      objects(thing, undefined),
      objects(undefined, item),
      objects(child('Part'), undefined),
      objects(undefined, child('Piece')),
    ],
    ['Thing -> Item', 'Part -> Piece'],
  ],
  [
    'a copy of an object that is still there',
    [looks(ref('Thing'), ref('LookAnswer')), objects(undefined, object('LookAnswer', [member('id')]))],
    ['Thing -> LookAnswer'],
  ],
  ['an object that was there before', [looks(ref('Thing'), ref('Other'))], []],
])('finds what stands in the same place: %s', (_, pairs, expected) => {
  const found = findSuccessors(pairs).map(([first]) => `${first?.from} -> ${first?.to}`)
  expect(found).toEqual(expected)
})
