import type { Json, JsonObject } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { executeCall } from './execute.ts'
import { introspectText, planOf, type TestBinding } from './test-schema.ts'

const schema = `
type Query {
  tickets(first: Int, last: Int, after: String, before: String): TicketConnection!
  plain(limit: Int, offset: Int): [Ticket!]!
  open: [Ticket!]!
  me: Person!
}
type Person { tickets(first: Int, after: String): TicketConnection!  drafts(limit: Int): [Ticket!]! notes: [Ticket!]! }
type TicketConnection { nodes: [Ticket!]! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String }
type Ticket { title: String! }
`
const { catalog } = await introspectText(schema)

const rows = (path: string, max = 2): TestBinding['outputs'] => [{ path, max, fields: ['title'] }]
const tickets = (count: number): Json => Array.from({ length: count }, () => ({ title: 'x' }))

/** What is said of the lists of an answer to a binding. */
async function partialOf(given: TestBinding, answer: Json, args: JsonObject = {}) {
  const plan = planOf(catalog, given)
  const body = new TextEncoder().encode(JSON.stringify({ data: { [plan.rootField]: answer } }))
  const refuse = () => Promise.reject(new Error('Not used.'))
  const { partial } = await executeCall(
    { operation: given.operation, effect: 'read', plan, arguments: args, maxResponseBytes: 100_000 },
    {
      environment: 'development',
      fetch: async () => ({ status: 200, headers: new Map(), body }),
      database: refuse,
      documents: refuse,
    },
    AbortSignal.timeout(1000),
  )
  return partial
}

const certain = (...path: readonly string[]) => [{ path, more: 'certain' }]
const possible = (...path: readonly string[]) => [{ path, more: 'possible' }]

describe('a connection says by its pageInfo whether there is more', () => {
  test.each<[string, TestBinding, Json, unknown]>([
    [
      'more',
      { operation: 'tickets', outputs: rows('nodes') },
      { nodes: tickets(2), pageInfo: { hasNextPage: true } },
      certain('nodes'),
    ],
    [
      'no more, though the page is full',
      { operation: 'tickets', outputs: rows('nodes') },
      { nodes: tickets(2), pageInfo: { hasNextPage: false } },
      undefined,
    ],
    [
      'more before, when it is read from its end',
      { operation: 'tickets', inputs: { last: 2 }, outputs: rows('nodes') },
      { nodes: tickets(2), pageInfo: { hasPreviousPage: true } },
      certain('nodes'),
    ],
    [
      'more inside of an object',
      { operation: 'me', outputs: rows('tickets.nodes') },
      { tickets: { nodes: tickets(2), pageInfo: { hasNextPage: true } } },
      certain('tickets', 'nodes'),
    ],
  ])('%s', async (...[, given, answer, expected]) => {
    expect(await partialOf(given, answer)).toEqual(expected)
  })
})

describe('a list without one may be cut where it is as long as was asked for', () => {
  test.each<[string, TestBinding, Json, unknown]>([
    [
      'by the caller',
      { operation: 'plain', inputs: { limit: 3 }, outputs: rows('$') },
      tickets(3),
      possible(),
    ],
    [
      'and is whole where it is shorter',
      { operation: 'plain', inputs: { limit: 5 }, outputs: rows('$') },
      tickets(3),
      undefined,
    ],
    ['by nobody, at a round number', { operation: 'plain', outputs: rows('$') }, tickets(100), possible()],
    [
      'or at a round number inside',
      { operation: 'me', outputs: rows('drafts') },
      { drafts: tickets(100) },
      possible('drafts'),
    ],
    [
      'but never where nothing can be asked for',
      { operation: 'open', outputs: rows('$') },
      tickets(100),
      undefined,
    ],
    ['and so inside', { operation: 'me', outputs: rows('notes') }, { notes: tickets(100) }, undefined],
  ])('%s', async (...[, given, answer, expected]) => {
    expect(await partialOf(given, answer, { limit: given.inputs?.['limit'] ?? null })).toEqual(expected)
  })
})
