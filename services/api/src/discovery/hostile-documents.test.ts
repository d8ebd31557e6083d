import { readFileSync } from 'node:fs'
import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { buildHostile, securityFile } from '../testing/security-inputs.ts'
import { type ApiAnswer, startTestServer, type TestServer } from '../testing/test-server.ts'

/* Every hostile description goes the whole way: upload, discovery in a child process, catalog over HTTP. */

const Manifest = z.object({
  files: z.array(z.object({ file: z.string(), expect: z.string(), why: z.string() })).min(1),
})
const { files } = Manifest.parse(JSON.parse(readFileSync(securityFile('specs/manifest.json'), 'utf8')))
const Summary = z.object({ issueCount: z.int(), operationCount: z.int(), objectCount: z.int() })

let server: TestServer
let listener: LocalProvider
let visits = 0
const prototypeBefore = Reflect.ownKeys(Object.prototype)

beforeAll(async () => {
  server = await startTestServer()
  listener = await startProvider((_request, response) => {
    visits += 1
    response.end('{}')
  })
})
afterAll(async () => {
  await listener.close()
  await server.close()
})

let count = 0
async function discover(
  text: string,
  type = 'openapi',
): Promise<{ readonly kind: string; readonly answer: ApiAnswer }> {
  const kind = `hostile-${++count}`
  await must(server.api('POST', '/integrations', { body: { kind, name: 'Hostile', type } }))
  await must(server.api('PUT', `/integrations/${kind}/source`, { body: text }))
  const answer = await server.api('POST', `/integrations/${kind}/discover`, {
    headers: { prefer: 'wait=60' },
  })
  return { kind, answer }
}

async function issueCodes(kind: string): Promise<readonly string[]> {
  const answer = await must(server.api('GET', `/integrations/${kind}/issues?limit=100`))
  return z
    .array(z.object({ code: z.string() }))
    .parse(answer.data)
    .map((issue) => issue.code)
}

/** The words of the manifest that describe what came out. */
async function verdictOf(kind: string, answer: ApiAnswer): Promise<readonly string[]> {
  if (answer.status === 422) {
    expect(answer.body).toMatchObject({ code: 'document_unreadable', detail: expect.any(String) })
    return ['reject']
  }
  expect(answer.status).toBe(200)
  const codes = await issueCodes(kind)
  const isInert = codes.includes('reference_unresolved') || codes.includes('reference_in_value')
  return [
    'accept',
    ...(codes.length > 0 ? ['accept-with-issue'] : []),
    ...(isInert ? ['ref-kept-inert'] : []),
  ]
}

async function expectUnharmed(): Promise<void> {
  const alive = await fetch(`${server.address}/readyz`)
  expect(alive.status).toBe(200)
  expect(Reflect.ownKeys(Object.prototype)).toEqual(prototypeBefore)
}

describe('the hostile documents', () => {
  test.each(files)('$file: $why', async ({ file, expect: expected }) => {
    const { kind, answer } = await discover(readFileSync(securityFile(file), 'utf8'))
    const verdict = await verdictOf(kind, answer)
    expect(expected.split('|').some((word) => verdict.includes(word))).toBe(true)
    expect(answer.text).not.toContain('root:x:0:0')
    const shown = await server.api('GET', `/integrations/${kind}/schema`)
    expect(shown.text).not.toContain('root:x:0:0')
    await expectUnharmed()
  })

  it('open no connection of their own', async () => {
    const target = `${listener.origin}/defs.json#/X`
    const document = {
      openapi: '3.0.3',
      info: { title: 't', version: '1' },
      servers: [{ url: listener.origin }],
      paths: { '/a': { $ref: target }, '/b': { get: { responses: { 200: { $ref: target } } } } },
      components: { schemas: { A: { $ref: target } } },
    }
    await discover(JSON.stringify(document))
    expect(visits).toBe(0)
  })

  it('keep names of the language as plain names', async () => {
    const document = `{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"operationId":"__proto__",
      "responses":{"200":{"description":"x","content":{"application/json":{"schema":{"$ref":"#/components/schemas/constructor"}}}}}}}},
      "components":{"schemas":{"constructor":{"type":"object","properties":{"__proto__":{"type":"string"},"hasOwnProperty":{"type":"string"}}}}}}`
    const { kind, answer } = await discover(document)
    expect(answer.status).toBe(200)
    const object = await must(server.api('GET', `/integrations/${kind}/objects/constructor`))
    const { fields } = z.object({ fields: z.array(z.object({ name: z.string() })) }).parse(object.data)
    expect(fields.map((field) => field.name).sort()).toEqual(['__proto__', 'hasOwnProperty'])
    expect((await server.api('GET', `/integrations/${kind}/objects/toString`)).status).toBe(404)
    await expectUnharmed()
  })

  it('with characters that the database cannot hold give a catalog or an error of the document', async () => {
    const document = JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'a\u0000\ud800', version: '1' },
      paths: {
        '/a\u0000\ud800': {
          get: { operationId: 'o\u0000\udfff', responses: { 200: { description: '\ud800' } } },
        },
        '/b': { get: { operationId: 'ok', responses: { 200: { description: 'x' } } } },
      },
      components: {
        schemas: { 'S\u0000\ud800': { type: 'object', properties: { '\u0000\ud800': { type: 'string' } } } },
      },
    })
    const { kind, answer } = await discover(document)
    expect([200, 422]).toContain(answer.status)
    const schema = await server.api('GET', `/integrations/${kind}/schema`)
    expect([200, 404]).toContain(schema.status)
    await expectUnharmed()
  })
})

describe('the generated documents', () => {
  const cases: readonly (readonly [string, Record<string, number>])[] = [
    ['json-exp-dag', {}],
    ['json-exp-dag', { n: 200 }],
    ['json-deep', {}],
    ['json-deep', { n: 1_000_000 }],
    ['json-wide', {}],
    ['json-many-ops', {}],
    ['yaml-deep-flow', {}],
    ['yaml-merge-quadratic', {}],
    ['gql-introspection-deep', {}],
    ['gql-introspection-wide', {}],
  ]
  test.each(cases)('%s %j: a catalog or a typed error', { timeout: 90_000 }, async (name, options) => {
    const { answer } = await discover(await buildHostile(name, options))
    if (answer.status === 200) Summary.parse(answer.data)
    else expect([answer.status, answer.body['code']]).toEqual([422, 'document_unreadable'])
    await expectUnharmed()
  })

  it('leave the server answering while they are read', { timeout: 90_000 }, async () => {
    const kind = `hostile-${++count}`
    await must(server.api('POST', '/integrations', { body: { kind, name: 'H', type: 'openapi' } }))
    await must(
      server.api('PUT', `/integrations/${kind}/source`, {
        body: await buildHostile('json-wide', { n: 100_000 }),
      }),
    )
    const discovery = server.api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=60' } })
    let answered = 0
    const ended = discovery.then(() => true)
    while (!(await Promise.race([ended, Promise.resolve(false)]))) {
      await must(server.api('GET', '/agents'))
      answered += 1
    }
    expect((await discovery).status).toBeLessThan(500)
    expect(answered).toBeGreaterThan(10)
  })
})
