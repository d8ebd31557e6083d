import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { fromStrict, toStrict } from './strict-schema.ts'

const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required: [...required] }),
  additionalProperties: false,
})

/** What OpenAI's strict mode refuses of a schema, by place. */
function refusals(schema: Json, at = '$'): readonly string[] {
  if (!isJsonObject(schema)) return [`${at} is no schema`]
  const known = new Set(
    'type description properties required additionalProperties items enum anyOf format minItems maxItems minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'.split(
      ' ',
    ),
  )
  const unknown = Object.keys(schema).filter((name) => !known.has(name))
  const found = unknown.map((name) => `${at} has ${name}`)
  if (schema['type'] === undefined && schema['anyOf'] === undefined) found.push(`${at} has no type`)
  const { properties, required, anyOf, items, type } = schema
  const isObject = type === 'object' || (isJsonArray(type) && type.includes('object'))
  if (isObject) {
    if (!isJsonObject(properties)) return [...found, `${at} has no properties`]
    if (schema['additionalProperties'] !== false) found.push(`${at} is open`)
    const names = Object.keys(properties)
    if (JSON.stringify(required) !== JSON.stringify(names)) found.push(`${at} does not require all`)
    for (const name of names) found.push(...refusals(properties[name] ?? null, `${at}.${name}`))
  }
  if (type === 'array' || (isJsonArray(type) && type.includes('array')))
    found.push(...refusals(items ?? null, `${at}[]`))
  if (isJsonArray(anyOf))
    for (const [n, choice] of anyOf.entries()) found.push(...refusals(choice, `${at}|${n}`))
  return found
}

const address = object({ street: { type: 'string' }, zip: { type: ['string', 'null'], maxLength: 10 } }, [
  'street',
])
const nested = (depth: number): JsonObject =>
  depth === 0 ? { type: 'string' } : object({ inner: nested(depth - 1) }, ['inner'])

const whole = object(
  {
    customer_id: { type: 'string', description: 'Identifier of the customer' },
    count: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
    when: { type: ['string', 'null'], format: 'date-time' },
    site: { type: 'string', format: 'uri' },
    amount: { type: 'string', pattern: '^-?[0-9]+$', examples: ['19'] },
    state: { type: 'string', enum: ['open', 'closed'] },
    note: { type: 'string', minLength: 1, maxLength: 80, description: 'Free text' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 5 },
    address,
    addresses: { type: 'array', items: address },
    prices: { type: 'object', description: 'map<number>, as the provider defines it' },
    rates: { type: 'object', additionalProperties: { type: 'number' } },
    anything: {},
    either: { type: ['string', 'integer'] },
    open: { anyOf: [{ type: 'object' }, { type: 'integer' }] },
    choice: { anyOf: [{ type: 'string', format: 'date' }, address] },
    deep: nested(9),
  },
  ['customer_id', 'when'],
)

test('the strict form of any schema keeps to the rules', () => {
  expect(refusals(toStrict(whole))).toEqual([])
  expect(refusals(toStrict(object({})))).toEqual([])
})

test.each<[string, JsonObject, JsonObject]>([
  [
    'a required text',
    { type: 'string', description: 'Identifier' },
    { type: 'string', description: 'Identifier' },
  ],
  [
    'limits of a number, and what null stands for',
    { type: 'integer', minimum: 1, default: 20 },
    { type: 'integer', description: 'Null stands for 20.', minimum: 1 },
  ],
  [
    'limits of a text, in words',
    { type: 'string', description: 'Free text', minLength: 1, maxLength: 80 },
    { type: 'string', description: 'Free text. At least 1 characters. At most 80 characters.' },
  ],
  [
    'a format that is not known, in words',
    { type: 'string', format: 'uri' },
    { type: 'string', description: 'Written as uri.' },
  ],
  [
    'an enumeration',
    { type: ['string', 'null'], enum: ['a', null] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  ['a map', { type: 'object' }, { type: 'string', description: 'A JSON object, written as text.' }],
  ['anything', {}, { type: 'string', description: 'Any value, written as JSON.' }],
  [
    'several types',
    { type: ['string', 'integer'], enum: ['a', 1] },
    {
      anyOf: [
        { type: 'string', enum: ['a'] },
        { type: 'integer', enum: [1] },
      ],
    },
  ],
])('says %s', (_, property, expected) => {
  expect(toStrict(object({ x: property }, ['x']))['properties']).toEqual({ x: expected })
})

test('what is optional may be null', () => {
  const { properties } = toStrict(
    object({ x: { type: 'string', enum: ['a'] }, y: { type: ['string', 'integer'] } }),
  )
  expect(properties).toEqual({
    x: { type: ['string', 'null'], enum: ['a', null] },
    y: { anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] },
  })
})

describe('a call by the strict form', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'leaves out what is null and optional',
      { customer_id: 'c', note: null, count: null },
      { customer_id: 'c' },
    ],
    ['keeps null where it must be given', { when: null }, { when: null }],
    [
      'does so inside objects and lists',
      { address: { street: 's', zip: null }, addresses: [{ street: 's', zip: null }] },
      { address: { street: 's' }, addresses: [{ street: 's' }] },
    ],
    [
      'reads the JSON of what has no closed form',
      { prices: '{"eur":9.5}', rates: '{"a":1}' },
      { prices: { eur: 9.5 }, rates: { a: 1 } },
    ],
    ['takes such objects as they are too', { prices: { eur: 9.5 } }, { prices: { eur: 9.5 } }],
    [
      'keeps text that is no JSON',
      { anything: 'hello', prices: '{broken' },
      { anything: 'hello', prices: '{broken' },
    ],
    [
      'reads the JSON of a choice that has no closed form',
      { open: '{"a":1}', count: 7 },
      { open: { a: 1 }, count: 7 },
    ],
    ['reads any value', { anything: '[1,2]' }, { anything: [1, 2] }],
    [
      'leaves texts alone that look like JSON',
      { note: '{"a":1}', either: '12' },
      { note: '{"a":1}', either: '12' },
    ],
    ['keeps what is not known', { injected: 'x' }, { injected: 'x' }],
  ])('%s', (_, given, expected) => {
    expect(fromStrict(whole, given)).toEqual(expected)
  })
})
