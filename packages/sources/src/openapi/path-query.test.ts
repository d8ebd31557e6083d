import type { JsonObject, Operation } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { openapiAdapter } from './adapter.ts'
import { bindingOf, type FilledTarget, recording } from './test-call.ts'
import { onlyOperation, withOperation } from './test-document.ts'

const text = { kind: 'scalar', scalar: 'string' } as const
const answers = { '200': { content: { 'application/json': { schema: { type: 'object' } } } } }
const parameter = (name: string, place: string) => ({
  name,
  in: place,
  required: true,
  schema: { type: 'string' },
})
const operationAt = (path: string, ...parameters: readonly ReturnType<typeof parameter>[]) =>
  onlyOperation(
    withOperation({ operationId: 'export', parameters: [...parameters], responses: answers }, { path }),
  )

async function sentBy(operation: Operation, values: JsonObject): Promise<string> {
  const headers = new Map([['content-type', 'application/json']])
  const { connection, sent } = recording({ status: 200, headers, body: new TextEncoder().encode('{}') })
  const targets = operation.arguments.map(({ name }): FilledTarget => [[name], text])
  const plan = openapiAdapter.lower(operation, bindingOf(operation, targets))
  const call = {
    operation: 'export',
    effect: 'read',
    plan,
    arguments: values,
    maxResponseBytes: 1000,
  } as const
  await openapiAdapter.execute(call, connection, new AbortController().signal)
  return sent.map(({ path, query }) => (query === '' ? path : `${path}?${query}`)).join(' ')
}

const hostile = 'a&admin=1#x/../?y={z}'
const encoded = encodeURIComponent(hostile)

describe('a query inside a path template is a query argument', () => {
  test.each([
    [
      'declared nowhere',
      ['/export?filename={filename}'],
      { filename: hostile },
      `/export?filename=${encoded}`,
    ],
    [
      'declared in the path',
      ['/export?filename={filename}', parameter('filename', 'path')],
      { filename: hostile },
      `/export?filename=${encoded}`,
    ],
    [
      'declared in the query',
      ['/export?filename={filename}', parameter('filename', 'query')],
      { filename: hostile },
      `/export?filename=${encoded}`,
    ],
    [
      'under another name than its slot',
      ['/export?f={file}', parameter('file', 'path')],
      { f: hostile },
      `/export?f=${encoded}`,
    ],
    ['beside plain text', ['/export?v=1&f={f}'], { f: 'a' }, '/export?v=1&f=a'],
    [
      'named as a slot of the path too',
      ['/x/{id}?id={id}', parameter('id', 'path')],
      { id: 'a', 'query.id': 'b' },
      '/x/a?id=b',
    ],
  ] as const)('%s', async (...[, [path, ...parameters], values, expected]) => {
    const operation = await operationAt(path, ...parameters)
    expect(operation.availability).toEqual({ status: 'bindable' })
    expect(operation.arguments.map(({ name }) => name).sort()).toEqual(Object.keys(values).sort())
    expect(await sentBy(operation, values)).toBe(expected)
  })

  test.each(['/export?f=a-{f}', '/export?{name}=1', '/export?f={a}{b}', '/export?{all}'])(
    'where it cannot be told apart from text, %s cannot be bound',
    async (path) => {
      const { availability } = await operationAt(path)
      expect(availability).toMatchObject({ status: 'quarantined', reasons: [{ code: 'path_query_mixed' }] })
    },
  )

  test.each<readonly [string, JsonObject, string]>([
    ['/export?filter[name]={f}', { f: hostile }, `/export?filter%5Bname%5D=${encoded}`],
    ['/export?f={f}&f={g}', { f: 'a&f=x' }, '/export?f=a%26f%3Dx'],
    ['/export?%66={f}', { f: hostile }, `/export?f=${encoded}`],
    ['/x?y={y}&z', { y: '&z=1' }, '/x?z&y=%26z%3D1'],
  ])('of %s no value leaves its place', async (...[path, values, expected]) => {
    const operation = await operationAt(path)
    const names = operation.arguments.map(({ name }) => name)
    const given = Object.fromEntries(Object.values(values).map((value, at) => [names[at] ?? '', value]))
    expect([operation.availability.status, await sentBy(operation, given)]).toEqual(['bindable', expected])
  })

  test.each([
    '/export?f={f}#{g}',
    '/x?y={y}?z={z}',
    '/x?{a}={b}',
    '/x?y={y}{',
    '/x?a={a&b=}',
    '/export?a=b;c={f}',
  ])('what is odd about %s is no place for a value, or a quarantine', async (path) => {
    const operation = await operationAt(path)
    const given = Object.fromEntries(operation.arguments.map(({ name }) => [name, hostile]))
    if (operation.availability.status === 'quarantined') return
    expect(await sentBy(operation, given)).not.toContain('admin=1')
  })

  test('text without a slot stays as it is', async () => {
    const operation = await operationAt('/export?format=csv')
    expect(operation.arguments).toEqual([])
    expect(await sentBy(operation, {})).toBe('/export?format=csv')
  })
})
