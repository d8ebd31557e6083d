import { fileURLToPath } from 'node:url'
import { describeSource, documentConnection } from '../describe-source.contract.ts'

const bakery = `
openapi: 3.1.0
info: { title: Bakery, version: '2' }
servers: [{ url: 'https://{region}.bakery.example/v2', variables: { region: { default: eu } } }]
security: [{ key: [] }]
paths:
  /orders:
    parameters: [{ $ref: '#/components/parameters/Shop' }]
    get:
      operationId: listOrders
      tags: [orders]
      parameters:
        - { name: status, in: query, schema: { type: array, items: { enum: [open, closed] } } }
        - { name: cursor, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, maximum: 50, default: 10 } }
        - { name: api_key, in: query, required: true, schema: { type: string } }
      responses:
        '200': { description: A page, content: { application/json: { schema: { $ref: '#/components/schemas/OrderPage' } } } }
    post:
      operationId: createOrder
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string, format: uuid } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } }
      responses:
        '201': { description: Made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
  /orders/{id}/cancel:
    post:
      summary: Cancel an order
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Done } }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: api_key } }
  parameters:
    Shop: { name: X-Shop, in: header, schema: { type: string } }
  schemas:
    Customer:
      type: object
      required: [id]
      properties:
        id: { type: string, readOnly: true }
        email: { type: [string, 'null'], format: email }
        address: { type: object, properties: { street: { type: string }, city: { type: string } } }
    Line: { type: object, properties: { product: { type: string }, price: { type: number, format: decimal } } }
    NewOrder:
      type: object
      required: [customer_id, lines]
      properties:
        customer_id: { type: string }
        lines: { type: array, minItems: 1, items: { $ref: '#/components/schemas/Line' } }
        delivery: { oneOf: [{ type: string, format: date }, { type: 'null' }] }
    Order:
      allOf:
        - $ref: '#/components/schemas/NewOrder'
        - type: object
          properties: { id: { type: integer, format: int64 }, labels: { type: object, additionalProperties: { type: string } } }
    OrderPage:
      type: object
      properties:
        data: { type: array, items: { $ref: '#/components/schemas/Order' } }
        next_cursor: { type: [string, 'null'] }
        errors: { type: array, items: { type: object, properties: { message: { type: string } } } }
`

describeSource('openapi', {
  connect: () => documentConnection({ 'bakery.yaml': bakery }),
  golden: fileURLToPath(new URL('./golden/bakery.catalog.json', import.meta.url)),
  hostile: [
    ['no document', () => documentConnection({})],
    ['an empty document', () => documentConnection({ 'a.json': '' })],
    [
      'a login page',
      () => documentConnection({ 'a.json': '<!doctype html><html><body>Sign in</body></html>' }),
    ],
    ['a list', () => documentConnection({ 'a.json': '[]' })],
    ['binary content', () => documentConnection({ 'a.bin': '\u0000\u0001\u0002' })],
    [
      'a member that every object has',
      () =>
        documentConnection({
          'a.json':
            '{"openapi":"3.0.0","paths":{"__proto__":{"get":{}}},"components":{"schemas":{"__proto__":{"type":"object","properties":{"__proto__":{"type":"string"}}}}}}',
        }),
    ],
    [
      'members of the wrong type everywhere',
      () =>
        documentConnection({
          'a.json':
            '{"openapi":"3.0.0","info":7,"servers":{},"security":3,"tags":"x","paths":{"/a":[],"/b":{"get":5,"parameters":7,"post":{"parameters":{},"requestBody":[],"responses":[]}}},"components":{"schemas":[1],"securitySchemes":{"a":1}}}',
        }),
    ],
    [
      'a reference into its own middle',
      () =>
        documentConnection({
          'a.json':
            '{"openapi":"3.1.0","paths":{"$ref":"#/paths/x"},"components":{"schemas":{"A":{"$ref":"#/components/schemas/A/properties/a"}}}}',
        }),
    ],
  ],
})
