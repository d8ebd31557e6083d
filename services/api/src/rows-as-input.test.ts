import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DescribedProvider, startDescribedProvider } from './testing/described-provider.ts'

let provider: DescribedProvider
let skillId = ''

const text = { type: 'string' }
const line = {
  type: 'object',
  properties: {
    sku: { ...text, maxLength: 8 },
    quantity: { type: 'integer', minimum: 1 },
    price: { type: 'number', format: 'decimal' },
    currency: { ...text, enum: ['EUR', 'USD'] },
    gift: { type: 'object', properties: { note: text } },
  },
  required: ['sku', 'quantity', 'currency'],
}
const body = {
  type: 'object',
  properties: { customer: text, line_items: { type: 'array', items: line } },
  required: ['customer', 'line_items'],
}
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const document = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/orders': {
      post: {
        operationId: 'createOrder',
        requestBody: json(body),
        responses: { 200: { description: 'ok', ...json({ type: 'object', properties: { id: text } }) } },
      },
    },
  },
}

const binding: BindingInputDocument = {
  operation: 'createOrder',
  toolName: 'Create order',
  inputObjectMap: [
    { field: 'customer', param: 'customer_id' },
    {
      field: 'line_items',
      each: 'items',
      max: 2,
      fields: [
        { field: 'sku', name: 'sku' },
        { field: 'quantity', name: 'quantity' },
        { field: 'price', name: 'price' },
        { field: 'gift.note', name: 'gift_note' },
        { field: 'currency', const: 'EUR' },
      ],
    },
  ],
  projection: [{ path: 'id', leaf: 'order_id' }],
}

beforeAll(async () => {
  provider = await startDescribedProvider()
  provider.answer({ body: { id: 'o_1' } })
  skillId = await provider.publish(await provider.register({ document }), binding)
})
afterAll(() => provider.close())

const run = (items: unknown) => provider.run(skillId, { customer_id: 'c_1', items })

test('rows become the items of the list, numbers exact and constants in each', async () => {
  const ran = await run([
    { sku: 'a1', quantity: 2, price: '9.90' },
    { sku: 'b2', quantity: 1, gift_note: 'Congratulations' },
  ])
  expect(ran).toMatchObject({ status: 200 })
  expect(provider.sent.at(-1)?.body).toBe(
    '{"customer":"c_1","line_items":[{"sku":"a1","quantity":2,"price":9.90,"currency":"EUR"},' +
      '{"sku":"b2","quantity":1,"gift":{"note":"Congratulations"},"currency":"EUR"}]}',
  )
})

test.each<[string, unknown, string]>([
  ['too many rows', [1, 2, 3].map((quantity) => ({ sku: 'a', quantity })), '/params/items'],
  ['a member that is not known', [{ sku: 'a', quantity: 1, currency: 'USD' }], '/params/items/0/currency'],
  [
    'a member beyond its bounds',
    [
      { sku: 'a', quantity: 1 },
      { sku: 'far too long', quantity: 0 },
    ],
    '/params/items/1/sku',
  ],
  ['a missing member', [{ sku: 'a' }], '/params/items/0/quantity'],
  ['rows within rows', [[{ sku: 'a', quantity: 1 }]], '/params/items/0'],
  ['text that looks like rows', '[{"sku":"a","quantity":1}]', '/params/items'],
])('%s are refused with what is wrong, and nothing is sent', async (_, items, pointer) => {
  const before = provider.sent.length
  const { status, body: problem } = await run(items)
  expect([status, problem['code'], provider.sent.length - before]).toEqual([400, 'validation_error', 0])
  expect(JSON.stringify(problem)).toContain(pointer)
})
