import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import { expect, test } from 'vitest'
import { fromStrict, toStrict } from './strict-schema.ts'

/** Numbers that are the same for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

type Roll = ReturnType<typeof dice>
interface Sample {
  readonly schema: JsonObject
  /** A value that the schema allows. */
  readonly value: Json
}

const scalars: readonly Sample[] = [
  { schema: { type: 'string', maxLength: 9 }, value: 'text' },
  { schema: { type: 'string', enum: ['a', 'b'] }, value: 'b' },
  { schema: { type: 'integer', minimum: 1 }, value: 7 },
  { schema: { type: 'boolean' }, value: false },
  { schema: { type: ['string', 'integer'] }, value: 5 },
  { schema: { type: 'object', additionalProperties: { type: 'number' } }, value: { rate: 1.5 } },
  { schema: { type: 'object' }, value: { anything: [null, { deep: 'x' }] } },
  { schema: {}, value: { any: 'value' } },
  { schema: { anyOf: [{ type: 'string', format: 'date' }, { type: 'integer' }] }, value: '2026-01-01' },
]

function sample(roll: Roll, depth: number): Sample {
  const kind = depth === 0 ? 0 : roll(4)
  if (kind === 1) return sampleObject(roll, depth - 1)
  if (kind === 2) {
    const { schema, value } = sample(roll, depth - 1)
    return { schema: { type: 'array', items: schema }, value: roll(2) === 0 ? [] : [value, value] }
  }
  return scalars[roll(scalars.length)] ?? { schema: {}, value: 1 }
}

/** Members that are required or not, that take null or not, and that are given or not. */
function sampleObject(roll: Roll, depth: number): Sample & { readonly value: JsonObject } {
  const names = ['a', 'b', 'c', 'd'].slice(0, 1 + roll(4))
  const members = names.map((name) => ({ name, ...sample(roll, depth), required: roll(2) === 0 }))
  const given = members.filter(({ required }) => required || roll(2) === 0)
  const required = members.filter((member) => member.required).map(({ name }) => name)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(members.map(({ name, schema }) => [name, schema])),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    },
    value: Object.fromEntries(given.map(({ name, value }) => [name, value])),
  }
}

/** What a model writes that follows the strict form: every member, null for what it leaves out, JSON where text is asked. */
function asModel(strict: Json, value: Json | undefined): Json {
  if (!isJsonObject(strict)) throw new TypeError('A strict schema is an object.')
  if (value === undefined) return null
  const { type, properties, items } = strict
  const types = isJsonArray(type) ? type : [type]
  if (isJsonObject(properties) && isJsonObject(value))
    return Object.fromEntries(
      Object.keys(properties).map((name) => [name, asModel(properties[name] ?? null, value[name])]),
    )
  if (isJsonArray(value) && types.includes('array')) return value.map((item) => asModel(items ?? null, item))
  const isText = types.includes('string') && typeof value === 'object'
  return isText ? JSON.stringify(value) : value
}

test('what a model writes by the strict form is read as what it meant, 500 times', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const { schema, value } = sampleObject(dice(seed), 3)
    const written = asModel(toStrict(schema), value)
    expect({ seed, read: fromStrict(schema, isJsonObject(written) ? written : {}) }).toEqual({
      seed,
      read: value,
    })
  }
})
