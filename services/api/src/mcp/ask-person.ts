import { isJsonObject, Secret, type SkillResult } from '@bindery/model'
import {
  type CallToolResult,
  createRequestStateCodec,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import { approveConfirmation, rejectConfirmation } from '../execution/approve-confirmation.ts'
import type { McpCaller, ToolCall } from './call-skill.ts'
import { resultOfConfirmed } from './confirmed-call.ts'
import { refusal, toToolResult } from './tool-result.ts'

type Waiting = Extract<SkillResult, { status: 'confirmation_required' }>

/** What travels through the client while its person decides. Signed, for one key and one agent. */
const Asked = z.strictObject({ confirmationId: z.string() })
type Asked = z.output<typeof Asked>

const lifetimeSeconds = 300
const question = 'approve'

/** Signs and checks the state of a question; every replica has the same key. */
export function askedCodec({ services, principal, toolset }: McpCaller) {
  const key = services.store.keyDigest.of(
    new Secret(`mcp-asked/${principal.organizationId}/${principal.keyId}/${toolset.agentId}`),
  )
  return createRequestStateCodec<Asked>({ key, ttlSeconds: lifetimeSeconds })
}

/**
 * Whether the person at the client may decide: the client can ask them, the key may decide confirmations at all, and the
 * skill does not want an operator. A model never answers: the answer is made by the client, outside of the conversation.
 */
export function mayAsk(caller: McpCaller, call: ToolCall, client: { readonly canAsk: boolean }): boolean {
  const { scopes } = caller.principal
  return (
    client.canAsk &&
    scopes.has('confirmations:write') &&
    call.tool.skill.policy.requiresHumanApproval !== true
  )
}

/** Asks the person at the client, with what would be sent in plain sight. */
export async function askPerson(caller: McpCaller, waiting: Waiting): Promise<InputRequiredResult> {
  const { confirmationId, summary, preview } = waiting
  return inputRequired({
    inputRequests: {
      [question]: inputRequired.elicit({
        message: `${summary}\n\nThis would be sent:\n${shorten(JSON.stringify(preview, undefined, 2))}`,
        requestedSchema: {
          type: 'object',
          properties: {
            approve: {
              type: 'boolean',
              title: 'Carry it out',
              description: 'Yes carries out exactly this call, once.',
            },
          },
          required: ['approve'],
        },
      }),
    },
    requestState: await askedCodec(caller).mint({ confirmationId }),
  })
}

/** What the person said, when this request brings an answer to a question of ours; undefined for any other call. */
export async function heedAnswer(
  caller: McpCaller,
  call: ToolCall,
  context: ServerContext,
): Promise<CallToolResult | InputRequiredResult | undefined> {
  const asked = Asked.safeParse(context.mcpReq.requestState<unknown>())
  if (!asked.success) return undefined
  const { confirmationId } = asked.data
  const repeated = { skillId: call.tool.skillId, params: call.params }
  const known = await resultOfConfirmed(caller, { confirmationId, repeated })
  if (known.status !== 'confirmation_required') return toToolResult(known)
  const answer = inputResponse(context.mcpReq.inputResponses, question)
  if (answer.kind !== 'elicit' || answer.action === 'cancel') return toToolResult(known)
  if (answer.action === 'accept' && isYes(answer.content)) {
    return toToolResult(await approveConfirmation(caller.services, caller.principal, confirmationId))
  }
  await rejectConfirmation(caller.services, caller.principal, confirmationId)
  return refusal({
    status: 'rejected',
    code: 'confirmation_rejected',
    message: 'The person refused this call. Nothing was sent.',
    next: 'Do not make the call again unless the person asks for it.',
  })
}

const isYes = (content: unknown): boolean => isJsonObject(content) && content['approve'] === true

const shorten = (text: string): string => (text.length > 4_000 ? `${text.slice(0, 3_999)}…` : text)
