import {
  type BindingInputDocument,
  type Field,
  type Index,
  type ObjectType,
  type Operation,
  type Relationship,
  type SchemaCatalog,
  scalarType,
} from '@bindery/model'
import { argument, field, integer, listOf, object, operation, ref } from './catalog-parts.ts'

const index = (fields: readonly string[]): Index => ({
  name: fields.join('_'),
  fields,
  isUnique: false,
  isPartial: false,
})

const table = (name: string, fields: readonly Field[], indexes: readonly Index[] = []): ObjectType =>
  object(name, [field('id', integer), ...fields], { key: ['id'], indexes })

const leads = (name: string, to: string): Field => field(name, ref(to), { access: 'read_only' })

const objects: readonly ObjectType[] = [
  table('countries', [field('name')]),
  table('cities', [field('name'), field('country_id', integer), leads('country', 'countries')]),
  table('customers', [
    field('name'),
    field('token', scalarType('string'), { sensitivity: 'credential' }),
    field('city_id', integer),
    leads('city', 'cities'),
    field('parent_id', integer, { nullable: true }),
    field('parent', ref('customers'), { nullable: true }),
  ]),
  table(
    'orders',
    [field('number'), field('status'), field('customer_id', integer), leads('customer', 'customers')],
    [index(['customer_id'])],
  ),
  table(
    'lines',
    [
      field('title'),
      field('salary', scalarType('decimal'), { sensitivity: 'financial' }),
      field('pin', scalarType('string'), { sensitivity: 'credential' }),
      field('order_id', integer),
      leads('order', 'orders'),
    ],
    [index(['order_id', 'title'])],
  ),
  table('notes', [field('text'), field('line_id', integer), leads('line', 'lines')], [index(['line_id'])]),
  // Leads to orders twice, by columns that no index begins with.
  table('transfers', [
    field('from_id', integer),
    field('to_id', integer),
    leads('from', 'orders'),
    leads('to', 'orders'),
  ]),
  table(
    'sessions',
    [field('token', scalarType('string'), { sensitivity: 'credential' }), leads('owner', 'customers')],
    [index(['token'])],
  ),
]

const relations: readonly (readonly [
  from: string,
  column: string,
  name: string,
  to: string,
  key?: string,
])[] = [
  ['cities', 'country_id', 'country', 'countries'],
  ['customers', 'city_id', 'city', 'cities'],
  ['customers', 'parent_id', 'parent', 'customers'],
  ['orders', 'customer_id', 'customer', 'customers'],
  ['lines', 'order_id', 'order', 'orders'],
  ['notes', 'line_id', 'line', 'lines'],
  ['transfers', 'from_id', 'from', 'orders'],
  ['transfers', 'to_id', 'to', 'orders'],
  ['sessions', 'token', 'owner', 'customers', 'token'],
]

const relationships = relations.map(
  ([from, column, name, to, key = 'id']): Relationship => ({
    name: `${from}.${name}`,
    from: { object: from, fields: [column] },
    to: { object: to, fields: [key] },
    cardinality: 'one',
    origin: 'declared',
    provenance: `#/${from}`,
  }),
)

const operations = objects.map(
  ({ name, fields }): Operation =>
    operation(`${name}.find`, {
      object: name,
      arguments: fields.flatMap(({ name: column, type, nullable, sensitivity }) =>
        type.kind === 'object' ? [] : [argument(column, 'column', { type, nullable, sensitivity })],
      ),
      returns: { type: listOf(ref(name)), nullable: false },
    }),
)

/** Countries with cities, whose customers have orders with lines, of which there are notes. */
export const nestedTables: SchemaCatalog = {
  formatVersion: 1,
  source: 'postgres',
  title: 'Shop',
  servers: [],
  security: [],
  objects,
  relationships,
  operations,
}

type Fields = NonNullable<NonNullable<BindingInputDocument['projection']>[number]['fields']>

/** A search for customers that takes this of each. */
export const customersWith = (
  fields: Fields,
  more: Partial<BindingInputDocument> = {},
): BindingInputDocument => ({
  operation: 'customers.find',
  toolName: 'Find customers',
  where: [{ field: 'id', param: 'customer_id' }],
  projection: [{ path: '$', leaf: 'customers', max: 2, fields }],
  ...more,
})

/** As `customersWith`, of the lines of the orders of a customer: two levels down. */
export const linesWith = (fields: Fields, more: Partial<Fields[number]> = {}): BindingInputDocument =>
  customersWith([
    {
      path: 'orders',
      leaf: 'orders',
      max: 3,
      fields: [
        { path: 'number', leaf: 'order_number' },
        { path: 'lines', leaf: 'lines', max: 4, fields, ...more },
      ],
    },
  ])
