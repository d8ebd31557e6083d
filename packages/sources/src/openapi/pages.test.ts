import type { Json, JsonObject, Operation } from '@bindery/model'
import { expect, test } from 'vitest'
import { openapiAdapter } from './adapter.ts'
import { bindingOf, recording } from './test-call.ts'
import { onlyOperation, withOperation } from './test-document.ts'

const query = (name: string, more: JsonObject = {}): Json => ({
  name,
  in: 'query',
  schema: { type: 'integer', ...more },
})

const listing = (parameters: readonly Json[]): Promise<Operation> => {
  const item = { type: 'object', properties: { id: { type: 'integer' } } }
  const schema = { type: 'object', properties: { data: { type: 'array', items: item } } }
  const responses = { '200': { content: { 'application/json': { schema } } } }
  return onlyOperation(withOperation({ parameters: [...parameters], responses }))
}

const items = (count: number): Json => Array.from({ length: count }, (_, id) => ({ id }))
const paged = [query('limit'), query('offset')]

test.each<[string, readonly Json[], JsonObject, Json, unknown]>([
  [
    'a provider that caps at 100 and says nothing',
    paged,
    {},
    { data: items(100) },
    [{ path: ['data'], more: 'possible' }],
  ],
  [
    'as many as were asked for',
    paged,
    { limit: 3 },
    { data: items(3) },
    [{ path: ['data'], more: 'possible' }],
  ],
  ['fewer than were asked for', paged, { limit: 5 }, { data: items(3) }, undefined],
  [
    'as many as the default',
    [query('limit', { default: 7 }), query('page')],
    {},
    { data: items(7) },
    [{ path: ['data'], more: 'possible' }],
  ],
  [
    'as many as were asked for where there is no way on',
    [query('limit')],
    { limit: 3 },
    { data: items(3) },
    [{ path: ['data'], more: 'possible' }],
  ],
  [
    'a total',
    paged,
    { limit: 3 },
    { data: items(3), meta: { filter_count: 9 } },
    [{ path: ['data'], more: 'certain', total: 9 }],
  ],
  ['a total of what is there', paged, { limit: 3 }, { data: items(3), meta: { filter_count: 3 } }, undefined],
])('%s', async (...[, parameters, args, answer, expected]) => {
  const operation = await listing(parameters)
  const body = new TextEncoder().encode(JSON.stringify(answer))
  const { connection } = recording({ status: 200, headers: new Map(), body })
  const { partial } = await openapiAdapter.execute(
    {
      operation: operation.name,
      effect: 'read',
      plan: openapiAdapter.lower(operation, bindingOf(operation)),
      arguments: args,
      maxResponseBytes: 100_000,
      lists: [['data']],
    },
    connection,
    AbortSignal.timeout(1000),
  )
  expect(partial).toEqual(expected)
})
