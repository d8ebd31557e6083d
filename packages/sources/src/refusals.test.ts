import { type Connection, type HttpResponse, type Json, PlatformError, toRefusal } from '@bindery/model'
import { expect, test } from 'vitest'
import { loadAdapter, sourceKinds } from './registry.ts'

const said = 'The slot is taken: choose another one.'

const answering = (status: number, body: object): Connection => {
  const response: HttpResponse = {
    status,
    headers: new Map([['content-type', 'application/json']]),
    body: new TextEncoder().encode(JSON.stringify(body)),
  }
  const refuse = (): Promise<never> => Promise.reject(new Error('Nothing else is asked.'))
  return { environment: 'production', fetch: async () => response, database: refuse, documents: refuse }
}

/** A database connection refuses by an error, with the server's words in it. */
const refusing: Connection = {
  ...answering(200, {}),
  database: async () => {
    const refusal = toRefusal([{ code: 'slots_unique', message: said }])
    const details = refusal === undefined ? {} : { refusal }
    throw new PlatformError('upstream_error', 'A row with the same unique value is there already.', details)
  },
}

const find = {
  answer: 'rows',
  statement: { text: 'select 1', binds: [] },
  cells: [],
  joins: [],
  maxRows: 1,
}

/** Of each kind a plan, and a provider that refuses it in the way of the kind. */
const refusals: { readonly [source: string]: { readonly plan: Json; readonly connection: Connection } } = {
  openapi: {
    plan: {
      method: 'POST',
      path: ['/slots'],
      parameters: [],
      numbers: [],
      constants: [],
      answer: 'json',
    },
    connection: answering(422, { error: { code: 'taken', message: said } }),
  },
  'custom-http': {
    plan: {
      method: 'POST',
      path: ['/slots'],
      query: [],
      headers: [],
      unplaced: { place: 'query', names: [] },
      answer: 'json',
    },
    connection: answering(409, { message: said }),
  },
  graphql: {
    plan: {
      document: 'mutation book { book { userErrors { message } } }',
      operationName: 'book',
      rootField: 'book',
      variables: [],
      errorChannels: [['userErrors']],
      aliases: [],
      cost: 1,
    },
    connection: answering(200, { data: { book: { userErrors: [{ field: ['slot'], message: said }] } } }),
  },
  mcp: {
    plan: { tool: 'book', definition: 'sha256:0', input: 'fields', answer: 'text', numbers: [] },
    connection: answering(200, {
      jsonrpc: '2.0',
      id: 1,
      result: { isError: true, content: [{ type: 'text', text: said }] },
    }),
  },
  postgres: { plan: find, connection: refusing },
  mysql: { plan: find, connection: refusing },
}

test('every kind has a refusal here', () => {
  expect(Object.keys(refusals).sort()).toEqual([...sourceKinds].sort())
})

test.each(sourceKinds)(
  '%s hands over what a provider says when it refuses, and says nothing of it itself',
  async (kind) => {
    const { plan = null, connection = refusing } = refusals[kind] ?? {}
    const adapter = await loadAdapter(kind)
    const call = {
      operation: 'book',
      effect: 'create',
      plan,
      arguments: {},
      maxResponseBytes: 10_000,
    } as const
    const failed: unknown = await adapter
      .execute(call, connection, AbortSignal.timeout(60_000))
      .catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'upstream_error' })
    const refusal = failed instanceof PlatformError ? failed.details.refusal : undefined
    expect(refusal?.tell((text) => text)).toMatchObject({ message: said })
    expect(failed).toMatchObject({ message: expect.not.stringContaining('slot is taken') })
  },
)
