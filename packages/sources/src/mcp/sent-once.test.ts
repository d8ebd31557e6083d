import {
  type Connection,
  type Effect,
  type HttpRequest,
  type PlannedCall,
  PlatformError,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { executeCall } from './execute.ts'
import { introspectMcp } from './introspect.ts'
import { fetchConnection } from './test-connection.ts'

const signal = new AbortController().signal

const charge = (effect: Effect): PlannedCall => ({
  operation: 'charge_card',
  effect,
  plan: { tool: 'charge_card', definition: 'sha256:0', input: 'fields', answer: 'text', numbers: [] },
  arguments: { note: 'order 7' },
  maxResponseBytes: 1_000_000,
})

/** A server that carries the tool out and then says by an error that something went wrong. */
interface Till {
  readonly connection: Connection
  readonly sent: HttpRequest[]
  readonly methods: string[]
}

type Answers = Readonly<Record<string, readonly [status: number, body: object | undefined]>>

function till(answers: Answers): Till {
  const sent: HttpRequest[] = []
  const methods: string[] = []
  const kept = new Map<string, string>()
  const connection = fetchConnection(sent, async (request) => {
    const text = await request.text()
    const method = text === '' ? request.method : (/"method":"([^"]+)"/.exec(text)?.[1] ?? '')
    methods.push(method)
    const [status, body] = answers[method] ?? [200, { error: { code: -32601, message: 'no such method' } }]
    if (body === undefined) return new Response(null, { status })
    return Response.json({ jsonrpc: '2.0', id: 1, ...body }, { status })
  })
  return { connection: { ...connection, habits: kept }, sent, methods }
}

const list = { result: { tools: [{ name: 'charge_card', inputSchema: { type: 'object' } }] } }
const hello = { result: { protocolVersion: '2025-06-18', capabilities: { tools: {} } } }
const paid = { result: { content: [{ type: 'text', text: 'paid' }] } }
const failed = (code: number) => ({
  error: { code, message: 'charged, but the receipt could not be written' },
})

const sessionless: Answers = {
  initialize: [200, hello],
  'notifications/initialized': [202, undefined],
  'tools/list': [200, list],
}

const failureOf = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => undefined,
    (error: unknown) => error,
  )

const calls = ({ methods }: Till): number => methods.filter((method) => method === 'tools/call').length

describe('a tool call is sent once', () => {
  test.each([
    [400, -32000],
    [404, -32004],
    [405, -32000],
    [406, -32000],
    [409, -32000],
    [422, -32602],
    [200, -32600],
    [200, -32022],
    [503, -32000],
  ])('whatever comes back: %i, %i', async (status, code) => {
    for (const effect of ['action', 'read'] as const) {
      const server = till({ ...sessionless, 'tools/call': [status, failed(code)] })
      const error = await failureOf(executeCall(charge(effect), server.connection, signal))
      expect(error).toBeInstanceOf(PlatformError)
      expect(calls(server)).toBe(1)
    }
  })

  test('and never as what the door may repeat or redirect', async () => {
    const server = till({ ...sessionless, 'tools/call': [200, paid] })
    await executeCall(charge('read'), server.connection, signal)
    const repeatable = server.sent.map(({ effect, isSafe }) => effect === 'read' && isSafe === true)
    expect(server.methods).toEqual(['tools/list', 'tools/call'])
    expect(repeatable).toEqual([true, false])
  })
})

describe('the first request to a server of which nothing is known', () => {
  test('is the one that discovery makes, and what it showed is kept with the connection', async () => {
    const server = till({ ...sessionless, 'tools/call': [200, paid] })
    await introspectMcp(server.connection, signal)
    await executeCall(charge('action'), server.connection, signal)
    await executeCall(charge('action'), server.connection, signal)
    expect(server.methods).toEqual(['tools/list', 'tools/call', 'tools/call'])
  })

  test('finds out that a handshake is wanted before the call is sent, and the next call knows', async () => {
    const server = till({
      ...sessionless,
      'tools/list': [400, failed(-32000)],
      'tools/call': [200, paid],
    })
    for (const _ of [1, 2]) await executeCall(charge('action'), server.connection, signal)
    const handshake = ['initialize', 'notifications/initialized', 'tools/call']
    expect(server.methods).toEqual(['tools/list', ...handshake, ...handshake])
  })

  test('asks anew when a server no longer shakes hands', async () => {
    const server = till({ 'tools/list': [200, list], 'tools/call': [200, paid] })
    server.connection.habits?.set('mcp', 'handshake')
    await executeCall(charge('action'), server.connection, signal)
    expect(server.methods).toEqual(['initialize', 'tools/list', 'tools/call'])
  })

  test('asks anew after a refusal that may be one of the revision, at the next call', async () => {
    const server = till({ ...sessionless, 'tools/call': [400, failed(-32000)] })
    for (const _ of [1, 2]) await failureOf(executeCall(charge('action'), server.connection, signal))
    expect(server.methods).toEqual(['tools/list', 'tools/call', 'tools/list', 'tools/call'])
  })

  test('stops there when the server does not answer it: nothing was called', async () => {
    const server = till({ ...sessionless, 'tools/list': [503, undefined] })
    expect(await failureOf(executeCall(charge('action'), server.connection, signal))).toMatchObject({
      code: 'upstream_error',
      details: { upstreamStatus: 503 },
    })
    expect(server.methods).toEqual(['tools/list'])
  })
})

test('a server that never takes its session back does not spoil what its tool has done', async () => {
  const answers: Readonly<Record<string, object>> = {
    initialize: hello,
    'tools/list': list,
    'tools/call': paid,
  }
  const asked: string[] = []
  const connection = fetchConnection([], async (request) => {
    asked.push(request.method)
    if (request.method === 'DELETE') return new Promise<never>(() => undefined)
    const method = /"method":"([^"]+)"/.exec(await request.text())?.[1] ?? ''
    if (method === 'notifications/initialized') return new Response(null, { status: 202 })
    if (method === 'tools/list' && !request.headers.has('mcp-session-id'))
      return new Response(null, { status: 400 })
    return Response.json(
      { jsonrpc: '2.0', id: 1, ...answers[method] },
      { headers: { 'mcp-session-id': 's1' } },
    )
  })
  const { data } = await executeCall(charge('action'), connection, signal)
  expect(data).toMatchObject({ text: 'paid' })
  expect(asked.at(-1)).toBe('DELETE')
})

describe('whether a refused write happened', () => {
  const told = async (effect: Effect, status: number, code: number): Promise<unknown> => {
    const server = till({ ...sessionless, 'tools/call': [status, failed(code)] })
    const error = await failureOf(executeCall(charge(effect), server.connection, signal))
    return error instanceof PlatformError ? error.details.upstreamStatus : error
  }

  test.each([
    ['a status that some servers give to failed tools', 400, -32000],
    ['no such resource', 404, -32004],
    ['a status for values that do not fit', 422, -32602],
    ['an invalid request', 200, -32600],
    ['an error of its own', 200, -32000],
    ['a broken server', 500, -32603],
  ])('cannot be told from %s', async (_, status, code) => {
    expect(await told('action', status, code)).toBeUndefined()
    expect(await told('read', status, code)).toBe(status)
  })

  test.each([
    ['a refused key', 401, -32000],
    ['a missing right', 403, -32000],
    ['too many calls', 429, -32000],
    ['arguments that no tool takes', 200, -32602],
    ['a server without tools', 200, -32601],
  ])('is told by %s', async (_, status, code) => {
    expect(await told('action', status, code)).toBe(status)
  })
})
