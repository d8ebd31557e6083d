import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { describeEveryRoute } from '../describe-every-route.ts'
import { securityCases } from '../testing/security-inputs.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const Paths = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional() }),
    ),
  ),
})

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const key = 'test-key-with-every-scope'

/** Sends a request byte for byte, since `fetch` writes its own Host and mends content types. */
function send(
  lines: readonly string[],
  body = '',
): Promise<{ readonly status: number; readonly text: string }> {
  const { port } = new URL(server.address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    const head = [...lines, 'connection: close', `content-length: ${Buffer.byteLength(body)}`, '', ''].join(
      '\r\n',
    )
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), text }))
    // Node gives up an answer whose client has ended its side; the server ends it instead.
    socket.write(head + body)
  })
}

const codeIn = (text: string): string | undefined => /"code":"(\w+)"/.exec(text)?.[1]

describe('the Host header', () => {
  const get = (host: string) => send(['GET /livez HTTP/1.1', `host: ${host}`])

  test.each([
    'evil.example',
    'evil.example:4400',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '',
  ])('refuses %j', async (host) => {
    const { status, text } = await get(host)
    expect([status, codeIn(text)]).toEqual([403, 'origin_not_allowed'])
  })

  test.each(['127.0.0.1', '127.0.0.1:4400', 'localhost', 'LOCALHOST:1', '[::1]:4400'])(
    'takes %j',
    async (host) => {
      expect((await get(host)).status).toBe(200)
    },
  )

  it('is checked before the key', async () => {
    const { status } = await send([
      'GET /api/v1/agents HTTP/1.1',
      'host: evil.example',
      `authorization: Bearer ${key}`,
    ])
    expect(status).toBe(403)
  })
})

describe('content types', () => {
  const cases = securityCases(
    'content-types.json',
    z.object({ contentType: z.string(), body: z.string(), expect: z.string() }),
  )

  test.each(cases)(
    'answers a body that does not fit, sent as "$contentType", with $expect',
    async (entry) => {
      const { status } = await send(
        [
          'POST /api/v1/agents HTTP/1.1',
          'host: 127.0.0.1',
          `authorization: Bearer ${key}`,
          `content-type: ${entry.contentType}`,
        ],
        entry.body,
      )
      expect(entry.expect.split('|').map(Number)).toContain(status)
    },
  )
})

describe('a body of 50,000 brackets', async () => {
  const deep = (open: string, close: string): string => `{"x":${open.repeat(25_000)}${close.repeat(25_000)}}`
  const described = Object.entries(Paths.parse(describeEveryRoute()).paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.requestBody?.content['application/json'] !== undefined)
      .map(([method]) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'none')] as const),
  )

  test.each([...described, ['POST', '/mcp/agents/none'] as const])(
    'is refused by %s %s before anything reads it',
    async (method, path) => {
      for (const body of [
        deep('[', ']'),
        deep('{"x":', '}').replace('{"x":}', '{"x":1}'),
        '['.repeat(50_000),
      ]) {
        const head = ['host: 127.0.0.1', `authorization: Bearer ${key}`, 'content-type: application/json']
        const { status, text } = await send([`${method} ${path} HTTP/1.1`, ...head], body)
        expect([status, codeIn(text), /"reason":"(\w+)"/.exec(text)?.[1]]).toEqual([
          400,
          'bad_request',
          'body_too_deep',
        ])
      }
    },
  )

  test('is another thing than brackets in a text', async () => {
    const body = JSON.stringify({ name: 'Brackets', description: `"\\${'['.repeat(150)}` })
    const head = ['host: 127.0.0.1', `authorization: Bearer ${key}`, 'content-type: application/json']
    const { status } = await send(['POST /api/v1/agents HTTP/1.1', ...head], body)
    expect(status).toBe(201)
  })
})

describe('the error body', () => {
  it('has the members of RFC 9457 and their plain twins, whole', async () => {
    const answer = await server.api('POST', '/agents', { body: { name: '', colour: 'red' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(answer.body).toEqual({
      type: '/docs/errors/validation_error',
      title: 'The request does not have the expected shape',
      status: 400,
      detail: expect.stringContaining('2 problems'),
      instance: '/api/v1/agents',
      code: 'validation_error',
      request_id: answer.headers.get('x-request-id'),
      errors: [
        {
          field: 'name',
          path: '/name',
          code: 'validation_error',
          severity: 'error',
          message: expect.any(String),
        },
        {
          field: 'colour',
          path: '/colour',
          code: 'validation_error',
          severity: 'error',
          message: '"colour" is not a known member here.',
        },
      ],
      message: answer.body['detail'],
      error: answer.body['title'],
      statusCode: 400,
      actor: 'caller',
      retryable: false,
      next: 'Correct the call and make it again.',
    })
  })

  it('leads to a page that exists', async () => {
    const answer = await server.api('GET', '/agents/none')
    const page = await fetch(server.address + z.string().parse(answer.body['type']))
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await fetch(`${server.address}/docs/errors/no_such_code`)).status).toBe(404)
  })

  it('names a route that does not exist', async () => {
    const answer = await server.api('GET', '/no/such/route?secret=1')
    expect([answer.status, answer.body['code'], answer.body['instance']]).toEqual([
      404,
      'not_found',
      '/api/v1/no/such/route',
    ])
    expect(answer.text).not.toContain('secret')
  })

  it('tells a method that a route does not have from success', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect((await server.api(method, '/agents')).status).toBe(404)
    }
  })

  it('keeps a cursor that no list gave out apart from an empty page', async () => {
    const answer = await server.api('GET', '/agents?cursor=nonsense')
    expect([answer.status, answer.body['code']]).toEqual([400, 'bad_request'])
  })

  it('takes a cursor in the list that gave it out, and in no other', async () => {
    for (const name of ['first', 'second', 'third']) await server.api('POST', '/agents', { body: { name } })
    const list = async (query: string) => {
      const { body } = await server.api('GET', `/agents?${query}`)
      const { data, meta } = List.parse(body)
      return { names: data.map(({ name }) => name), meta }
    }
    const whole = await list('limit=100')
    const first = await list('limit=2')
    const rest = await list(`limit=50&cursor=${first.meta.nextCursor}`)
    const foreign = await server.api('GET', `/secrets?cursor=${first.meta.nextCursor}`)
    expect([[...first.names, ...rest.names], first.meta.total, foreign.body['code']]).toEqual([
      whole.names,
      whole.names.length,
      'bad_request',
    ])
  })
})

const List = z.object({
  data: z.array(z.object({ name: z.string() })),
  meta: z.object({ nextCursor: z.string().nullable(), total: z.int() }),
})

describe('X-Request-Id', () => {
  test.each(['abcdefgh', 'trace-01.2_x', 'x'.repeat(128)])('is echoed when it is %j', async (id) => {
    const answer = await server.api('GET', '/agents/none', { headers: { 'x-request-id': id } })
    expect([answer.headers.get('x-request-id'), answer.body['request_id']]).toEqual([id, id])
  })

  test.each(['short', 'has spaces in it', '<script>alert(1)</script>', 'x'.repeat(129), '"; drop table'])(
    'is replaced when it is %j',
    async (id) => {
      const answer = await server.api('GET', '/agents', { headers: { 'x-request-id': id } })
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )
})

describe('requests that are hard to read', () => {
  it.each([
    {
      name: 'a body over the limit',
      body: JSON.stringify({ name: 'x'.repeat(1_200_000) }),
      end: [413, 'document_too_large'],
    },
    { name: 'a body that is cut off', body: '{"name":"x', end: [400, 'bad_request'] },
    { name: 'a name with U+0000', body: '{"name":"a\\u0000b"}', end: [400, 'validation_error'] },
    { name: 'a member of the prototype', body: '{"__proto__":{"name":"x"}}', end: [400, 'bad_request'] },
    { name: 'no body where one is needed', body: undefined, end: [400, 'validation_error'] },
  ])('answers $name with $end', async ({ body, end }) => {
    const answer = await server.api('POST', '/agents', body === undefined ? {} : { body })
    expect([answer.status, answer.body['code']]).toEqual(end)
  })

  it('takes a name with half a character, shown as U+FFFD', async () => {
    const answer = await server.api('POST', '/agents', { body: '{"name":"half \\ud800"}' })
    expect([answer.status, z.object({ name: z.string() }).parse(answer.data).name]).toEqual([
      201,
      'half \ufffd',
    ])
  })

  it('goes on serving after a caller who hangs up in the middle of a body', async () => {
    await new Promise<void>((resolve) => {
      const call = request(`${server.address}/api/v1/agents`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': '1000',
        },
      })
      call.on('error', () => resolve())
      call.write('{"name":', () => call.destroy())
      call.on('close', () => resolve())
    })
    expect((await server.api('GET', '/agents')).status).toBe(200)
  })
})

it('answers the health checks without a key', async () => {
  const paths = ['/livez', '/readyz', '/health']
  const answers = await Promise.all(paths.map(async (path) => (await fetch(server.address + path)).status))
  expect(answers).toEqual([200, 200, 200])
})

test('browsers are told to come by https alone only where they do', async () => {
  const plain = await fetch(`${server.address}/livez`)
  expect(plain.headers.get('strict-transport-security')).toBeNull()
  const behind = await startTestServer({ publicUrl: 'https://bindery.example' })
  try {
    const answer = await fetch(`${behind.address}/livez`)
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d+/)
  } finally {
    await behind.close()
  }
})
