import { spawn, type ChildProcess } from 'node:child_process'
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { securityCases, securityFile } from '../testing/security-inputs.ts'
import { type ApiAnswer, startTestServer, type TestServer } from '../testing/test-server.ts'

/* Providers that misbehave and secrets that they send back, through the whole path: key, gates, call, projection, record. */

const read = (operationId: string) => ({
  operationId,
  responses: {
    200: {
      description: 'x',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } },
    },
  },
})
const paths = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [`/${name}`, { get: read(`read-${name}`), post: read(`create-${name}`) }]),
  )
const document = (names: readonly string[]) => ({
  openapi: '3.1.0',
  info: { title: 'Hostile', version: '1' },
  paths: paths(names),
  components: {
    schemas: {
      Answer: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          n: { type: 'integer', format: 'int64' },
          a: { type: 'integer' },
          text: { type: 'string' },
          admin: { type: 'boolean' },
        },
      },
    },
  },
})

class Desk {
  readonly server: TestServer
  readonly kind: string
  readonly agentId: string
  readonly texts: string[] = []

  constructor(server: TestServer, kind: string, agentId: string) {
    this.server = server
    this.kind = kind
    this.agentId = agentId
  }

  /** Calls the API and keeps the answer's text. */
  async api(...call: Parameters<TestServer['api']>): Promise<ApiAnswer> {
    const answer = await this.server.api(...call)
    this.texts.push(answer.text, JSON.stringify([...answer.headers]))
    return answer
  }

  async publish(binding: BindingInputDocument): Promise<string> {
    const bindings = `/agents/${this.agentId}/integrations/${this.kind}/bindings`
    const skillId = idOf(await must(this.api('POST', bindings, { body: binding })))
    const body = { isEnabled: true, acknowledge: ['write'] }
    await must(this.api('PATCH', `/agents/${this.agentId}/skills/${skillId}`, { body }))
    await must(this.api('POST', `/agents/${this.agentId}/publish`))
    return skillId
  }

  run(skillId: string, query = ''): Promise<ApiAnswer> {
    return this.api('POST', `/agents/${this.agentId}/skills/${skillId}/execute${query}`, { body: {} })
  }

  async runWrite(skillId: string): Promise<ApiAnswer> {
    const paused = await must(this.run(skillId))
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(paused.data)
    return this.api('POST', `/confirmations/${confirmationId}/approve`)
  }
}

interface Provider {
  readonly kind: string
  readonly baseUrl: string
  readonly paths: readonly string[]
  readonly credentials: object | undefined
}

/** An integration with its catalog and an agent; undefined when the credentials are refused. */
async function openDesk(server: TestServer, provider: Provider): Promise<Desk | undefined> {
  const { kind, baseUrl, credentials } = provider
  const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: kind } })))
  const desk = new Desk(server, kind, agentId)
  const source = { document: document(provider.paths) }
  const environments = { production: { baseUrl } }
  await must(
    desk.api('POST', '/integrations', { body: { kind, name: 'P', type: 'openapi', source, environments } }),
  )
  const body = credentials === undefined ? {} : { credentials }
  const connected = await desk.api('POST', `/integrations/${kind}/connect`, { body })
  await must(desk.api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
  return connected.status === 200 ? desk : undefined
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('a hostile provider', () => {
  const token = 'cnry-provider-token-8812'
  let child: ChildProcess
  let desk: Desk
  beforeAll(async () => {
    child = spawn(process.execPath, [fileURLToPath(securityFile('hostile-provider.mjs')), '0'])
    if (child.stdout === null) throw new Error('The provider has no output.')
    const lines = createInterface({ input: child.stdout })
    const line = await new Promise<string>((resolve) => lines.once('line', resolve))
    const baseUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? ''
    const names = Array.from({ length: 12 }, (_, index) => `o${index + 1}`)
    const opened = await openDesk(server, {
      kind: 'hostile',
      baseUrl,
      paths: names,
      credentials: { access_token: token },
    })
    if (opened === undefined) throw new Error('The credentials were refused.')
    desk = opened
  })
  afterAll(() => child.kill())

  const publish = (verb: 'read' | 'create', name: string) =>
    desk.publish({
      operation: `${verb}-${name}`,
      toolName: `${verb} ${name}`,
      timeoutMs: 1_500,
      projection: [
        { path: 'id', leaf: 'id' },
        { path: 'n', leaf: 'big_number' },
      ],
    })

  test.each([
    ['o1', 502, 'upstream_invalid_response', 'response_too_large'],
    ['o2', 502, 'upstream_invalid_response', 'response_too_large'],
    ['o3', 504, 'upstream_timeout', 'deadline'],
    ['o4', 504, 'upstream_timeout', 'deadline'],
    ['o5', 502, 'upstream_invalid_response', 'truncated'],
    ['o6', 502, 'upstream_invalid_response', 'too_many_encodings'],
    ['o7', 502, 'upstream_invalid_response', 'unexpected_content_type'],
    ['o9', 502, 'upstream_invalid_response', 'too_deep'],
    ['o10', 502, 'upstream_error', 'redirect'],
    ['o12', 502, 'upstream_error', undefined],
  ])('%s as a read: %i %s', async (...[name, status, code, reason]) => {
    const answer = await desk.run(await publish('read', name))
    expect([answer.status, answer.body['code'], answer.body['reason']]).toEqual([status, code, reason])
    expect(answer.text).not.toMatch(/cnry|169\.254|srv\/app|<html>|boom/)
  })

  it('o8 gives big numbers exactly and sees no prototype', async () => {
    const answer = await must(desk.run(await publish('read', 'o8')))
    expect(answer.data).toMatchObject({ status: 'ok', output: { big_number: '9007199254740993' } })
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  it('o11 hands on when to try again, without waiting for it', async () => {
    const answer = await desk.run(await publish('read', 'o11'))
    const { code, upstreamStatus } = answer.body
    expect([answer.status, code, upstreamStatus, answer.headers.get('retry-after')]).toEqual([
      502,
      'upstream_error',
      429,
      '3600',
    ])
  })

  test.each(['o1', 'o3', 'o4', 'o5', 'o7', 'o9'])(
    '%s as a write is neither success nor failure',
    async (name) => {
      const answer = await desk.runWrite(await publish('create', name))
      expect([answer.status, answer.body['code']]).toEqual([409, 'outcome_unknown'])
    },
  )

  it('leaves the server well', async () => {
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
    expect([server.log(), ...desk.texts].join('\n')).not.toContain(token)
  })
})

describe('a secret that the provider sends back', () => {
  let echo: LocalProvider
  let sent = ''
  beforeAll(async () => {
    echo = await startProvider((request, response) => {
      const text = JSON.stringify({ headers: request.headers, raw: request.rawHeaders, url: request.url })
      sent += text
      response.writeHead(request.url?.startsWith('/fail') === true ? 500 : 200, {
        'content-type': 'application/json',
        'x-echo': secretsOf(request).slice(0, 4_000),
      })
      response.end(JSON.stringify({ id: 1, text: `${text} ${secretsOf(request)}`, headers: request.headers }))
    })
  })
  afterAll(() => echo.close())

  const secretsOf = (request: IncomingMessage): string =>
    [
      request.headers.authorization ?? '',
      request.headers['x-api-key'] ?? '',
      request.headers['x-custom'] ?? '',
    ].join(' ')

  const canaries = securityCases(
    'canaries.json',
    z.object({ id: z.string(), value: z.string(), forms: z.array(z.string()).min(1) }),
  )
  const methods: readonly (readonly [string, (value: string) => object])[] = [
    ['bearer', (value) => ({ access_token: value })],
    ['api key in a header', (value) => ({ api_key: value, in: 'header', name: 'X-Api-Key' })],
    ['api key in the query', (value) => ({ api_key: value, in: 'query', name: 'key' })],
    ['basic', (value) => ({ username: 'user', password: value })],
    ['custom header', (value) => ({ headers: { 'X-Custom': value } })],
  ]
  const cases = canaries.flatMap((canary) =>
    methods.map(([method, make]) => ({ canary, method, make, id: canary.id })),
  )

  async function everyRow(): Promise<string> {
    const { store } = server.server.services
    const Names = z.object({ rows: z.array(z.object({ name: z.string() })) })
    return store.run('platform', async (transaction) => {
      const tables = Names.parse(
        await transaction.raw(
          "select table_name as name from information_schema.tables where table_schema = 'public'",
        ),
      ).rows
      const texts: string[] = []
      for (const { name } of tables) {
        if (name.startsWith('bindery_')) continue
        texts.push(
          JSON.stringify(await transaction.raw(`select ${name}::text as row from ${name}`).then(rowsOf)),
        )
      }
      return texts.join('\n')
    })
  }
  const rowsOf = (result: unknown) => z.object({ rows: z.array(z.unknown()) }).parse(result).rows

  test.each(cases)('$id as $method stays in no answer, log line or row', async ({ canary, method, make }) => {
    const kind = `echo-${canary.id}-${methods.findIndex(([name]) => name === method)}`
    const credentials = make(canary.value)
    const desk = await openDesk(server, { kind, baseUrl: echo.origin, paths: ['echo', 'fail'], credentials })
    const texts = [server.log(), ...(desk?.texts ?? [])]
    if (desk !== undefined) {
      sent = ''
      const projection = [{ path: 'text', leaf: 'text' }]
      const skills = [
        await desk.publish({ operation: 'read-echo', toolName: 'read echo', projection }),
        await desk.publish({ operation: 'read-fail', toolName: 'read fail', projection }),
      ]
      const write = await desk.publish({ operation: 'create-echo', toolName: 'create echo', projection })
      for (const skillId of skills) {
        await desk.run(skillId)
        await desk.run(skillId, '?dryRun=true')
      }
      await must(desk.runWrite(write))
      for (const testEndpoint of ['/echo', '/fail']) {
        const body = { environment: 'production', testEndpoint, credentials }
        await must(desk.api('POST', `/integrations/${kind}/test`, { body }))
      }
      const lists = [
        '/executions',
        '/audit',
        '/integrations',
        '/confirmations',
        `/agents/${desk.agentId}/skills`,
        `/integrations/${kind}/schema`,
      ]
      for (const path of lists) await must(desk.api('GET', path))
      expect(sent.length).toBeGreaterThan(0)
      texts.push(...desk.texts, server.log())
    }
    texts.push(await everyRow())
    const found = canary.forms.filter((form) => texts.some((text) => text.includes(form)))
    expect(found).toEqual([])
  })
})
