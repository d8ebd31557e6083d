const text = { type: 'string' } as const
const order = {
  type: 'object',
  required: ['status'],
  properties: { status: text },
} as const
const body = {
  required: true,
  content: {
    'application/json': { schema: { type: 'object', required: ['item'], properties: { item: text } } },
  },
} as const
const answering = { '200': { description: 'Done', content: { 'application/json': { schema: order } } } }
const id = { name: 'id', in: 'path', required: true, schema: text } as const
const phone = { name: 'phone', in: 'query', required: true, schema: text } as const

/** What `npm run packs -- slice` would leave of the description of a bakery. */
export const packDocument = {
  openapi: '3.1.0',
  info: { title: 'Bakery', version: '1' },
  paths: {
    '/hours': { get: { operationId: 'getHours', responses: answering } },
    '/orders': {
      get: { operationId: 'listOrders', parameters: [phone], responses: answering },
      post: { operationId: 'createOrder', requestBody: body, responses: answering },
    },
    '/orders/{id}': {
      parameters: [id],
      get: { operationId: 'getOrder', responses: answering },
      patch: { operationId: 'updateOrder', requestBody: body, responses: answering },
      delete: { operationId: 'deleteOrder', responses: { '204': { description: 'Gone' } } },
    },
  },
}
