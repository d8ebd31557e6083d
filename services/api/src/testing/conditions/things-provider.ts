import { text } from 'node:stream/consumers'
import { startProvider } from '@bindery/connection/testing'
import { isJsonObject, type Json, type JsonObject, parseJson, type SourceAdapter } from '@bindery/model'
import { buildSchema, graphql } from 'graphql'
import { runOver } from '../agreement/run-once.ts'
import { connectionTo } from './connection-to.ts'
import { compiledOver } from './tables-database.ts'
import type { ThingsDatabase } from './things-database.ts'
import { momentText, now, type Thing, things, thousandths, zone } from './things.ts'

/** The things behind a server that knows no conditions: what a binding tests, it tests after reading. */
export async function openThingsProvider(
  kind: 'openapi' | 'graphql',
  adapter: SourceAdapter,
): Promise<ThingsDatabase> {
  const provider = await startProvider((request, response) => {
    void text(request)
      .then((body) => (kind === 'openapi' ? { items: rows } : answerQuery(body)))
      .then((answer) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
      )
  })
  const live = connectionTo(provider.origin)
  const described = {
    ...live,
    documents: () =>
      Promise.resolve([{ name: 'things', bytes: new TextEncoder().encode(descriptions[kind]) }]),
  }
  const { catalog } = await adapter.introspect(described, AbortSignal.timeout(60_000))
  const operation = kind === 'openapi' ? 'listThings' : 'query.things'
  const names = catalog.operations.map(({ name }) => name)
  const own = names.includes(operation) ? operation : (names[0] ?? operation)
  return {
    skillOf: (binding) => compiledOver(catalog, adapter, { ...binding, operation: own, rows: 'items' }),
    run: (skill, params) =>
      runOver(skill, { params, rules: [], adapter, connection: live, timezone: zone.name, now }),
    drop: provider.close,
  }
}

const rows: readonly Json[] = things.map(toRow)

/** A thing as it is answered. */
export function toRow({ big, amount, at, ...thing }: Thing): JsonObject {
  return {
    ...thing,
    big: big === null ? null : String(big),
    amount: amount === null ? null : thousandths(amount),
    at: at === null ? null : momentText(at),
  }
}

/** The fields of a thing, and what they are made of. */
export const thingFields =
  'id: Int! name: String n: Int big: BigInt amount: Decimal day: Date at: DateTime flag: Boolean state: State clock: Time'
export const thingTypes = `
scalar BigInt
scalar Decimal
scalar Date
scalar DateTime
scalar Time
enum State { open waiting closed }
`

const schemaText = `
${thingTypes}
type Thing { ${thingFields} }
type Things { items: [Thing!]! }
type Query { things: Things! }
`
const schema = buildSchema(schemaText)

async function answerQuery(body: string): Promise<unknown> {
  const asked = parseJson(body)
  const source = isJsonObject(asked) ? asked['query'] : undefined
  return graphql({
    schema,
    source: typeof source === 'string' ? source : '',
    rootValue: { things: { items: rows } },
  })
}

const optional = (type: string, format?: string) => ({
  type: [type, 'null'],
  ...(format === undefined ? {} : { format }),
})

const descriptions = {
  graphql: schemaText,
  openapi: JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': {
        get: {
          operationId: 'listThings',
          responses: {
            200: {
              description: 'All of them',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Things' } } },
            },
          },
        },
      },
    },
    components: {
      schemas: {
        Things: {
          type: 'object',
          required: ['items'],
          properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } },
        },
        Thing: {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'integer' },
            name: optional('string'),
            n: optional('integer'),
            big: optional('string', 'int64'),
            amount: optional('string', 'decimal'),
            day: optional('string', 'date'),
            at: optional('string', 'date-time'),
            flag: optional('boolean'),
            state: { type: ['string', 'null'], enum: ['open', 'waiting', 'closed', null] },
            clock: optional('string', 'time'),
          },
        },
      },
    },
  }),
} as const
