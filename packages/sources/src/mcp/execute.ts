import {
  type Connection,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  type PlannedCall,
  PlatformError,
  type ProviderResponse,
} from '@bindery/model'
import { writeJson } from '../http-json/write-json.ts'
import { type Plan, readPlan } from './plan.ts'
import { requireResult } from './rpc.ts'
import { McpSession } from './session.ts'

/** Calls a tool. Throws PlatformError; what a tool says about its failure is not passed on. */
export async function executeCall(
  call: PlannedCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  const plan = readPlan(call.plan)
  const session = new McpSession(connection, signal)
  const answer = await session.request({
    method: 'tools/call',
    name: plan.tool,
    params: paramsOf(plan, call),
    effect: call.effect,
    maxResponseBytes: call.maxResponseBytes,
  })
  const result = requireResult(answer)
  await session.close()
  const { status, body } = answer.response
  return { data: readAnswer(plan, result, status), status, bytes: body.length }
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
  if (ownProperty(result, 'isError') === true)
    throw new PlatformError('upstream_error', 'The tool answered that it failed.', {
      reason: 'tool_error',
      upstreamStatus,
    })
  const kind = ownProperty(result, 'resultType')
  if (kind !== undefined && kind !== 'complete')
    throw new PlatformError('upstream_error', 'The tool asks for input that a skill cannot give.', {
      reason: 'input_required',
      upstreamStatus,
    })
  return plan.answer === 'text' ? readText(result) : readStructured(result)
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

/** What the tool says, and how much else it sent that is no text. */
function readText(result: JsonObject): Json {
  const content = ownProperty(result, 'content')
  const parts = isJsonArray(content) ? content : []
  const texts = parts.flatMap((part) => {
    const text = isJsonObject(part) && part['type'] === 'text' ? ownProperty(part, 'text') : undefined
    return typeof text === 'string' ? [text] : []
  })
  return { text: texts.join('\n'), otherParts: parts.length - texts.length }
}
