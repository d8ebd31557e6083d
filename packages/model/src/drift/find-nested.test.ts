import { expect, test } from 'vitest'
import type { ObjectType } from '../catalog.ts'
import { scalarType } from '../type-ref.ts'
import type { PartPair } from './describe-drift.ts'
import { findNested } from './find-nested.ts'

/** Fields by name; a name in capitals after a colon is the object that the field holds. */
const object = (name: string, fields: readonly string[]): ObjectType => ({
  name,
  origin: 'named',
  fields: fields.map((field) => {
    const [own = '', of] = field.split(':')
    return {
      name: own,
      type: of === undefined ? scalarType('string') : { kind: 'object', name: of },
      nullable: false,
      required: true,
      access: 'read_write',
      sensitivity: 'none',
    }
  }),
  key: [],
  indexes: [],
  provenance: name,
})

type Change = readonly [
  name: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
]

const pairOf = ([name, before, after]: Change): PartPair => ({
  kind: 'object',
  name,
  before: before === undefined ? undefined : object(name, before),
  after: after === undefined ? undefined : object(name, after),
  use: { sent: true, received: true },
})

test.each<[string, readonly Change[], readonly string[]]>([
  [
    'a field that became one of an object',
    [
      ['P', ['id', 'internal_code'], ['id', 'internal:PI']],
      ['PI', undefined, ['code']],
    ],
    ['P.internal_code PI.code'],
  ],
  [
    'in another spelling',
    [
      ['P', ['internalCode'], ['Internal:PI']],
      ['PI', undefined, ['Code']],
    ],
    ['P.internalCode PI.Code'],
  ],
  [
    'under its old name',
    [
      ['P', ['internal_code'], ['more:PI']],
      ['PI', undefined, ['internal_code']],
    ],
    ['P.internal_code PI.internal_code'],
  ],
  [
    'two objects deep',
    [
      ['P', ['a_b_c'], ['a:A']],
      ['A', undefined, ['b:B']],
      ['B', undefined, ['c']],
    ],
    ['P.a_b_c B.c'],
  ],
  [
    'into an object that was there',
    [
      ['P', ['internal_code', 'internal:PI'], ['internal:PI']],
      ['PI', ['id'], ['id', 'code']],
    ],
    ['P.internal_code PI.code'],
  ],
  [
    'out of an object',
    [
      ['P', ['internal:PI'], ['internal_code']],
      ['PI', ['code'], undefined],
    ],
    ['PI.code P.internal_code'],
  ],
  ['an object that holds itself', [['P', ['my_code', 'next:P'], ['next:P', 'my:P']]], []],
  [
    'another field',
    [
      ['P', ['internal_code'], ['internal:PI']],
      ['PI', undefined, ['number']],
    ],
    [],
  ],
])('%s', (...[, changes, moves]) => {
  const found = findNested(changes.map(pairOf)).flat()
  expect(found.map(({ owner, from, into, to }) => `${owner}.${from} ${into}.${to}`)).toEqual(moves)
})
