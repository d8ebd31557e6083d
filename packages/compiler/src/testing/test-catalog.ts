import {
  Binding,
  type BindingInputDocument,
  type Issue,
  type Lowering,
  type ObjectType,
  type Operation,
  type SchemaCatalog,
  scalarType,
} from '@bindery/model'
import { compile } from '../compile.ts'
import type { CompileInput } from '../compile-input.ts'
import { argument, field, integer, listOf, object, operation, ref, state, text } from './catalog-parts.ts'
import { visitOperations, visits } from './visits.ts'

/** A small CRM over HTTP with two database tables beside it: everything that a rule looks at occurs once. */

const optional = { required: false } as const

const objects: readonly ObjectType[] = [
  object('Contact', [
    field('id', integer, { access: 'read_only' }),
    field('full_name'),
    field('email', scalarType('email'), { sensitivity: 'contact', ...optional }),
    field('phone', scalarType('phone'), { sensitivity: 'contact', nullable: true }),
    field('birth_date', scalarType('date'), { sensitivity: 'pii', ...optional }),
    field('ssn', text, { sensitivity: 'government_id', ...optional }),
    field('api_token', text, { sensitivity: 'credential', ...optional }),
    field('password', text, { access: 'write_only', ...optional }),
    field('company', ref('Company'), { nullable: true }),
    field('tickets', listOf(ref('Ticket'))),
    field('tags', listOf(text)),
    field('attributes', { kind: 'map', values: text, valuesNullable: false }, optional),
    field('raw', scalarType('any'), optional),
    field('source', { kind: 'union', members: [ref('Campaign'), ref('Company')] }, optional),
  ]),
  object('Company', [
    field('name'),
    field('city', text, optional),
    field('vat_number', text, { sensitivity: 'financial', ...optional }),
    field('parent', ref('Company'), optional),
  ]),
  object('Campaign', [field('name'), field('channel')]),
  object('Ticket', [
    field('id', integer),
    field('title'),
    field('status', state),
    field('amount', scalarType('decimal'), optional),
    field('contact', ref('Contact')),
    field('labels', listOf(ref('Label'))),
  ]),
  object('Label', [field('name')]),
  object('NewTicket', [
    field('title', text, {
      constraints: { minLength: 3, maxLength: 80 },
      description: 'Subject of the ticket',
    }),
    field('status', state, { default: 'open' }),
    field('priority', integer, { ...optional, constraints: { minimum: 1, maximum: 5 } }),
    field('customer', ref('NewCustomer'), optional),
    field('internal_id', text, { access: 'read_only' }),
    field('ssn', text, { sensitivity: 'government_id', ...optional }),
    field('secret.key', text, { sensitivity: 'credential', ...optional }),
    field('labels', listOf(text), optional),
    field('urgent', scalarType('boolean'), optional),
    field('due', scalarType('datetime'), optional),
  ]),
  object('NewCustomer', [
    field('email', scalarType('email'), { sensitivity: 'contact' }),
    field('name', text, optional),
  ]),
  object('TicketResult', [
    field('ticket', ref('Ticket'), { nullable: true }),
    field('userErrors', listOf(ref('UserError')), { isErrorChannel: true }),
  ]),
  object('UserError', [field('message')]),
  object(
    'orders',
    [
      field('id', integer),
      field('number'),
      field('email', text, { sensitivity: 'contact' }),
      field('note', text, optional),
      field('customer', ref('customers')),
    ],
    {
      key: ['id'],
      indexes: [
        { name: 'orders_number', fields: ['number'], isUnique: true, isPartial: false },
        { name: 'orders_email', fields: ['email', 'id'], isUnique: false, isPartial: false },
        { name: 'orders_note', fields: ['note'], isUnique: true, isPartial: true },
      ],
    },
  ),
  visits,
  object('customers', [field('id', integer), field('name'), field('region', ref('regions'))], {
    key: ['id'],
  }),
  object('regions', [field('name')], { key: ['name'] }),
  object(
    'seats',
    [
      field('flight'),
      field('place'),
      field('meal'),
      field('row', text, { nullable: true }),
      field('gone', text, { nullable: true }),
      field('code'),
    ],
    {
      key: ['flight', 'place'],
      indexes: [
        { name: 'seats_row', fields: ['row', 'meal'], isUnique: true, isPartial: false },
        {
          name: 'seats_code',
          fields: ['code'],
          isUnique: true,
          isPartial: true,
          rows: [{ column: 'gone', is: 'null' }],
        },
      ],
    },
  ),
]

const columns = [
  argument('id', 'column', { type: integer }),
  argument('number', 'column'),
  argument('email', 'column'),
  argument('note', 'column'),
]

const operations: readonly Operation[] = [
  operation('getContact', {
    object: 'Contact',
    title: 'Get a contact',
    arguments: [
      argument('id', 'path', {
        type: integer,
        required: true,
        description: 'Number of the contact',
        example: 42,
      }),
      argument('Authorization', 'header', { required: true, role: 'credential' }),
      argument('fields', 'query'),
    ],
    returns: { type: ref('Contact'), nullable: false },
  }),
  operation('searchContacts', {
    arguments: [
      argument('query', 'query', { required: true }),
      argument('state', 'query', { type: state }),
      argument('limit', 'query', { type: integer, default: 10, constraints: { minimum: 1, maximum: 100 } }),
      argument('api-version', 'query', { required: true, default: '2026-01-01', role: 'version' }),
    ],
    returns: { type: listOf(ref('Contact')), nullable: false },
  }),
  operation('createTicket', {
    effect: 'create',
    object: 'Ticket',
    arguments: [
      argument('workspace', 'path', { required: true }),
      argument('notify', 'query', { type: scalarType('boolean') }),
      argument('body', 'body', { type: ref('NewTicket'), required: true }),
    ],
    inputArgument: 'body',
    returns: { type: ref('TicketResult'), nullable: false },
  }),
  operation('updateTicket', {
    effect: 'update',
    arguments: [
      argument('id', 'path', { type: integer, required: true }),
      argument('body', 'body', { type: ref('NewTicket') }),
    ],
    returns: { type: ref('Ticket'), nullable: false },
  }),
  operation('deleteTicket', {
    effect: 'delete',
    arguments: [argument('id', 'path', { type: integer, required: true })],
  }),
  operation('setNote', {
    effect: 'action',
    arguments: [argument('body', 'body', { type: text, required: true })],
  }),
  operation('brokenReport', {
    availability: {
      status: 'quarantined',
      reasons: [
        {
          code: 'ref_unresolved',
          message: 'Its answer refers to a schema that does not exist.',
          pointer: '#/paths/x',
        },
      ],
    },
  }),
  operation('oldReport', {
    deprecated: 'Use getContact.',
    availability: {
      status: 'limited',
      reasons: [{ code: 'body_ignored', message: 'Its XML body cannot be sent.', pointer: '#/paths/y' }],
    },
    returns: { type: text, nullable: false },
  }),
  operation('orders.find', {
    object: 'orders',
    arguments: columns,
    returns: { type: listOf(ref('orders')), nullable: false },
  }),
  ...(['find', 'update'] as const).map((mode) =>
    operation(`seats.${mode}`, {
      object: 'seats',
      effect: mode === 'find' ? 'read' : 'update',
      arguments: ['flight', 'place', 'meal', 'row', 'gone', 'code'].map((name) =>
        argument(name, 'column', { nullable: name === 'gone' || name === 'row' }),
      ),
      returns: { type: mode === 'find' ? listOf(ref('seats')) : ref('seats'), nullable: false },
    }),
  ),
  ...visitOperations,
  operation('orders.insert', {
    object: 'orders',
    effect: 'create',
    arguments: columns,
    returns: { type: ref('orders'), nullable: false },
  }),
  operation('orders.update', {
    object: 'orders',
    effect: 'update',
    arguments: columns,
    returns: { type: ref('orders'), nullable: false },
  }),
]

export const testCatalog: SchemaCatalog = {
  formatVersion: 1,
  source: 'openapi',
  title: 'CRM',
  servers: ['https://crm.test'],
  security: [],
  objects,
  relationships: [
    {
      name: 'visits.customer',
      from: { object: 'visits', fields: ['customer_id'] },
      to: { object: 'customers', fields: ['id'] },
      cardinality: 'one',
      origin: 'declared',
      provenance: '#/visits',
    },
    {
      name: 'orders.customer',
      from: { object: 'orders', fields: ['email'] },
      to: { object: 'customers', fields: ['id'] },
      cardinality: 'one',
      origin: 'declared',
      provenance: '#/orders',
    },
  ],
  operations,
}

/** Lowers to what it was given, so that a test sees it. */
const echoLowering: Lowering = {
  lower: (target, { assignments, outputs }) => ({
    call: target.call,
    targets: assignments.map((assignment) => assignment.target.join('.')),
    leaves: outputs.map((output) => output.leaf),
  }),
}

/** A valid read, for tests to change one thing of. */
export const readContact: BindingInputDocument = {
  operation: 'getContact',
  toolName: 'Get contact',
  inputs: [{ param: 'customer_id', argument: 'id' }],
  projection: [{ path: 'full_name', leaf: 'customer_name' }],
}

/** A valid write, for tests to change one thing of. */
export const createTicket: BindingInputDocument = {
  operation: 'createTicket',
  toolName: 'Create ticket',
  inputs: [{ param: 'subject', argument: 'body.title' }],
  inputObjectMap: [{ field: 'workspace', const: 'main' }],
  projection: [{ path: 'ticket.id', leaf: 'ticket_id' }],
}

export function inputOf(document: BindingInputDocument, more: Partial<CompileInput> = {}): CompileInput {
  return {
    binding: Binding.parse(document),
    catalog: testCatalog,
    catalogHash: 'sha256:test',
    lowering: echoLowering,
    integration: 'crm',
    scoping: { blockedObjects: [], blockedFields: [] },
    ...more,
  }
}

/** Every issue that compiling gives, whether it refuses or not. */
export function issuesOf(document: BindingInputDocument, more: Partial<CompileInput> = {}): readonly Issue[] {
  const result = compile(inputOf(document, more))
  return result.ok ? result.value.warnings : result.failure
}

/** Issues in one line each: `code path`, for tables. The defaults that are sent have a table of their own. */
export function codesOf(document: BindingInputDocument, more: Partial<CompileInput> = {}): readonly string[] {
  return issuesOf(document, more)
    .filter(({ code }) => code !== 'default_sent' && code !== 'default_not_sent')
    .map(({ code, path }) => `${code} ${path.join('/')}`)
}
