import { getEventListeners } from 'node:events'
import type { Issue } from '@bindery/model'
import { newOrganizationId, type OpinionTask } from '@bindery/platform/kernel'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
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
  [
    'without a version',
    { info: fine.info, paths },
    [{ message: 'swagger-parser: must say its version, as "openapi" or "swagger"', pointer: '' }],
  ],
  ...['3.0', 3, 3.1].map((openapi): [string, object, object[]] => [
    `of the version ${JSON.stringify(openapi)}`,
    { openapi, info: fine.info },
    [
      {
        message: 'swagger-parser: must be a version of three numbers in quotes, such as "3.1.0"',
        pointer: '/openapi',
      },
    ],
  ]),
  [
    'of the version 3.0 without paths',
    { openapi: '3.0.3', info: fine.info, webhooks: {} },
    [{ code: 'second_opinion', message: "swagger-parser: must have required property 'paths'" }],
  ],
  [
    'of the version 3.1 that says nothing',
    { openapi: '3.1.0', info: fine.info },
    [{ code: 'second_opinion', message: "swagger-parser: must have 'paths', 'webhooks' or 'components'" }],
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

describe('a document that it cannot judge', () => {
  const deep = (levels: number) =>
    `{"openapi":"3.0.3","x":${'['.repeat(levels)}${']'.repeat(levels)},"paths":{}}`
  test.each([
    ['nested 1,000 deep', deep(1_000)],
    ['nested 5,000 deep', deep(5_000)],
    ['nested 100,000 deep', deep(100_000)],
    ['of a newer version', { ...fine, openapi: '3.2.0' }],
    ['of a later correction', { ...fine, openapi: '3.1.9' }],
    ['of components alone', { openapi: '3.1.0', info: fine.info, components: {} }],
    ['that nobody can read', '%PDF-1.7 nothing'],
  ])('%s is kept as it is without it', async (_, document) => {
    const [asked, unasked] = [await upload(document), await upload(document, '')]
    expect(asked.status).toBe(unasked.status)
    expect(asked.data).toMatchObject({
      hash: z.object({ hash: z.string() }).parse(unasked.data).hash,
      issues: [
        {
          code: 'second_opinion_missing',
          severity: 'info',
          message: expect.stringMatching(
            /^swagger-parser gave no opinion: .+\. The catalog does not need one\.$/,
          ),
        },
      ],
    })
  })
})

it('is for OpenAPI documents', async () => {
  const { status, body } = await upload('type Query { a: Int }', '?validate=true', 'graph')
  expect([status, body['code']]).toEqual([400, 'validation_error'])
})

const owners = new Map(['a', 'b', 'c', 'd', 'e'].map((letter) => [letter, newOrganizationId()]))
const nobodyLeaves = new AbortController().signal

const taskOf = (document: object, { owner = 'a', signal = nobodyLeaves } = {}): OpinionTask => ({
  organizationId: owners.get(owner) ?? newOrganizationId(),
  source: 'openapi',
  document: { name: 'document', bytes: Buffer.from(JSON.stringify(document)) },
  signal,
})

describe('a document that keeps it busy', () => {
  const pools: ChildProcesses[] = []
  afterAll(() => pools.forEach((pool) => pool.close()))
  const poolWith = async (opinionMs: number, opinionTurnMs = opinionMs): Promise<ChildProcesses> => {
    const pool = new ChildProcesses(await bundleReader(), {
      timeoutMs: 60_000,
      maxHeapMegabytes: 512,
      opinionMs,
      opinionTurnMs,
    })
    pools.push(pool)
    return pool
  }
  const said = (issues: readonly Issue[]): string =>
    issues.map(({ message }) => /others \w+|longer than/.exec(message)?.[0] ?? message).join()

  it('is answered for at the deadline, and lets no second one begin beside it', async () => {
    const children = await poolWith(1_000, 500)
    const answers = await Promise.all([
      children.judge(taskOf(doubling(40))),
      children.judge(taskOf(fine, { owner: 'b' })),
    ])
    expect(answers.map(said)).toEqual(['longer than', 'others were'])
    expect(said(await children.judge(taskOf(fine)))).not.toContain('others')
  })

  it('has one more of its organisation wait, and four in all; the others are told at once', async () => {
    const children = await poolWith(60_000)
    const leaving = new AbortController()
    const waiting = ['a', 'a', 'b', 'c', 'd'].map((owner) =>
      children.judge(taskOf(doubling(40), { owner, signal: leaving.signal })),
    )
    const refused = await Promise.all(['a', 'b', 'e'].map((owner) => children.judge(taskOf(fine, { owner }))))
    leaving.abort()
    const left = await Promise.allSettled(waiting)
    expect([refused.map(said), left.map(({ status }) => status)]).toEqual([
      ['others wait', 'others wait', 'others wait'],
      ['rejected', 'rejected', 'rejected', 'rejected', 'rejected'],
    ])
    expect(await children.judge(taskOf(fine))).toEqual([])
  })

  it('leaves nothing at the signal of who asked', async () => {
    const { signal } = new AbortController()
    expect(await (await poolWith(60_000)).judge(taskOf(fine, { signal }))).toEqual([])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('is given up when nobody waits any more', async () => {
    const children = await poolWith(60_000)
    await expect(children.judge(taskOf(fine, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      code: 'discovery_cancelled',
    })
  })
})
