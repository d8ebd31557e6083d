import { type Connection, type JsonObject, ownProperty, PlatformError } from '@bindery/model'
import { checkStatus } from '../http-json/read-response.ts'
import {
  handshakeRevision,
  requireResult,
  type RpcRequest,
  type RpcAnswer,
  sendNotification,
  sendRequest,
  statelessRevision,
} from './rpc.ts'

const client = { name: 'Bindery', version: '1' }
const known = new Set([handshakeRevision, '2025-06-18', '2025-03-26', '2024-11-05'])
const maxHandshakeBytes = 1024 * 1024

const initialize = {
  method: 'initialize',
  params: [
    ['protocolVersion', JSON.stringify(handshakeRevision)],
    ['capabilities', '{}'],
    ['clientInfo', JSON.stringify(client)],
  ],
  headers: [],
  effect: 'read',
  isSafe: true,
  maxResponseBytes: maxHandshakeBytes,
} as const

type ServerRequest = Omit<RpcRequest, 'headers'> & {
  /** What the request is about, for the header by which servers route it. */
  readonly name?: string
}

/** The habit of a connection that says how its server is spoken to. */
const habit = 'mcp'
type Manner = 'stateless' | 'handshake'

/** What every server with tools answers, and what changes nothing: the first page of its tools. */
const probe = { method: 'tools/list', params: [], maxResponseBytes: 16 * 1024 * 1024 } as const
const harmless = { effect: 'read', isSafe: true } as const

/**
 * A conversation with one MCP server. How it is spoken to is found out by requests that change nothing: the first is sent
 * in the stateless revision; a server that does not know it refuses it (400, 404, 405), and then the handshake of the
 * revisions before is made. The connection keeps what was found.
 */
export class McpSession {
  readonly #connection: Connection
  readonly #signal: AbortSignal
  #handshake: { readonly revision: string; readonly session: string | undefined } | undefined
  #isSettled = false

  constructor(connection: Connection, signal: AbortSignal) {
    this.#connection = connection
    this.#signal = signal
  }

  /** Sends what changes nothing: it may leave twice, before and after a handshake. */
  async ask(request: Omit<ServerRequest, 'effect' | 'isSafe'>): Promise<RpcAnswer> {
    const question = { ...request, ...harmless }
    const answer = this.#isSettled ? undefined : await this.#begin(question)
    return answer ?? this.#send(question)
  }

  /** Asks for the first page of the tools, whatever is known of the server. */
  probe(): Promise<RpcAnswer> {
    return this.ask(probe)
  }

  /** Calls a tool. Whatever the server says of the tool and answers, the call leaves at most once. */
  async call(request: Omit<ServerRequest, 'effect' | 'isSafe'>): Promise<RpcAnswer> {
    await this.#settle()
    const answer = await this.#send({ ...request, effect: 'action' })
    if (isUnknownRevision(answer)) this.#connection.habits?.set(habit, '')
    return answer
  }

  async #settle(): Promise<void> {
    if (this.#isSettled) return
    const known = this.#connection.habits?.get(habit)
    this.#isSettled = known === 'stateless' || (known === 'handshake' && (await this.#tryHandshake()))
    if (this.#isSettled) return
    const answer = await this.#begin({ ...probe, ...harmless })
    if (answer !== undefined) checkStatus(answer.response)
  }

  /** Sends the first request, which is harmless. The answer to it; undefined after a handshake, when it is to be sent again. */
  async #begin(request: ServerRequest): Promise<RpcAnswer | undefined> {
    const answer = await this.#send(request)
    this.#isSettled = true
    if (isUnknownRevision(answer)) return this.#shakeHands(answer)
    if (answer.message?.kind === 'result') this.#remember('stateless')
    return answer
  }

  #remember(manner: Manner): void {
    this.#connection.habits?.set(habit, manner)
  }

  /**
   * Gives the session back, when there is one, within 5 s. A server that does not take it back keeps it. Never rejects; a
   * call does not wait for it, since what the tool has done is done.
   */
  async close(): Promise<void> {
    const session = this.#handshake?.session
    if (session === undefined) return
    const request = {
      method: 'DELETE',
      path: '',
      query: '',
      headers: this.#headers(),
      effect: 'read',
      isSafe: true,
    } as const
    await this.#connection
      .fetch({ ...request, maxResponseBytes: maxHandshakeBytes }, AbortSignal.timeout(5_000))
      .catch(ignore)
  }

  #send(request: ServerRequest): Promise<RpcAnswer> {
    const isStateless = this.#handshake === undefined
    const params = isStateless ? [...request.params, metaOf(request.params)] : request.params
    const headers = isStateless ? statelessHeaders(request) : this.#headers()
    const unique = isStateless
      ? params.filter(([name], at) => name !== '_meta' || at === params.length - 1)
      : params
    return sendRequest(this.#connection, { ...request, params: unique, headers }, this.#signal)
  }

  /** The handshake with a server that made one before; false when it does not want it any more. */
  async #tryHandshake(): Promise<boolean> {
    const answer = await sendRequest(this.#connection, initialize, this.#signal)
    if (answer.message?.kind !== 'result') return false
    await this.#enter(answer)
    return true
  }

  async #shakeHands(refused: RpcAnswer): Promise<undefined> {
    const answer = await sendRequest(this.#connection, initialize, this.#signal)
    if (answer.message?.kind !== 'result') requireResult(refused)
    await this.#enter(answer)
  }

  async #enter(answer: RpcAnswer): Promise<void> {
    const revision = ownProperty(requireResult(answer), 'protocolVersion')
    if (typeof revision !== 'string' || !known.has(revision)) throw unknownRevision()
    this.#handshake = { revision, session: sessionOf(answer) }
    await sendNotification(
      this.#connection,
      { ...initialize, method: 'notifications/initialized', params: [], headers: this.#headers() },
      this.#signal,
    )
    this.#remember('handshake')
  }

  #headers(): RpcRequest['headers'] {
    if (this.#handshake === undefined) return []
    const { revision, session } = this.#handshake
    const version = ['mcp-protocol-version', revision] as const
    return session === undefined ? [version] : [version, ['mcp-session-id', session]]
  }
}

/** Servers of earlier revisions refuse a version or a request without session by one of these, unseen. */
function isUnknownRevision({ response, message }: RpcAnswer): boolean {
  if (message?.kind === 'result') return false
  return (
    [400, 404, 405, 406, 422].includes(response.status) ||
    message?.code === -32022 ||
    message?.code === -32600
  )
}

/** The envelope of the stateless revision, beside what the request says itself. */
function metaOf(params: RpcRequest['params']): readonly [string, string] {
  const own = params.find(([name]) => name === '_meta')?.[1].slice(1, -1) ?? ''
  const envelope: JsonObject = {
    'io.modelcontextprotocol/protocolVersion': statelessRevision,
    'io.modelcontextprotocol/clientInfo': client,
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  return ['_meta', `{${own === '' ? '' : `${own},`}${JSON.stringify(envelope).slice(1)}`]
}

function statelessHeaders({ method, name }: ServerRequest): RpcRequest['headers'] {
  const headers = [
    ['mcp-protocol-version', statelessRevision],
    ['mcp-method', method],
  ] as const
  return name === undefined ? headers : [...headers, ['mcp-name', toHeaderText(name)]]
}

/** Text that a header cannot carry travels as base64. */
function toHeaderText(text: string): string {
  const isPlain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?')
  return isPlain ? text : `=?base64?${Buffer.from(text, 'utf8').toString('base64')}?=`
}

function sessionOf({ response }: RpcAnswer): string | undefined {
  const session = response.headers.get('mcp-session-id')
  if (session === undefined) return undefined
  if (/^[\x21-\x7e]{1,1024}$/.test(session)) return session
  checkStatus(response)
  throw new PlatformError(
    'upstream_invalid_response',
    'The MCP server gave a session id that cannot be sent.',
    {
      reason: 'invalid_session',
    },
  )
}

function unknownRevision(): PlatformError {
  return new PlatformError(
    'upstream_invalid_response',
    'The MCP server speaks a revision that is not known.',
    {
      reason: 'unknown_revision',
    },
  )
}

const ignore = (): void => undefined
