import {
  isJsonObject,
  type Issue,
  type Json,
  type JsonObject,
  PlatformError,
  type SkillResult,
} from '@bindery/model'
import {
  type CallToolResult,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { CallMeta } from './call-meta.ts'
import type { McpCaller, ToolCall } from './call-skill.ts'
import type { ClaimsForm } from './claims-form.ts'
import { refusal, toErrorResult } from './tool-result.ts'
import { newId } from '@bindery/platform/kernel'
import { verifyCaller } from '@bindery/platform/runs'

/** The argument by which a client without a session says who was verified. */
export const tokenArgument = 'verification_token'

/** The question for a caller's claims, among the answers that a client sends. */
const question = 'claims'

/** Where a verification holds: in the session, in the conversation that the client names, or in one of its own. */
function conversationOf(caller: McpCaller, meta: CallMeta): string {
  return meta.conversationId ?? caller.conversationId ?? `mcp:${newId()}`
}

/** Verifies the caller by what a model was told. What was found is never told. Throws what the verification throws. */
export async function verifyByTool(
  caller: McpCaller,
  claims: JsonObject,
  meta: CallMeta,
): Promise<CallToolResult> {
  const form = requireForm(caller)
  const conversationId = conversationOf(caller, meta)
  try {
    const proof = await verify(caller, form, { claims, conversationId })
    return toVerified(proof.expiresAt, isRemembered(caller, meta) ? undefined : proof.token)
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'identity_not_verified') return toRefused(error)
    throw error
  }
}

/** What is verified in a session of ours is known to its later calls. */
const isRemembered = (caller: McpCaller, meta: CallMeta): boolean =>
  caller.conversationId !== undefined && meta.conversationId === undefined

interface Claimed {
  readonly claims: JsonObject
  readonly conversationId: string
}

interface Proof {
  /** The conversation and the secret in one text, so that a model has one thing to repeat. */
  readonly token: string
  readonly expiresAt: Date
}

async function verify(
  { services, principal, toolset, channel }: McpCaller,
  { method }: ClaimsForm,
  { claims, conversationId }: Claimed,
): Promise<Proof> {
  const request = { agentId: toolset.agentId, method, claims, conversationId, channel }
  const { verificationToken, expiresAt } = await verifyCaller(services, principal, request)
  return { token: `${conversationId}.${verificationToken}`, expiresAt }
}

function toVerified(expiresAt: Date, token: string | undefined): CallToolResult {
  const next =
    token === undefined
      ? 'Tools for verified callers work now.'
      : `Give "${tokenArgument}" to the tools for verified callers.`
  const body = {
    status: 'verified',
    expiresAt: expiresAt.toISOString(),
    ...(token === undefined ? {} : { [tokenArgument]: token }),
    next,
  }
  return { content: [{ type: 'text', text: JSON.stringify(body) }], structuredContent: body }
}

function toRefused(error: PlatformError): CallToolResult {
  const left = error.details.members?.['attemptsLeft']
  const next =
    left === 0
      ? 'Do not try again now: tell the caller that they could not be verified.'
      : 'Ask the caller again for each value, then call verify_caller once more. Never guess a value.'
  return toErrorResult(error, { ...(left === undefined ? {} : { attemptsLeft: left }), next })
}

/** A failure for want of a verified caller, with the way out that this agent has. */
export function explainUnverified(caller: McpCaller, result: SkillResult): CallToolResult | undefined {
  if (!wantsVerifiedCaller(result) || caller.toolset.claims === undefined) return undefined
  const { executionId } = result
  return toErrorResult(
    new PlatformError('identity_not_verified', 'This tool is for verified callers. Nothing was sent.'),
    {
      ...(executionId === undefined ? {} : { executionId }),
      next: 'Ask the caller who they are, call verify_caller with what they say, then make this call again.',
    },
  )
}

/** The skill is for verified callers, or takes from a verification what the caller may not name. */
export function wantsVerifiedCaller(
  result: SkillResult,
): result is Extract<SkillResult, { status: 'failed' }> {
  if (result.status !== 'failed') return false
  const { code, details } = result.error
  return code === 'identity_not_verified' || (details.issues ?? []).some(isVerifiedFact)
}

const isVerifiedFact = ({ code, path }: Issue): boolean =>
  code === 'param_required' && String(path[1] ?? '').startsWith('verified_')

/** Asks the person at the client for what proves who the caller is. */
export function askClaims(form: ClaimsForm, requestState: string): InputRequiredResult {
  return inputRequired({
    inputRequests: {
      [question]: inputRequired.elicit({
        message: 'This is for verified callers only. Who is calling?',
        requestedSchema: { type: 'object', properties: form.asked, required: [...form.required] },
      }),
    },
    requestState,
  })
}

/** What is to be done after what a person said: a call to make, or its result. */
export type Heard =
  | { readonly kind: 'call'; readonly call: ToolCall; readonly asked: 'nothing' | 'claims' }
  | { readonly kind: 'result'; readonly result: CallToolResult }

/** The call with the proof that the person's answer gave, or the result when there is none. */
export async function heedClaims(caller: McpCaller, call: ToolCall, context: ServerContext): Promise<Heard> {
  const answer = inputResponse(context.mcpReq.inputResponses, question)
  const given = answer.kind === 'elicit' && answer.action === 'accept' ? answer.content : undefined
  if (!isJsonObject(given)) return { kind: 'result', result: unanswered }
  const conversationId = conversationOf(caller, call.meta)
  try {
    const { token } = await verify(caller, requireForm(caller), { claims: given, conversationId })
    return { kind: 'call', call: withToken(call, token), asked: 'claims' }
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'identity_not_verified')
      return { kind: 'result', result: toRefused(error) }
    throw error
  }
}

const unanswered = refusal({
  status: 'failed',
  code: 'identity_not_verified',
  message: 'Nobody said who the caller is. Nothing was sent.',
  next: 'Do not make the call again unless the caller can be verified.',
})

/** A call without the argument that only we know, its proof where the rest of the platform looks for it. */
export function takeToken(caller: McpCaller, call: ToolCall): ToolCall {
  const token = call.params[tokenArgument]
  const isOwn = call.tool.skill.parameters.some(({ name }) => name === tokenArgument)
  if (token === undefined || isOwn || caller.toolset.claims === undefined) return call
  const { [tokenArgument]: _, ...params } = call.params
  return withToken({ ...call, params }, token)
}

function withToken(call: ToolCall, token: Json): ToolCall {
  const text = typeof token === 'string' ? token : ''
  const at = text.lastIndexOf('.')
  if (at <= 0) return call
  const meta = {
    ...call.meta,
    conversationId: call.meta.conversationId ?? text.slice(0, at),
    verificationToken: text.slice(at + 1),
  }
  return { ...call, meta }
}

function requireForm({ toolset }: McpCaller): ClaimsForm {
  if (toolset.claims !== undefined) return toolset.claims
  throw new PlatformError('not_found', 'Callers of this agent cannot be verified.')
}
