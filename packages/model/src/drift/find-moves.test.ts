import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import type { ObjectType, Operation } from '../catalog.ts'
import { scalarType } from '../type-ref.ts'
import type { PartPair } from './describe-drift.ts'
import { findMoves } from './find-moves.ts'

interface Told {
  readonly call?: Json
  readonly at?: string
  readonly takes?: string
  readonly says?: string
}

const operation = (name: string, { call = name, at = '', takes, says }: Told): Operation => ({
  name,
  effect: 'action',
  effectOrigin: 'inferred',
  groups: [],
  arguments:
    takes === undefined
      ? []
      : [
          {
            name: takes,
            type: scalarType('string'),
            place: 'body',
            nullable: false,
            required: true,
            sensitivity: 'none',
            provenance: name,
          },
        ],
  security: [],
  availability: { status: 'bindable' },
  call,
  provenance: at,
  ...(says === undefined ? {} : { description: says }),
})

const operations = (name: string, before: Told | undefined, after: Told | undefined): PartPair => ({
  kind: 'operation',
  name,
  before: before === undefined ? undefined : operation(name, before),
  after: after === undefined ? undefined : operation(name, after),
})

const object = (name: string, fields: readonly string[]): ObjectType => ({
  name,
  origin: 'named',
  fields: fields.map((field) => ({
    name: field,
    type: scalarType('string'),
    nullable: false,
    required: true,
    access: 'read_write',
    sensitivity: 'none',
    provenance: `${name}.${field}`,
  })),
  key: [],
  indexes: [],
  provenance: name,
})

const objects = (name: string, before: readonly string[], after: readonly string[]): PartPair => ({
  kind: 'object',
  name,
  before: object(name, before),
  after: object(name, after),
  use: { sent: true, received: true },
})

const movesIn = (pairs: readonly PartPair[]): readonly string[] =>
  findMoves(pairs)
    .flat()
    .map(({ from, to }) => `${from} ${to}`)

test.each<[string, readonly PartPair[], readonly string[]]>([
  [
    'two exchange names and keep what they send',
    [operations('a', { call: '/a' }, { call: '/b' }), operations('b', { call: '/b' }, { call: '/a' })],
    ['b a', 'a b'],
  ],
  [
    'three pass their names on',
    [
      operations('a', { call: '/a' }, { call: '/b' }),
      operations('b', { call: '/b' }, { call: '/c' }),
      operations('c', { call: '/c' }, { call: '/a' }),
    ],
    ['b a', 'c b', 'a c'],
  ],
  [
    'two exchange names and are changed with it',
    [
      operations('a', { call: 1, at: 'x#/paths/a' }, { call: 2, at: 'x#/paths/b' }),
      operations('b', { call: 3, at: 'x#/paths/b' }, { call: 4, at: 'x#/paths/a' }),
    ],
    ['b a', 'a b'],
  ],
  [
    'the name is what is sent, and what is said of them is exchanged',
    [
      operations('a', { takes: 'x', says: 'Wipes it.' }, { takes: 'y', says: 'Looks.' }),
      operations('b', { takes: 'y', says: 'Looks.' }, { takes: 'x', says: 'Wipes it.' }),
    ],
    ['b a', 'a b'],
  ],
  [
    'one takes the name of another one, which goes',
    [operations('a', { call: '/a' }, { call: '/b' }), operations('b', { call: '/b' }, undefined)],
    ['b a'],
  ],
  [
    'a new name that is like none before',
    [operations('a', { call: '/a' }, undefined), operations('qq', undefined, { call: '/a' })],
    ['a qq'],
  ],
  [
    'lines that moved',
    [
      operations('a', { call: 1, at: '12:3' }, { call: 2, at: '14:3' }),
      operations('b', { call: 3, at: '14:3' }, { call: 4, at: '16:3' }),
    ],
    [],
  ],
  [
    'one that becomes like another one, which stays',
    [
      operations('a', { takes: 'x', says: 'Looks.' }, { takes: 'y', says: 'Looks.' }),
      operations('b', { takes: 'y', says: 'Looks.' }, { takes: 'y', says: 'Looks.', call: 'new' }),
    ],
    [],
  ],
  [
    'operations of which nothing is said',
    [operations('a', { takes: 'x' }, {}), operations('b', {}, { takes: 'z' })],
    [],
  ],
  ['objects', [objects('A', ['x', 'y'], ['p', 'q']), objects('B', ['p', 'q'], ['x', 'y'])], ['B A', 'A B']],
  ['objects of one field', [objects('A', ['x'], ['p']), objects('B', ['p'], ['x'])], []],
])('%s', (...[, pairs, moves]) => {
  expect(movesIn(pairs)).toEqual(moves)
})
