import {
  type Argument,
  type Field,
  nameWords,
  type ObjectType,
  type Operation,
  type SchemaCatalog,
  sensitivityOf,
  type TypeRef,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { inferPagination } from './infer-pagination.ts'
import { inferRelationships } from './infer-relationships.ts'
import { markErrorChannels } from './mark-error-channels.ts'

const text: TypeRef = { kind: 'scalar', scalar: 'string' }

function catalogOf(parts: Partial<SchemaCatalog>): SchemaCatalog {
  return {
    formatVersion: 1,
    source: 'test',
    title: 't',
    servers: [],
    security: [],
    objects: [],
    relationships: [],
    operations: [],
    ...parts,
  }
}

function operationOf(parts: Partial<Operation>): Operation {
  return {
    name: 'x',
    effect: 'read',
    effectOrigin: 'declared',
    groups: [],
    arguments: [],
    availability: { status: 'bindable' },
    security: [],
    call: null,
    provenance: '#',
    ...parts,
  }
}

const field = (name: string, type: TypeRef): Field => ({
  name,
  type,
  nullable: false,
  required: false,
  access: 'read_write',
  sensitivity: 'none',
})

const objectOf = (name: string, fields: readonly Field[]): ObjectType => ({
  name,
  origin: 'named',
  fields,
  key: [],
  indexes: [],
  provenance: '#',
})

const query = (name: string): Argument => ({
  name,
  place: 'query',
  type: text,
  nullable: false,
  required: false,
  sensitivity: 'none',
  provenance: '#',
})

test.each([
  ['customerEmail', ['customer', 'email']],
  ['customer-email', ['customer', 'email']],
  ['HTTPServerID', ['http', 'server', 'id']],
  ['ip_v4', ['ip', 'v4']],
  ['StraßenName', ['straßen', 'name']],
  ['', []],
])('the words of %s are %j', (name, words) => expect(nameWords(name)).toEqual(words))

test.each<[string, TypeRef, string]>([
  ['password', text, 'credential'],
  ['api_key', text, 'credential'],
  ['accessToken', text, 'credential'],
  ['selfServiceToken', text, 'credential'],
  ['token', text, 'credential'],
  ['next_page_token', text, 'none'],
  ['ClientToken', text, 'none'],
  ['prompt_tokens', text, 'none'],
  ['max_tokens', { kind: 'scalar', scalar: 'integer' }, 'none'],
  ['has_password', { kind: 'scalar', scalar: 'boolean' }, 'none'],
  ['password_changed_at', { kind: 'scalar', scalar: 'datetime' }, 'none'],
  ['x', { kind: 'scalar', scalar: 'string', format: 'password' }, 'credential'],
  ['ssn', text, 'government_id'],
  ['tax_id', text, 'government_id'],
  ['diagnosis', text, 'health'],
  ['iban', text, 'financial'],
  ['cardNumber', text, 'financial'],
  ['date_of_birth', { kind: 'scalar', scalar: 'date' }, 'pii'],
  ['customer_email', text, 'contact'],
  ['emails', { kind: 'list', items: text, itemsNullable: false }, 'contact'],
  ['phone', text, 'contact'],
  ['billing_address_city', text, 'contact'],
  ['ip_address', text, 'none'],
  ['name', text, 'none'],
  ['id', text, 'none'],
  ['anything', { kind: 'scalar', scalar: 'email' }, 'contact'],
  ['ibans', text, 'financial'],
  ['passport_numbers', text, 'government_id'],
  ['ssn_last4', text, 'government_id'],
  ['ssnLast4', text, 'government_id'],
  ['card_number_last_4', text, 'financial'],
  ['iban2', text, 'financial'],
  ['salaries', text, 'financial'],
  ['national_id_text', text, 'government_id'],
  ['customer_iban_list', text, 'financial'],
  ['ibans_by_name', { kind: 'map', values: text, valuesNullable: false }, 'none'],
  ['account_numbers', { kind: 'map', values: text, valuesNullable: false }, 'financial'],
  ['pins', text, 'none'],
  ['passport_country', text, 'none'],
  ['iban_length', text, 'none'],
  ['token_type_2', text, 'none'],
  ['bus', text, 'none'],
])('%s is of its class', (name, type, expected) => expect(sensitivityOf({ name, type })).toBe(expected))

test.each([
  ['The passport number of the guest', 'government_id'],
  ['IBAN of the customer', 'financial'],
  ["The customer's date of birth", 'pii'],
  ['Social security number (9 digits)', 'government_id'],
  ['Bank account numbers to refund to', 'financial'],
  ['Diagnosis.', 'health'],
  ['The password of the file', 'none'],
  ['Where to send the IBAN', 'none'],
  ['Whether a passport number is required', 'none'],
  ['Currency of the salary', 'none'],
  ['', 'none'],
])('a description can say what a name does not: %j', (description, expected) => {
  expect(sensitivityOf({ name: 'value', type: text, description })).toBe(expected)
})

describe('paging', () => {
  test.each([
    [
      ['cursor', 'limit'],
      { style: 'cursor', arguments: ['cursor'], sizeArgument: 'limit', nextPath: ['meta', 'next_cursor'] },
    ],
    [
      ['page', 'per_page'],
      { style: 'page', arguments: ['page'], sizeArgument: 'per_page', nextPath: ['meta', 'next_cursor'] },
    ],
    [['offset'], { style: 'offset', arguments: ['offset'], nextPath: ['meta', 'next_cursor'] }],
    [['limit'], undefined],
  ])('arguments %j', (names, expected) => {
    const objects = [
      objectOf('Page', [field('meta', { kind: 'object', name: 'Meta' })]),
      objectOf('Meta', [field('next_cursor', text)]),
    ]
    const operation = operationOf({
      arguments: names.map(query),
      returns: { type: { kind: 'object', name: 'Page' }, nullable: false },
    })
    expect(
      inferPagination(catalogOf({ objects, operations: [operation] })).operations[0]?.pagination,
    ).toEqual(expected)
  })
})

test('relationships come from embedded objects and from keys of known objects', () => {
  const objects = [
    objectOf('Customer', [field('id', text)]),
    objectOf('Order', [
      field('customer_id', text),
      field('unknown_id', text),
      field('lines', { kind: 'list', items: { kind: 'object', name: 'Line' }, itemsNullable: false }),
    ]),
    objectOf('Line', []),
  ]
  const { relationships } = inferRelationships(catalogOf({ objects }))
  expect(
    relationships.map(({ name, to, cardinality, origin }) => ({ name, to, cardinality, origin })),
  ).toEqual([
    {
      name: 'Order.customer_id',
      to: { object: 'Customer', fields: ['id'] },
      cardinality: 'one',
      origin: 'inferred',
    },
    { name: 'Order.lines', to: { object: 'Line', fields: [] }, cardinality: 'many', origin: 'declared' },
  ])
})

test('only fields at the top of answers that hold messages are error channels', () => {
  const objects = [
    objectOf('Answer', [
      field('errors', { kind: 'list', items: { kind: 'object', name: 'Problem' }, itemsNullable: false }),
      field('error', text),
    ]),
    objectOf('Problem', [field('message', text)]),
    objectOf('Other', [field('errors', { kind: 'object', name: 'Problem' })]),
  ]
  const operations = [operationOf({ returns: { type: { kind: 'object', name: 'Answer' }, nullable: false } })]
  const marked = markErrorChannels(catalogOf({ objects, operations })).objects.flatMap((object) =>
    object.fields.filter((item) => item.isErrorChannel).map((item) => `${object.name}.${item.name}`),
  )
  expect(marked).toEqual(['Answer.errors'])
})
