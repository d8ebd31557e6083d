import type { Json } from '@bindery/model'
import { z } from 'zod'
import { HttpAction } from './action.ts'

/** A read by order number with every kind of place in it. */
export const findOrder = {
  name: 'Find order',
  description: 'Find an order by its number.',
  method: 'GET',
  path: '/orders/{{order_id}}',
  headers: { 'X-Caller': '{{contact_number}}' },
  queryTemplate: { expand: 'lines', since: '{{since}}' },
  variables: [
    { name: 'order_id', type: 'string', description: 'Number of the order', example: 'ord_1' },
    { name: 'since', type: 'date' },
  ],
  responseMapping: [
    { path: 'data.status', leaf: 'status', type: 'string' },
    { path: 'data.customer.email', leaf: 'customer_email', type: 'email' },
    {
      path: 'data.lines',
      leaf: 'lines',
      max: 10,
      fields: [
        { path: 'sku', leaf: 'sku' },
        { path: 'count', leaf: 'count', type: 'integer' },
      ],
    },
  ],
} as const

/** A write whose body keeps the types of its values. */
export const bookVisit = {
  name: 'Book visit',
  description: 'Book a visit at an address.',
  method: 'POST',
  path: '/visits',
  bodyTemplate: {
    visit: { at: '{{date}}', people: '{{people}}', note: 'From {{agent_uuid}}: {{note}}' },
    tags: ['phone', '{{tag}}'],
  },
  variables: [
    { name: 'date', type: 'date', required: true },
    { name: 'people', type: 'integer' },
    { name: 'note', type: 'string', default: 'none' },
    { name: 'tag', type: 'string', allowedValues: ['new', 'known'] },
    { name: 'contact', type: 'object', properties: { email: { type: 'email', required: true } } },
    { name: 'crm_id', type: 'string', from: 'context' },
  ],
} as const

export const actionOf = (document: object): HttpAction => HttpAction.parse(document)

/** A description of a provider that holds these actions. */
export const documentOf = (actions: Readonly<Record<string, object>>): Json =>
  z.json().parse({
    format: 'bindery-actions/1',
    title: 'Shop',
    actions: Object.fromEntries(Object.entries(actions).map(([slug, action]) => [slug, actionOf(action)])),
  })
