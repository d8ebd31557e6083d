import { expect, test } from 'vitest'
import type { ObjectType } from '../catalog.ts'
import { scalarType } from '../type-ref.ts'
import { guessRenames } from './guess-renames.ts'

function object(
  name: string,
  fields: readonly string[],
  scalar: 'string' | 'integer' = 'string',
): ObjectType {
  return {
    name,
    origin: 'named',
    fields: fields.map((field) => ({
      name: field,
      type: scalarType(scalar),
      required: false,
      nullable: false,
      access: 'read_write',
      sensitivity: 'none',
    })),
    key: [],
    indexes: [],
    provenance: '',
  }
}

const use = { sent: true, received: true }
const pair = (before: ObjectType | undefined, after: ObjectType | undefined) => ({
  kind: 'object' as const,
  name: before?.name ?? after?.name ?? '',
  before,
  after,
  use,
})

test.each([
  ['phone', ['phone_number'], ['phone -> phone_number']],
  ['phone', ['phoneNumber', 'fax'], ['phone -> phoneNumber']],
  ['customer_id', ['clientId'], ['customer_id -> clientId']],
  ['email', ['birthday'], []],
])('asks whether %s became one of %j', (gone, come, expected) => {
  const guesses = guessRenames([pair(object('Contact', [gone, 'id']), object('Contact', [...come, 'id']))])
  expect(guesses.map(({ from, to, owner }) => [owner, `${from} -> ${to}`])).toEqual(
    expected.map((guess) => ['Contact', guess]),
  )
})

test('does not take a number for a text', () => {
  const before = object('Contact', ['phone'])
  const after = object('Contact', ['phone_number'], 'integer')
  expect(guessRenames([pair(before, after)])).toEqual([])
})

test('knows an object by its fields, and looks inside it', () => {
  const before = object('Client', ['id', 'name', 'email', 'phone'])
  const after = object('Clients', ['id', 'name', 'email', 'phone_number'])
  const guesses = guessRenames([pair(before, undefined), pair(undefined, after)])
  expect(guesses.map(({ kind, from, to }) => `${kind} ${from} -> ${to}`).sort()).toEqual([
    'field phone -> phone_number',
    'object Client -> Clients',
  ])
})

test('gives the same guess the same fingerprint', () => {
  const guess = () => guessRenames([pair(object('A', ['phone']), object('A', ['phones']))])[0]?.fingerprint
  expect(guess()).toMatch(/^sha256:/)
  expect(guess()).toBe(guess())
})
