import { isJsonObject, Secret, type SkillResult } from '@bindery/model'
import { listValues } from '@bindery/runtime'
import {
  type CallToolResult,
  createRequestStateCodec,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import { type McpCaller, resultOfConfirmed, type ToolCall } from './call-skill.ts'
import { refusal, toToolResult } from './tool-result.ts'
import { heedClaims, type Heard } from './verify-caller-tool.ts'
import { approveConfirmation, atDoor, rejectConfirmation } from '@bindery/platform/runs'

type Waiting = Extract<SkillResult, { status: 'confirmation_required' }>

/** What travels through the client while its person decides. Signed, for one key and one agent. */
const Asked = z.union([
  z.strictObject({ confirmationId: z.string() }),
  z.strictObject({ asked: z.literal('claims') }),
])
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

/**
 * Asks the person at the client, with every value in plain sight, also those that the skill sets itself. Where the call goes and how it is sent is for operators:
 * they see it with the confirmation.
 */
export async function askPerson(
  caller: McpCaller,
  { confirmationId, summary }: Waiting,
  { params, tool }: ToolCall,
): Promise<InputRequiredResult> {
  return inputRequired({
    inputRequests: {
      [question]: inputRequired.elicit({
        message: [summary, listValues(tool.skill, params)].filter((part) => part !== '').join('\n\n'),
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

/** The state of a question for a caller's claims. */
export const mintClaimsState = async (caller: McpCaller): Promise<string> =>
  askedCodec(caller).mint({ asked: 'claims' })

/** Reads the answer to a question of ours, when this request brings one. */
export async function heedAnswer(caller: McpCaller, call: ToolCall, context: ServerContext): Promise<Heard> {
  const asked = Asked.safeParse(context.mcpReq.requestState<unknown>())
  if (!asked.success) return { kind: 'call', call, asked: 'nothing' }
  if ('confirmationId' in asked.data)
    return { kind: 'result', result: await heedDecision(caller, { call, context, ...asked.data }) }
  return heedClaims(caller, call, context)
}

interface Decision {
  readonly call: ToolCall
  readonly context: ServerContext
  readonly confirmationId: string
}

async function heedDecision(
  caller: McpCaller,
  { call, context, confirmationId }: Decision,
): Promise<CallToolResult> {
  const repeated = { skillId: call.tool.skillId, params: call.params }
  const known = await resultOfConfirmed(caller, { confirmationId, repeated })
  if (known.status !== 'confirmation_required') return toToolResult(known)
  const answer = inputResponse(context.mcpReq.inputResponses, question)
  if (answer.kind !== 'elicit' || answer.action === 'cancel') return toToolResult(known)
  if (answer.action === 'accept' && isYes(answer.content)) {
    const result = await approveConfirmation(caller.services, caller.principal, confirmationId)
    return toToolResult(atDoor(result, 'tool'))
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
