import { type Channel, isWrite, type JsonObject, type SkillResult } from '@bindery/model'
import type { Services } from '../services.ts'
import type { CallMeta } from './call-meta.ts'
import type { PublishedTool, PublishedTools } from './tools.ts'
import { newId, type Principal } from '@bindery/platform/kernel'
import {
  atDoor,
  type ConfirmedCall,
  type ExecuteRequest,
  executeSkill,
  outcomeForAgent,
} from '@bindery/platform/runs'

/** Who calls which agent. One value per request of a client. */
export interface McpCaller {
  readonly services: Services
  readonly principal: Principal
  readonly toolset: PublishedTools
  /** The conversation of the session, when the client has one and names none itself. */
  readonly conversationId: string | undefined
  readonly channel: Extract<Channel, 'mcp' | 'stdio'>
}

export interface ToolCall {
  readonly tool: PublishedTool
  readonly params: JsonObject
  readonly meta: CallMeta
}

/** Runs the skill of a tool, by the use case and through the gates of every other face. Throws PlatformError. */
export async function callSkill(caller: McpCaller, call: ToolCall): Promise<SkillResult> {
  return atDoor(await executeSkill(caller.services, caller.principal, toRequest(caller, call)), 'tool')
}

/** The result of a call that waited for a person, of the agent of this endpoint. Throws `not_found`, `confirmation_mismatch`. */
export const resultOfConfirmed = (
  { services, principal, toolset }: McpCaller,
  call: Omit<ConfirmedCall, 'agentId'>,
): Promise<SkillResult> => outcomeForAgent(services, principal, { agentId: toolset.agentId, ...call })

function toRequest(caller: McpCaller, { tool, params, meta }: ToolCall): ExecuteRequest {
  const { principal, toolset } = caller
  return {
    agentId: toolset.agentId,
    skillId: tool.skillId,
    params,
    environment: meta.environment ?? principal.environment ?? 'production',
    conversationId: meta.conversationId ?? caller.conversationId,
    idempotencyKey: keyOf({ tool, meta }),
    // A key that is made here is of this epoch.
    epoch: meta.idempotencyKey === undefined ? caller.services.store.restored?.epoch : meta.epoch,
    phase: meta.phase,
    state: meta.state,
    context: meta.context,
    verificationToken: meta.verificationToken,
    // Only its client can name a session, so what was verified in it needs no token.
    proof: meta.conversationId === undefined && caller.conversationId !== undefined ? 'session' : 'token',
    channel: caller.channel,
    version: 'published',
  }
}

/** A write always has a key: by it the client gets the result of a call that a person approved meanwhile. */
function keyOf({ tool, meta }: Pick<ToolCall, 'tool' | 'meta'>): string | undefined {
  if (meta.idempotencyKey !== undefined) return `caller:${meta.idempotencyKey}`
  return isWrite(tool.skill.effect) || tool.skill.policy.requiresConfirmation ? `mcp:${newId()}` : undefined
}
