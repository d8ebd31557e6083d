import {
  type Connection,
  type HttpRequest,
  type HttpResponse,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  PlatformError,
  toRefusal,
} from '@bindery/model'
import { checkStatus, decodeText, readJson } from '../http-json/read-response.ts'

/** The revision without a handshake, which is spoken first, and the one that the handshake asks for. */
export const statelessRevision = '2026-07-28'
export const handshakeRevision = '2025-11-25'

export interface RpcRequest {
  readonly method: string
  /** The members of `params` as JSON texts: what a caller gave is written digit by digit. */
  readonly params: readonly (readonly [name: string, json: string])[]
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly effect: HttpRequest['effect']
  readonly isSafe?: true
  readonly maxResponseBytes: number
}

export interface RpcAnswer {
  readonly response: HttpResponse
  /** The answer to the request; undefined when there is none in what came. */
  readonly message: RpcMessage | undefined
}

export type RpcMessage =
  | { readonly kind: 'result'; readonly result: JsonObject }
  | { readonly kind: 'error'; readonly code: number; readonly message: Json; readonly data: Json }

/** Every request travels alone, so they may all have one id. */
const id = 1

/** Sends one JSON-RPC request by POST to the base URL, which is the endpoint of the server. */
export async function sendRequest(
  connection: Connection,
  request: RpcRequest,
  signal: AbortSignal,
): Promise<RpcAnswer> {
  const response = await send(connection, { ...request, id: `"id":${id},` }, signal)
  return { response, message: readMessage(response) }
}

/** The same for a notification: nothing but its status is looked at. */
export async function sendNotification(
  connection: Connection,
  request: RpcRequest,
  signal: AbortSignal,
): Promise<void> {
  checkStatus(await send(connection, { ...request, id: '' }, signal))
}

function send(
  connection: Connection,
  request: RpcRequest & { readonly id: string },
  signal: AbortSignal,
): Promise<HttpResponse> {
  const params = request.params.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')
  const method = JSON.stringify(request.method)
  const text = `{"jsonrpc":"2.0",${request.id}"method":${method},"params":{${params}}}`
  return connection.fetch(
    {
      method: 'POST',
      path: '',
      query: '',
      headers: [['accept', 'application/json, text/event-stream'], ...request.headers],
      body: { contentType: 'application/json', bytes: new TextEncoder().encode(text) },
      effect: request.effect,
      ...(request.isSafe === undefined ? {} : { isSafe: request.isSafe }),
      maxResponseBytes: request.maxResponseBytes,
    },
    signal,
  )
}

/** The result of an answered request. Throws `upstream_error` for a refusal, with what the server said beside it. */
export function requireResult({ response, message }: RpcAnswer): JsonObject {
  if (message?.kind === 'result') return message.result
  checkStatus(response)
  if (message === undefined)
    throw new PlatformError('upstream_invalid_response', 'The server sent no answer of the MCP protocol.', {
      reason: 'not_mcp',
      upstreamStatus: response.status,
    })
  const refusal = toRefusal([{ code: message.code, message: message.message }])
  throw new PlatformError('upstream_error', `The MCP server refused the request (error ${message.code}).`, {
    ...(refusal === undefined ? {} : { refusal }),
    reason: 'protocol_error',
    upstreamStatus: response.status,
    members: { rpcCode: message.code },
  })
}

/** The message that answers: the body itself, one of a batch, or one of the events of a stream. */
function readMessage(response: HttpResponse): RpcMessage | undefined {
  const type = response.headers.get('content-type') ?? ''
  if (response.body.length === 0) return undefined
  if (type.includes('text/event-stream'))
    return eventsOf(decodeText(response))
      .map((data) => toMessage(readText(response, data)))
      .find((message) => message !== undefined)
  if (!type.includes('json')) return undefined
  // An error page that calls itself JSON is told by its status, not by its syntax.
  const body = response.status < 300 ? readJson(response) : readLeniently(response)
  return (isJsonArray(body) ? body : [body])
    .map((item) => toMessage(item))
    .find((message) => message !== undefined)
}

function readLeniently(response: HttpResponse): Json {
  try {
    return readJson(response)
  } catch {
    return null
  }
}

/** The data of each event (WHATWG HTML, 9.2.6): lines of one event are joined, comments and other fields left out. */
function eventsOf(text: string): readonly string[] {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((event) =>
      event
        .split('\n')
        .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).replace(/^ /, '')] : []))
        .join('\n'),
    )
    .filter((data) => data !== '')
}

function readText(response: HttpResponse, text: string): Json {
  const headers = new Map([['content-type', 'application/json']])
  return readJson({ status: response.status, headers, body: new TextEncoder().encode(text) })
}

/** Requests and notifications of the server, and answers to others, are none. */
function toMessage(value: Json): RpcMessage | undefined {
  if (!isJsonObject(value) || ownProperty(value, 'method') !== undefined) return undefined
  const result = ownProperty(value, 'result')
  const error = ownProperty(value, 'error')
  if (isJsonObject(result) && ownProperty(value, 'id') === id) return { kind: 'result', result }
  if (!isJsonObject(error)) return undefined
  const code = ownProperty(error, 'code')
  return {
    kind: 'error',
    code: typeof code === 'number' ? code : 0,
    message: ownProperty(error, 'message') ?? null,
    data: ownProperty(error, 'data') ?? null,
  }
}
