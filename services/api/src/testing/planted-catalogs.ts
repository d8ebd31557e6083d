import { introspectDocuments } from '@bindery/sources'
import type { Argument, Field, SchemaCatalog } from '@bindery/model'

/** Where a stranger who writes a provider's description can put text, as the cases of hostile inputs call it. */
export const plantings = [
  'info.description',
  'operation.description',
  'operation.summary',
  'operation name',
  'group name',
  'argument name',
  'argument.description',
  'field name',
  'field.description',
  'object.description',
  'enum value',
  'response sample',
  'server address',
  'deprecation',
  'table name',
  'table comment (SQL)',
  'column comment (SQL)',
] as const
export type Planting = (typeof plantings)[number]

export const isPlanting = (where: string): where is Planting => plantings.some((known) => known === where)

/** The catalog of a small provider with a text planted in one place; databases hold well-formed text only. */
export async function plant(where: Planting, text: string): Promise<SchemaCatalog> {
  if (/SQL|table/.test(where)) return tables(where, text.toWellFormed())
  const bytes = new TextEncoder().encode(JSON.stringify(documentWith(where, text)))
  const { catalog } = await introspectDocuments(
    [{ name: 'openapi.json', bytes }],
    AbortSignal.timeout(10_000),
  )
  return catalog
}

/** Customers with a web hook, secrets beside the harmless, and writes beside the reads. */
function documentWith(where: Planting, text: string): object {
  const at = (place: Planting, otherwise: string): string => (where === place ? text : otherwise)
  const string = { type: 'string' }
  const query = (name: string, description: string, schema: object = string) => ({
    name,
    in: 'query',
    description,
    schema,
  })
  const status = { type: 'string', enum: [at('enum value', 'open'), 'closed'] }
  const customer = {
    type: 'object',
    description: at('object.description', 'A customer'),
    properties: {
      id: string,
      name: { type: 'string', description: at('field.description', 'Whole name') },
      phone: string,
      ssn: string,
      iban: string,
      api_token: string,
      status,
      [at('field name', 'webhook_url')]: string,
    },
  }
  const answers = (schema: object) => ({
    '200': {
      description: 'Found',
      content: { 'application/json': { schema, example: { name: at('response sample', 'Ada') } } },
    },
  })
  const id = { name: 'id', in: 'path', required: true, schema: string }
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1', description: at('info.description', 'A shop') },
    servers: [
      {
        url:
          where === 'server address'
            ? `https://evil.example/${encodeURIComponent(text.toWellFormed())}`
            : '/',
      },
    ],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    security: [{ key: [] }],
    paths: {
      '/customers': {
        get: {
          operationId: at('operation name', 'listCustomers'),
          summary: at('operation.summary', 'Search customers'),
          description: at('operation.description', 'Finds customers by phone.'),
          tags: [at('group name', 'customers')],
          ...(where === 'deprecation' ? { deprecated: true, 'x-deprecation-reason': text } : {}),
          parameters: [
            query('phone', at('argument.description', 'Telephone number')),
            query('status', 'State', status),
            query(at('argument name', 'webhook_url'), 'Where results are sent'),
            query('api_key', 'API key'),
            { name: 'X-Key', in: 'header', schema: string },
          ],
          responses: answers({ type: 'array', items: customer }),
        },
        post: {
          operationId: 'createCustomer',
          summary: 'Create a customer',
          requestBody: { content: { 'application/json': { schema: customer } } },
          responses: answers(customer),
        },
      },
      '/customers/{id}': {
        get: {
          operationId: 'getCustomer',
          summary: 'Show a customer',
          parameters: [id],
          responses: answers(customer),
        },
        delete: {
          operationId: 'deleteCustomer',
          summary: 'Delete a customer',
          parameters: [id],
          responses: { '204': { description: 'Gone' } },
        },
      },
      '/customers/{id}/hooks': {
        post: {
          operationId: 'createHook',
          summary: 'Register a web hook',
          parameters: [id, query('webhook_url', 'Address')],
          responses: answers({ type: 'object', properties: { id: string } }),
        },
      },
    },
  }
}

const text = { kind: 'scalar', scalar: 'string' } as const

/** A database of customers as discovery gives it. */
function tables(where: Planting, planted: string): SchemaCatalog {
  const table = where === 'table name' ? planted.slice(0, 60) : 'customers'
  const column = (name: string, sensitivity: Field['sensitivity'] = 'none'): Field => ({
    name,
    type: text,
    required: false,
    nullable: true,
    access: 'read_write',
    sensitivity,
    description: where === 'column comment (SQL)' ? planted : '',
  })
  const fields = [
    column('full_name'),
    column('phone', 'contact'),
    column('national_id', 'government_id'),
    column('password_hash', 'credential'),
  ]
  const description = where === 'table comment (SQL)' ? planted : 'Who buys'
  const args = fields.map(
    ({ required: _, access: _access, ...field }): Argument => ({
      ...field,
      place: 'column',
      required: false,
      provenance: `table public.${table} column ${field.name}`,
    }),
  )
  const operation = (verb: 'find' | 'insert', effect: 'read' | 'create') => ({
    name: `${table}.${verb}`,
    object: table,
    description,
    effect,
    effectOrigin: 'declared' as const,
    groups: [table],
    arguments: args,
    availability: { status: 'bindable' as const },
    security: [],
    call: { table: `public.${table}` },
    provenance: `table public.${table}`,
    ...(verb === 'find'
      ? {
          returns: {
            type: { kind: 'list', items: { kind: 'object', name: table }, itemsNullable: false },
            nullable: false,
          } as const,
        }
      : {}),
  })
  return {
    formatVersion: 1,
    source: 'postgres',
    title: 'shop',
    servers: [],
    security: [],
    relationships: [],
    objects: [
      {
        name: table,
        origin: 'named',
        description,
        fields,
        key: ['phone'],
        indexes: [{ name: 'by_phone', fields: ['phone'], isUnique: true, isPartial: false }],
        provenance: `table public.${table}`,
      },
    ],
    operations: [operation('find', 'read'), operation('insert', 'create')],
  }
}
