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

export type ServerRequest = Omit<RpcRequest, 'headers'> & {
  /** What the request is about, for the header by which servers route it. */
  readonly name?: string
}

/**
 * A conversation with one MCP server. The first request is sent in the stateless revision; a server that does not know it
 * refuses it before looking at it (400, 404, 405), and then the handshake of the revisions before is made.
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

  async request(request: ServerRequest): Promise<RpcAnswer> {
    const answer = await this.#send(request)
    if (this.#isSettled || !isUnknownRevision(answer)) {
      this.#isSettled = true
      return answer
    }
    this.#isSettled = true
    await this.#shakeHands(answer)
    return this.#send(request)
  }

  /** Gives the session back, when there is one. A server that does not take it back keeps it. */
  async close(): Promise<void> {
    const session = this.#handshake?.session
    if (session === undefined) return
    const request = {
      method: 'DELETE',
      path: '',
      query: '',
      headers: this.#headers(),
      effect: 'read',
    } as const
    await this.#connection
      .fetch({ ...request, maxResponseBytes: maxHandshakeBytes }, this.#signal)
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

  async #shakeHands(refused: RpcAnswer): Promise<void> {
    const handshake = {
      method: 'initialize',
      params: [
        ['protocolVersion', JSON.stringify(handshakeRevision)],
        ['capabilities', '{}'],
        ['clientInfo', JSON.stringify(client)],
      ],
      headers: [],
      effect: 'read',
      maxResponseBytes: maxHandshakeBytes,
    } as const
    const answer = await sendRequest(this.#connection, handshake, this.#signal)
    if (answer.message?.kind !== 'result') requireResult(refused)
    const revision = ownProperty(requireResult(answer), 'protocolVersion')
    if (typeof revision !== 'string' || !known.has(revision)) throw unknownRevision()
    this.#handshake = { revision, session: sessionOf(answer) }
    await sendNotification(
      this.#connection,
      { ...handshake, method: 'notifications/initialized', params: [], headers: this.#headers() },
      this.#signal,
    )
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
