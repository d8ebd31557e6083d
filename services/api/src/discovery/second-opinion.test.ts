import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { ChildProcesses } from './child-process.ts'
import { bundleReader } from './reader-bundle.ts'

/* What swagger-parser says of an uploaded document, for who asks. */

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  for (const [kind, type] of [
    ['desk', 'openapi'],
    ['graph', 'graphql'],
  ])
    await server.api('POST', '/integrations', { body: { kind, name: 'Desk', type } })
})
afterAll(() => server.close())

const paths = { '/people': { get: { operationId: 'people', responses: { 200: { description: 'ok' } } } } }
const fine = { openapi: '3.0.3', info: { title: 'Desk', version: '1' }, paths }

/** Each schema holds the next one twice: followed one by one, they are 2^levels. */
const doubling = (levels: number) => {
  const ref = (level: number) => ({ $ref: `#/components/schemas/S${level}` })
  const schemas = Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `S${level}`,
      level + 1 === levels
        ? { type: 'string' }
        : { type: 'object', properties: { a: ref(level + 1), b: ref(level + 1) } },
    ]),
  )
  return { ...fine, components: { schemas } }
}

const upload = (document: unknown, query = '?validate=true', kind = 'desk') =>
  server.api('PUT', `/integrations/${kind}/source${query}`, {
    body: typeof document === 'string' ? document : JSON.stringify(document),
  })

test.each([
  ['that is as the standard says', fine, []],
  [
    'without a title',
    { ...fine, info: { version: '1' } },
    [
      {
        code: 'second_opinion',
        severity: 'info',
        message: "swagger-parser: must have required property 'title'",
        pointer: '/info',
      },
    ],
  ],
  [
    'of the version 2.0 whose responses are none',
    { swagger: '2.0', info: { title: 'T', version: '1' }, paths: { '/a': { get: { responses: 1 } } } },
    [{ code: 'second_opinion', severity: 'info' }],
  ],
])('of a document %s', async (_, document, issues) => {
  const { data } = await upload(document)
  expect(data).toMatchObject({ detected: 'openapi', issues })
})

it('is not given unasked', async () => {
  const { data } = await upload({ ...fine, info: {} }, '')
  expect(data).not.toHaveProperty('issues')
})

it('opens nothing that a document refers to', async () => {
  const schema = { $ref: 'file:///etc/passwd#/a' }
  const response = { description: 'ok', content: { 'application/json': { schema } } }
  const { status, text } = await upload({
    ...fine,
    paths: { '/a': { get: { responses: { 200: response } } } },
  })
  expect([status, text.includes('root:')]).toEqual([200, false])
})

it('keeps the old document when the new one cannot be read at all', async () => {
  await upload(fine, '')
  expect((await upload('%PDF-1.7 nothing')).status).toBe(422)
  const discovered = await server.api('POST', '/integrations/desk/discover', { body: {} })
  expect(discovered.status).toBeLessThan(300)
})

it('is for OpenAPI documents', async () => {
  const { status, body } = await upload('type Query { a: Int }', '?validate=true', 'graph')
  expect([status, body['code']]).toEqual([400, 'validation_error'])
})

describe('a document that keeps it busy', () => {
  it('is answered for at the deadline, and the process ends', async () => {
    const children = new ChildProcesses(await bundleReader(), {
      timeoutMs: 60_000,
      maxHeapMegabytes: 512,
      opinionMs: 1_000,
    })
    const document = { name: 'document', bytes: Buffer.from(JSON.stringify(doubling(40))) }
    const { signal } = new AbortController()
    expect(await children.judge({ source: 'openapi', document, signal })).toMatchObject([
      { code: 'second_opinion_missing', severity: 'info' },
    ])
    children.close()
  })

  it('lets no second one begin beside it, and those that wait for their turn in vain are answered for', async () => {
    const children = new ChildProcesses(await bundleReader(), {
      timeoutMs: 60_000,
      maxHeapMegabytes: 512,
      opinionMs: 1_000,
    })
    const { signal } = new AbortController()
    const ask = (text: object) =>
      children.judge({
        source: 'openapi',
        document: { name: 'document', bytes: Buffer.from(JSON.stringify(text)) },
        signal,
      })
    const answers = await Promise.all([doubling(40), fine, fine].map(ask))
    expect(
      answers.map((issues) => issues.map(({ code, message }) => [code, message.includes('others')])),
    ).toEqual([
      [['second_opinion_missing', false]],
      [['second_opinion_missing', true]],
      [['second_opinion_missing', true]],
    ])
    expect((await ask(fine)).some(({ message }) => message.includes('others'))).toBe(false)
    children.close()
  })

  it('is given up when nobody waits any more', async () => {
    const children = new ChildProcesses(await bundleReader(), {
      timeoutMs: 60_000,
      maxHeapMegabytes: 512,
      opinionMs: 60_000,
    })
    const document = { name: 'document', bytes: Buffer.from(JSON.stringify(fine)) }
    await expect(
      children.judge({ source: 'openapi', document, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'discovery_cancelled' })
    children.close()
  })
})
