import { fileURLToPath } from 'node:url'
import { describeSource, documentConnection } from '../describe-source.contract.ts'

const bakery = `
"Bakery"
schema { query: Root, mutation: Changes }
scalar DateTime
scalar Money
enum Status { OPEN "No more changes" CLOSED }
interface Node { id: ID! }
interface Party { name: String!, email: String }
"Somebody who orders"
type Customer implements Node & Party { id: ID!, name: String!, email: String, phone: PhoneNumber, orders(first: Int, after: String): OrderConnection! }
type Shop implements Node & Party { id: ID!, name: String!, email: String, opensAt: String @deprecated(reason: "Ask the shop") }
type Line { product: String!, price: Money!, quantity: Int! }
type Order implements Node {
  id: ID!
  status: Status!
  placedAt: DateTime!
  customer: Customer
  billedTo: Party
  lines(cheaperThan: Money = "10.00"): [Line!]!
  total(currency: String! = "EUR"): Money!
}
type PageInfo { hasNextPage: Boolean!, endCursor: String }
type OrderEdge { cursor: String!, node: Order }
type OrderConnection { edges: [OrderEdge], nodes: [Order], pageInfo: PageInfo!, totalCount: Int! }
union Found = Customer | Order
type UserError { field: [String!], message: String! }
type OrderPayload { order: Order, userErrors: [UserError!]! }
input LineInput { product: String!, quantity: Int = 1 }
input OrderInput { customerId: ID!, lines: [LineInput!]!, note: String }
input Who @oneOf { id: ID, email: String }
scalar PhoneNumber
type Root {
  order(id: ID!): Order
  orders(first: Int = 20, after: String, status: Status): OrderConnection!
  customer(by: Who!): Customer
  search(text: String!): [Found!]!
}
type Changes {
  order(id: ID!): Order
  createOrder(input: OrderInput!): OrderPayload!
  cancelOrder(id: ID!, reason: String): OrderPayload!
}
`

describeSource('graphql', {
  connect: () => documentConnection({ 'bakery.graphql': bakery }),
  golden: fileURLToPath(new URL('./golden/bakery.catalog.json', import.meta.url)),
  hostile: [
    ['no document and no endpoint', () => documentConnection({})],
    ['an empty document', () => documentConnection({ a: '' })],
    ['a login page', () => documentConnection({ a: '<!doctype html><html><body>Sign in</body></html>' })],
    ['a list', () => documentConnection({ a: '[]' })],
    ['binary content', () => documentConnection({ a: '\u0000\u0001\u0002' })],
    ['text that is no SDL', () => documentConnection({ a: 'openapi: 3.1.0' })],
    ['a query', () => documentConnection({ a: '{ viewer { login } }' })],
    ['types without a root', () => documentConnection({ a: 'type A { b: String }' })],
    [
      'members of the wrong type everywhere',
      () =>
        documentConnection({
          a: {
            __schema: {
              queryType: { name: 'Q' },
              mutationType: [],
              types: [
                1,
                null,
                {
                  kind: 'OBJECT',
                  name: 'Q',
                  fields: [3, { name: 'a', type: 7, args: 'x' }],
                  interfaces: {},
                  possibleTypes: 1,
                },
                { kind: 4 },
              ],
            },
          },
        }),
    ],
  ],
})
