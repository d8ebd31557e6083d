import type { Argument, Field, Operation, SchemaCatalog, TypeRef } from '@bindery/model'

/** A small shop over HTTP: customers, their orders, and a ticket desk. */

const text: TypeRef = { kind: 'scalar', scalar: 'string' }
export const ref = (name: string): TypeRef => ({ kind: 'object', name })
export const listOf = (items: TypeRef): TypeRef => ({ kind: 'list', items, itemsNullable: false })

export function field(name: string, type: TypeRef = text, more: Partial<Field> = {}): Field {
  return {
    name,
    type,
    required: false,
    nullable: false,
    access: 'read_write',
    sensitivity: 'none',
    ...more,
  }
}

export function argument(name: string, place: string, more: Partial<Argument> = {}): Argument {
  return {
    name,
    place,
    type: text,
    nullable: false,
    required: place === 'path',
    sensitivity: 'none',
    provenance: `#/${name}`,
    ...more,
  }
}

export function operation(
  route: string,
  method: string,
  more: Partial<Operation> & { name: string },
): Operation {
  return {
    effect: method === 'get' ? 'read' : 'create',
    effectOrigin: 'declared',
    groups: [],
    arguments: [],
    availability: { status: 'bindable' },
    security: [],
    call: { route },
    provenance: `#/paths/${route.replaceAll('/', '~1')}/${method}`,
    ...more,
  }
}

export const object = (name: string, fields: readonly Field[]): SchemaCatalog['objects'][number] => ({
  name,
  origin: 'named',
  fields,
  key: [],
  indexes: [],
  provenance: `#/${name}`,
})

export const testCatalog: SchemaCatalog = {
  formatVersion: 1,
  source: 'openapi',
  title: 'Shop',
  servers: [],
  security: [],
  relationships: [],
  objects: [
    object('Customer', [
      field('id'),
      field('name'),
      field('email', { kind: 'scalar', scalar: 'email' }, { sensitivity: 'contact' }),
      field('ssn', text, { sensitivity: 'government_id' }),
      field('api_token', text, { sensitivity: 'credential' }),
    ]),
    object('Order', [field('id'), field('number'), field('status'), field('customer', ref('Customer'))]),
    object('NewTicket', [field('subject', text, { required: true }), field('message')]),
    object('Ticket', [field('id'), field('subject')]),
  ],
  operations: [
    operation('/customers', 'get', {
      name: 'listCustomers',
      title: 'Search customers',
      arguments: [argument('phone', 'query'), argument('email', 'query')],
      returns: { type: listOf(ref('Customer')), nullable: false },
    }),
    operation('/customers/{id}', 'delete', {
      name: 'deleteCustomer',
      title: 'Delete a customer',
      effect: 'delete',
      arguments: [argument('id', 'path')],
    }),
    operation('/orders/{id}', 'get', {
      name: 'getOrder',
      title: 'Get an order',
      arguments: [argument('id', 'path'), argument('token', 'header', { role: 'credential' })],
      returns: { type: ref('Order'), nullable: false },
    }),
    operation('/tickets', 'post', {
      name: 'createTicket',
      title: 'Create a ticket',
      inputArgument: 'body',
      arguments: [argument('body', 'body', { type: ref('NewTicket'), required: true })],
      returns: { type: ref('Ticket'), nullable: false },
    }),
  ],
}
