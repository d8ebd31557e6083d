import { describe, expect, it } from 'vitest'
import type { Field, ObjectType, Operation, SchemaCatalog } from './catalog.ts'
import { findField, indexCatalog, objectsIn, objectsOfOperation } from './catalog-index.ts'
import { diffCatalogs } from './diff-catalogs.ts'
import { fingerprintCatalog } from './fingerprint-catalog.ts'
import { describeType, scalarType, type TypeRef } from './type-ref.ts'

const field = (name: string, type: TypeRef): Field => ({
  name,
  type,
  required: false,
  nullable: false,
  access: 'read_write',
  sensitivity: 'none',
})

const object = (name: string, fields: readonly Field[]): ObjectType => ({
  name,
  origin: 'named',
  fields,
  key: [],
  indexes: [],
  provenance: `#/components/schemas/${name}`,
})

const operation = (name: string, returns: TypeRef): Operation => ({
  name,
  effect: 'read',
  effectOrigin: 'declared',
  groups: [],
  arguments: [],
  returns: { type: returns, nullable: false },
  availability: { status: 'bindable' },
  security: [],
  call: {},
  provenance: `#/paths/${name}`,
})

const person = object('Person', [
  field('boss', { kind: 'object', name: 'Person' }),
  field('__proto__', scalarType('string')),
])
const catalog: SchemaCatalog = {
  formatVersion: 1,
  source: 'openapi',
  title: 'People',
  servers: [],
  security: [],
  objects: [person],
  relationships: [],
  operations: [
    operation('listPeople', {
      kind: 'list',
      items: { kind: 'object', name: 'Person' },
      itemsNullable: false,
    }),
  ],
}

describe('a catalog', () => {
  it('keeps its fingerprint through JSON', () => {
    const readBack: (text: string) => SchemaCatalog = JSON.parse
    expect(fingerprintCatalog(readBack(JSON.stringify(catalog)))).toBe(fingerprintCatalog(catalog))
  })

  it('is found by own names only', () => {
    const index = indexCatalog(catalog)
    expect([index.object('Person')?.name, index.object('constructor'), index.operation('toString')]).toEqual([
      'Person',
      undefined,
      undefined,
    ])
    expect([findField(person, '__proto__')?.name, findField(person, 'constructor')]).toEqual([
      '__proto__',
      undefined,
    ])
  })

  it('names the objects that a type and an operation mention', () => {
    const union: TypeRef = {
      kind: 'union',
      members: [
        { kind: 'object', name: 'A' },
        { kind: 'map', values: { kind: 'object', name: 'B' }, valuesNullable: false },
      ],
    }
    expect(objectsIn(union)).toEqual(['A', 'B'])
    expect(catalog.operations.flatMap(objectsOfOperation)).toEqual(['Person'])
  })
})

describe('a difference', () => {
  const without = { ...catalog, operations: [] }
  const renamed = { ...catalog, objects: [object('Person', [field('boss', scalarType('string'))])] }

  it.each([
    { of: 'equal catalogs', before: catalog, after: catalog, changes: [] },
    {
      of: 'an added part',
      before: without,
      after: catalog,
      changes: [{ change: 'added', kind: 'operation', name: 'listPeople' }],
    },
    {
      of: 'a removed part',
      before: catalog,
      after: without,
      changes: [{ change: 'removed', kind: 'operation', name: 'listPeople' }],
    },
    {
      of: 'a changed part',
      before: catalog,
      after: renamed,
      changes: [{ change: 'changed', kind: 'object', name: 'Person' }],
    },
  ])('of $of', ({ before, after, changes }) => {
    expect(diffCatalogs(before, after)).toEqual(changes)
  })
})

describe('a type for people', () => {
  it.each<[TypeRef, string]>([
    [{ kind: 'list', items: { kind: 'object', name: 'Ticket' }, itemsNullable: false }, 'Ticket[]'],
    [{ kind: 'enum', scalar: 'string', values: ['open', 'closed'] }, 'enum(open, closed)'],
    [
      { kind: 'enum', scalar: 'integer', values: Array.from({ length: 10 }, (_, n) => n) },
      'enum(0, 1, 2, 3, 4, 5, 6, 7, ... 2 more)',
    ],
    [{ kind: 'map', values: scalarType('string'), valuesNullable: true }, 'map<string>'],
    [
      {
        kind: 'list',
        items: { kind: 'union', members: [scalarType('string'), { kind: 'object', name: 'A' }] },
        itemsNullable: false,
      },
      '(string | A)[]',
    ],
  ])('of %j', (type, text) => expect(describeType(type)).toBe(text))
})
