import { readFileSync } from 'node:fs'
import {
  Binding,
  type HttpRequest,
  type Json,
  type JsonObject,
  type ScalarName,
  scalarType,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { documentConnection } from '../describe-source.contract.ts'
import { customHttpAdapter } from './adapter.ts'
import { bookVisit, documentOf, findOrder } from './test-action.ts'

const signal = new AbortController().signal

/** The request that an action sends with these arguments, through the whole adapter. */
async function requestOf(action: object, args: JsonObject, answer: string = '{}'): Promise<HttpRequest> {
  const sent: HttpRequest[] = []
  const connection = {
    ...documentConnection({ 'actions.json': documentOf({ a: action }) }),
    fetch: async (request: HttpRequest) => {
      sent.push(request)
      const headers = new Map([['content-type', 'application/json']])
      return { status: 200, headers, body: new TextEncoder().encode(answer) }
    },
  }
  const { catalog } = await customHttpAdapter.introspect(connection, signal)
  const operation = catalog.operations[0]
  if (operation === undefined) throw new Error('The action is missing.')
  const assignments = operation.arguments.map((argument) => ({
    target: [argument.name],
    targetType: argument.type,
    targetNullable: false,
    source: { from: 'parameter' as const, name: argument.name },
  }))
  const binding = Binding.parse({ operation: 'a', toolName: 'A' })
  const plan = customHttpAdapter.lower(operation, {
    binding,
    operation,
    parameters: [],
    assignments,
    outputs: [],
  })
  const call = { operation: 'a', effect: operation.effect, plan, arguments: args, maxResponseBytes: 1000 }
  await customHttpAdapter.execute(call, connection, signal)
  const [request] = sent
  if (request === undefined) throw new Error('Nothing was sent.')
  return request
}

const bodyOf = ({ body }: HttpRequest): unknown =>
  body === undefined ? undefined : JSON.parse(new TextDecoder().decode(body.bytes))

test('a read fills path, query and headers and leaves out what is absent', async () => {
  const { path, query, headers, body } = await requestOf(findOrder, {
    order_id: 'a b?&',
    since: '2026-01-31',
  })
  expect({ path, query, headers, body }).toEqual({
    path: '/orders/a%20b%3F%26',
    query: 'expand=lines&since=2026-01-31',
    headers: [],
    body: undefined,
  })
  const other = await requestOf(findOrder, { order_id: 'ord_1', contact_number: '+31612345678' })
  expect([other.query, other.headers]).toEqual(['expand=lines', [['x-caller', '+31612345678']]])
})

test('a body keeps types, leaves out what is absent and escapes what is inside a text', async () => {
  const values = { date: '2026-02-01', agent_uuid: 'u', note: 'say "hi"\n\\', people: 2, tag: 'new' }
  expect(bodyOf(await requestOf(bookVisit, values))).toEqual({
    visit: { at: '2026-02-01', people: 2, note: 'From u: say "hi"\n\\' },
    tags: ['phone', 'new'],
  })
  const fewest = {
    date: '2026-02-01',
    agent_uuid: 'u',
    note: 'none',
    contact: { email: 'a@b.test' },
    crm_id: 'c',
  }
  expect(bodyOf(await requestOf(bookVisit, fewest))).toEqual({
    visit: { at: '2026-02-01', note: 'From u: none' },
    tags: ['phone'],
    contact: { email: 'a@b.test' },
    crm_id: 'c',
  })
})

const plain = { name: 'Any', description: 'Does anything.', path: '/x' }

test.each<[string, object, JsonObject, object]>([
  [
    'GET',
    { variables: [{ name: 'q', type: 'array' }] },
    { q: ['a', 'b&c'] },
    { query: 'q=a&q=b%26c', body: undefined },
  ],
  ['DELETE', { variables: [{ name: 'q', type: 'string' }] }, { q: 'a' }, { query: 'q=a', body: undefined }],
  ['POST', { variables: [{ name: 'q', type: 'string' }] }, { q: 'a' }, { query: '', body: { q: 'a' } }],
  ['PUT', { variables: [{ name: 'q', type: 'float' }] }, { q: 1.5 }, { query: '', body: { q: 1.5 } }],
  ['PATCH', { variables: [{ name: 'q', type: 'string' }] }, {}, { query: '', body: undefined }],
])(
  'a %s puts variables without a place where its method has them',
  async (method, more, ...[args, expected]) => {
    const request = await requestOf({ ...plain, method, ...more }, args)
    expect({ query: request.query, body: bodyOf(request) }).toEqual(expected)
  },
)

test('a form is sent as a form', async () => {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const variables = [{ name: 'to', type: 'phone' }]
  const action = { ...plain, method: 'POST', headers, variables, bodyTemplate: { To: '{{to}}', n: 1 } }
  const { body } = await requestOf(action, { to: '+31 6' })
  expect(body?.contentType).toBe('application/x-www-form-urlencoded')
  expect(new TextDecoder().decode(body?.bytes)).toBe('To=%2B31+6&n=1')
})

const folder = new URL('../../../../fixtures/security/open/', import.meta.url)
function casesIn<Case extends z.ZodType>(file: string, shape: Case): readonly z.output<Case>[] {
  const text = readFileSync(new URL(file, folder), 'utf8')
  return z.object({ cases: z.array(shape).min(1) }).parse(JSON.parse(text)).cases
}

const pathCases = casesIn(
  'path-params.json',
  z.object({
    id: z.string(),
    param: z.string(),
    expect: z.enum(['send', 'reject']),
    path: z.string().optional(),
  }),
)
test.each(pathCases)(
  'path value $id ($param) never leaves its segment',
  async ({ param, path, ...known }) => {
    const variables = [{ name: 'id', type: 'string' }]
    const pending = requestOf(
      { ...plain, method: 'GET', path: '/customers/{{id}}/orders', variables },
      { id: param },
    )
    // This kind refuses separators outright, where a described API may take them encoded.
    if (known.expect === 'reject' || /[/\\]/.test(param)) {
      await expect(pending).rejects.toMatchObject({ code: 'validation_error' })
    } else expect(`/v1${(await pending).path}`).toBe(path)
  },
)

const headerCases = casesIn(
  'headers.json',
  z.object({
    id: z.string(),
    name: z.string(),
    value: z.string(),
    expect: z.string(),
  }),
).filter(({ name }) => name === 'X-Ref')
test.each(headerCases)('header value $id adds no header', async ({ value, expect: expected }) => {
  const variables = [{ name: 'ref', type: 'string' }]
  const pending = requestOf(
    { ...plain, method: 'GET', headers: { 'X-Ref': '{{ref}}' }, variables },
    { ref: value },
  )
  if (expected === 'send') expect((await pending).headers).toEqual([['x-ref', value]])
  else await expect(pending).rejects.toMatchObject({ code: 'validation_error' })
})

const bodyCases = casesIn(
  'body-types.json',
  z.object({ id: z.string(), value: z.json(), expect: z.string() }),
)
test.each(bodyCases.filter((entry) => entry.expect.startsWith('leaf')))(
  'body value $id stays one leaf',
  async ({ value }) => {
    const variables = [{ name: 'id', type: 'string' }]
    const action = {
      ...plain,
      method: 'POST',
      bodyTemplate: { customer: { id: '{{id}}', text: 'is {{id}}' } },
      variables,
    }
    const expected = { customer: { id: value, text: `is ${z.string().parse(value)}` } }
    expect(bodyOf(await requestOf(action, { id: value }))).toEqual(expected)
  },
)

const declared: Readonly<Record<string, ScalarName>> = { float: 'number', integer: 'integer', date: 'date' }
test.each(['integer', 'float', 'date', 'boolean', 'email', 'phone'])(
  'a %s is typed as such',
  async (type) => {
    const variables = [{ name: 'x', type }]
    const connection = documentConnection({
      'actions.json': documentOf({ a: { ...plain, method: 'GET', variables } }),
    })
    const { catalog } = await customHttpAdapter.introspect(connection, signal)
    const found: Json = JSON.parse(JSON.stringify(catalog.operations[0]?.arguments[0]?.type))
    expect(found).toEqual({ ...scalarType('string'), scalar: declared[type] ?? type })
  },
)

test('an empty answer is no failure', async () => {
  await expect(requestOf({ ...plain, method: 'GET' }, {}, '')).resolves.toMatchObject({ path: '/x' })
})
