import {
  type Connection,
  type Effect,
  isWrite,
  type Json,
  type JsonObject,
  ownProperty,
  type PlannedCall,
  PlatformError,
  type ProviderResponse,
  toRefusal,
} from '@bindery/model'
import { findPartialLists } from '../http-json/partial-lists.ts'
import { writeJson } from '../http-json/write-json.ts'
import { describeBeside, describeUnread, partsOf, readContent, split } from './content-parts.ts'
import { callOf } from '../pages/ask-for-page.ts'
import { pagingOf } from '../pages/page-size.ts'
import { type ReadPage, readPages } from '../pages/read-pages.ts'
import { type Plan, readPlan } from './plan.ts'
import { requireResult, type RpcAnswer } from './rpc.ts'
import { McpSession } from './session.ts'

/**
 * Calls a tool, once for each page that is read. Throws PlatformError; what a tool says about its failure goes along as the provider's words, which a
 * run cleans and marks, and stands in no sentence of ours.
 */
export async function executeCall(
  call: PlannedCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  const plan = readPlan(call.plan)
  const session = new McpSession(connection, signal)
  const read: ReadPage = async (page, maxResponseBytes) => {
    const params = paramsOf(plan, callOf(call, page, maxResponseBytes))
    const request = { method: 'tools/call', name: plan.tool, params, maxResponseBytes }
    return { response: toResponse(plan, call, await session.call(request)) }
  }
  return readPages(call, { steps: plan.follow, connection, read }).finally(() => void session.close())
}

function toResponse(plan: Plan, call: PlannedCall, answer: RpcAnswer): ProviderResponse {
  const result = requireToolResult(answer, call.effect)
  const { status, body } = answer.response
  const data = readAnswer(plan, result, status)
  const partial = findPartialLists({ data }, call.lists ?? [], pagingOf(plan.paging, call.arguments))
  const notes =
    plan.answer === 'text' ? describeUnread(result, plan.unread ?? []) : describeBeside(result, data)
  return {
    data,
    status,
    bytes: body.length,
    ...(partial.length === 0 ? {} : { partial }),
    ...(notes.length === 0 ? {} : { notes }),
  }
}

/**
 * The result of a call. A refusal of a write has a status only where it certainly came before the tool: servers answer
 * failed tools with 400, 404, 422 and JSON-RPC errors too.
 */
function requireToolResult(answer: RpcAnswer, effect: Effect): JsonObject {
  const { response, message } = answer
  if (message?.kind === 'result' || !isWrite(effect) || isRefusal(answer)) return requireResult(answer)
  if (message === undefined && response.status < 300) return requireResult(answer)
  throw new PlatformError(
    'upstream_error',
    'The MCP server answered the call with an error, and does not say whether the tool ran.',
    { reason: 'protocol_error', members: { providerStatus: response.status } },
  )
}

/** Keys, rights and rates are judged before tools are; and so are, by the specifications, these codes. */
function isRefusal({ response: { status }, message }: RpcAnswer): boolean {
  const code = message?.kind === 'error' ? message.code : undefined
  const isUnrun = code === -32601 || code === -32602
  return [401, 403, 429].includes(status) || code === -32022 || (status < 300 && isUnrun)
}

function paramsOf(plan: Plan, call: PlannedCall): readonly (readonly [string, string])[] {
  const whole = plan.input === 'whole' ? (ownProperty(call.arguments, 'arguments') ?? {}) : call.arguments
  const params = [
    ['name', JSON.stringify(plan.tool)],
    ['arguments', writeJson(whole, plan.numbers)],
  ] as const
  if (call.idempotencyKey === undefined) return params
  return [...params, ['_meta', JSON.stringify({ 'bindery/idempotencyKey': call.idempotencyKey })]]
}

function readAnswer(plan: Plan, result: JsonObject, upstreamStatus: number): Json {
  if (ownProperty(result, 'isError') === true) throw toolFailed(result, upstreamStatus)
  const kind = ownProperty(result, 'resultType')
  if (kind !== undefined && kind !== 'complete')
    throw new PlatformError('upstream_error', 'The tool asks for input that a skill cannot give.', {
      reason: 'input_required',
      upstreamStatus,
    })
  return plan.answer === 'text' ? readText(result) : readStructured(result)
}

function readText(result: JsonObject): Json {
  const content = readContent(result)
  if (content !== undefined) return content
  throw new PlatformError('upstream_invalid_response', 'The answer of the tool holds no content.', {
    reason: 'content_missing',
  })
}

/** What a tool says of its failure stands in its text parts. */
function toolFailed(result: JsonObject, upstreamStatus: number): PlatformError {
  const refusal = toRefusal([{ message: split(partsOf(result) ?? []).texts.join('\n') }])
  return new PlatformError('upstream_error', 'The tool answered that it failed.', {
    reason: 'tool_error',
    upstreamStatus,
    ...(refusal === undefined ? {} : { refusal }),
  })
}

function readStructured(result: JsonObject): Json {
  const structured = ownProperty(result, 'structuredContent')
  if (structured !== undefined) return structured
  throw new PlatformError(
    'upstream_invalid_response',
    'The tool has an output schema, but its answer holds no structured content.',
    { reason: 'structured_content_missing' },
  )
}
