import { expect, test } from 'vitest'
import type { Argument, Field, ObjectType, Operation, SchemaCatalog } from '../catalog.ts'
import { scalarType, type TypeRef } from '../type-ref.ts'
import { describeDrift, describeHead } from './describe-drift.ts'
import type { DriftImpact } from './drift.ts'

const text = scalarType('string')

function field(name: string, more: Partial<Field> = {}): Field {
  return {
    name,
    type: text,
    required: false,
    nullable: false,
    access: 'read_write',
    sensitivity: 'none',
    ...more,
  }
}

function argument(name: string, more: Partial<Argument> = {}): Argument {
  return {
    name,
    place: 'query',
    type: text,
    nullable: false,
    required: false,
    sensitivity: 'none',
    provenance: '',
    ...more,
  }
}

const object = (name: string, fields: readonly Field[], more: Partial<ObjectType> = {}): ObjectType => ({
  name,
  origin: 'named',
  fields,
  key: [],
  indexes: [],
  provenance: '',
  ...more,
})

const ref = (name: string): TypeRef => ({ kind: 'object', name })
const oneOf = (...values: string[]): TypeRef => ({ kind: 'enum', scalar: 'string', values })

/** `Sent` is what an argument mentions, `Got` what an answer does. */
function catalog(more: {
  readonly sent?: readonly Field[]
  readonly got?: readonly Field[]
  readonly operation?: Partial<Operation>
  readonly indexes?: ObjectType['indexes']
}): SchemaCatalog {
  const { sent = [], got = [], operation = {}, indexes = [] } = more
  return {
    formatVersion: 1,
    source: 'test',
    title: 'test',
    servers: [],
    security: [],
    objects: [object('Got', got, { indexes }), object('Sent', sent)],
    relationships: [],
    operations: [
      {
        name: 'do',
        effect: 'read',
        effectOrigin: 'declared',
        groups: [],
        arguments: [argument('body', { place: 'body', type: ref('Sent') })],
        returns: { type: ref('Got'), nullable: false },
        availability: { status: 'bindable' },
        security: [],
        call: {},
        provenance: '',
        ...operation,
      },
    ],
  }
}

type Shape = Parameters<typeof catalog>[0]
const body = argument('body', { place: 'body', type: ref('Sent') })

const cases: readonly (readonly [string, Shape, Shape, string, DriftImpact])[] = [
  ['a new optional input', {}, { sent: [field('a')] }, 'added', 'compatible'],
  ['a new required input', {}, { sent: [field('a', { required: true })] }, 'added', 'breaking'],
  [
    'a new required input with a default',
    {},
    { sent: [field('a', { required: true, default: 1 })] },
    'added',
    'compatible',
  ],
  [
    'a new field that is always answered',
    {},
    { got: [field('a', { required: true })] },
    'added',
    'compatible',
  ],
  ['a field that went', { got: [field('a')] }, {}, 'removed', 'breaking'],
  [
    'an answer that may be null now',
    { got: [field('a')] },
    { got: [field('a', { nullable: true })] },
    'nullable',
    'breaking',
  ],
  [
    'an answer that is never null now',
    { got: [field('a', { nullable: true })] },
    { got: [field('a')] },
    'nullable',
    'compatible',
  ],
  [
    'an input that may be null now',
    { sent: [field('a')] },
    { sent: [field('a', { nullable: true })] },
    'nullable',
    'compatible',
  ],
  [
    'an input that is required now',
    { sent: [field('a')] },
    { sent: [field('a', { required: true })] },
    'required',
    'breaking',
  ],
  [
    'a number for a text',
    { got: [field('a')] },
    { got: [field('a', { type: scalarType('number') })] },
    'type',
    'breaking',
  ],
  [
    'a text for a date that is sent',
    { sent: [field('a', { type: scalarType('date') })] },
    { sent: [field('a')] },
    'type',
    'compatible',
  ],
  [
    'a text for a date that is received',
    { got: [field('a', { type: scalarType('date') })] },
    { got: [field('a')] },
    'type',
    'breaking',
  ],
  [
    'a further value in an answer',
    { got: [field('a', { type: oneOf('x') })] },
    { got: [field('a', { type: oneOf('x', 'y') })] },
    'type',
    'compatible',
  ],
  [
    'a value that is no longer accepted',
    { sent: [field('a', { type: oneOf('x', 'y') })] },
    { sent: [field('a', { type: oneOf('x') })] },
    'type',
    'breaking',
  ],
  [
    'a raised class',
    { got: [field('a')] },
    { got: [field('a', { sensitivity: 'pii' })] },
    'sensitivity',
    'security',
  ],
  [
    'a lowered class',
    { got: [field('a', { sensitivity: 'pii' })] },
    { got: [field('a')] },
    'sensitivity',
    'security',
  ],
  [
    'a shorter input',
    { sent: [field('a')] },
    { sent: [field('a', { constraints: { maxLength: 9 } })] },
    'constraints',
    'breaking',
  ],
  [
    'a field that only answers now',
    { got: [field('a')] },
    { got: [field('a', { access: 'read_only' })] },
    'access',
    'breaking',
  ],
  [
    'a field that became an error channel',
    { got: [field('a')] },
    { got: [field('a', { isErrorChannel: true })] },
    'error_channel',
    'breaking',
  ],
  ['another effect', {}, { operation: { effect: 'delete' } }, 'effect', 'security'],
  ['another way to authenticate', {}, { operation: { security: [['key']] } }, 'security', 'security'],
  ['another path', {}, { operation: { call: { path: '/v2' } } }, 'call', 'breaking'],
  [
    'a quarantined operation',
    {},
    { operation: { availability: { status: 'quarantined', reasons: [] } } },
    'availability',
    'breaking',
  ],
  [
    'a new required argument',
    {},
    { operation: { arguments: [body, argument('q', { required: true })] } },
    'added',
    'breaking',
  ],
  [
    'an answer that may be missing now',
    {},
    { operation: { returns: { type: ref('Got'), nullable: true } } },
    'returns',
    'breaking',
  ],
  ['a deprecation', {}, { operation: { deprecated: 'Old.' } }, 'deprecated', 'compatible'],
  ['new words', {}, { operation: { description: 'Does.' } }, 'description', 'compatible'],
  [
    'a lost index',
    { indexes: [{ name: 'i', fields: ['a'], isUnique: false, isPartial: false }] },
    {},
    'index',
    'breaking',
  ],
]

test.each(cases.map(([title, ...rest]) => [title, rest] as const))(
  'judges %s',
  (_, [before, after, fact, impact]) => {
    const drift = describeDrift(catalog(before), catalog(after))
    expect(drift.map((part) => [part.impact, part.facts.map((entry) => entry.fact)])).toEqual([
      [impact, [fact]],
    ])
  },
)

test('names parts that came and went', () => {
  const before = { ...catalog({}), objects: [object('Got', []), object('Old', []), object('Sent', [])] }
  const after = { ...catalog({}), objects: [object('Got', []), object('New', []), object('Sent', [])] }
  expect(describeDrift(before, after).map(({ change, name, impact }) => [change, name, impact])).toEqual([
    ['added', 'New', 'compatible'],
    ['removed', 'Old', 'breaking'],
  ])
})

test('finds nothing between equal catalogs', () => {
  expect(describeDrift(catalog({ got: [field('a')] }), catalog({ got: [field('a')] }))).toEqual([])
})

test('tells of another address', () => {
  const { objects: _o, operations: _p, relationships: _r, ...head } = catalog({})
  expect(describeHead(head, { ...head, servers: ['https://evil.example'] })).toEqual([
    {
      fact: 'servers',
      impact: 'security',
      message: 'It was said to be at no address and is at https://evil.example now.',
    },
  ])
})
