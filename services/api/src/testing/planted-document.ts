import type { Plant } from './plant.ts'

const string = { type: 'string' }

/** Customers with a web hook, secrets beside the harmless, and writes beside the reads. */
export function plantedDocument(at: Plant): object {
  const customer = customerOf(at)
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1', description: at('info.description', 'A shop') },
    servers: [
      { url: `https://evil.example/${encodeURIComponent(at('server address', 'v1').toWellFormed())}` },
    ],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    security: [{ key: [] }],
    paths: {
      '/customers': {
        get: search(at, customer),
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

const id = { name: 'id', in: 'path', required: true, schema: string }

const query = (name: string, description: string, schema: object = string) => ({
  name,
  in: 'query',
  description,
  schema,
})

const answers = (schema: object, name = 'Ada') => ({
  '200': { description: 'Found', content: { 'application/json': { schema, example: { name } } } },
})

const statusOf = (at: Plant) => ({ type: 'string', enum: [at('enum value', 'open'), 'closed'] })

const customerOf = (at: Plant) => ({
  type: 'object',
  description: at('object.description', 'A customer'),
  properties: {
    id: string,
    name: { type: 'string', description: at('field.description', 'Whole name') },
    phone: string,
    ssn: string,
    iban: string,
    api_token: string,
    status: statusOf(at),
    [at('field name', 'webhook_url')]: string,
  },
})

const search = (at: Plant, customer: object) => ({
  operationId: at('operation name', 'listCustomers'),
  summary: at('operation.summary', 'Search customers'),
  description: at('operation.description', 'Finds customers by phone.'),
  tags: [at('group name', 'customers')],
  parameters: [
    query('phone', at('argument.description', 'Telephone number')),
    query('status', 'State', statusOf(at)),
    query(at('argument name', 'webhook_url'), 'Where results are sent'),
    query('api_key', 'API key'),
    { name: 'X-Key', in: 'header', schema: string },
  ],
  responses: answers({ type: 'array', items: customer }, at('response sample', 'Ada')),
})
