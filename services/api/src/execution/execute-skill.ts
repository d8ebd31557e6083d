import {
  type Environment,
  type JsonObject,
  runtimeVariables,
  type SkillCall,
  type SkillResult,
} from '@bindery/model'
import { previewSkill, type PreviewResult, runSkill } from '@bindery/runtime'
import { loadContext } from '../dynamic-context/load-context.ts'
import { requireEnvironment, requireScope } from '../auth/authenticate.ts'
import type { Principal } from '../auth/principal.ts'
import type { Services } from '../services.ts'
import { findVerifiedCaller } from '../verification/find-verified-caller.ts'
import { conversationContext } from './conversation-context.ts'
import { findRunnable, type FoundSkill } from './find-runnable.ts'
import { runPortsOf } from './run-ports.ts'

export interface ExecuteRequest {
  readonly agentId: string
  readonly skillId: string
  readonly params: JsonObject
  readonly environment: Environment
  readonly conversationId?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly phase?: string | undefined
  readonly state?: string | undefined
  /** What the runtime knows of the conversation. */
  readonly context?: JsonObject | undefined
  readonly verificationToken?: string | undefined
  readonly version: 'published' | 'draft'
}

/** Runs a skill with every gate. Throws only what concerns the request itself; how the run ended is the result. */
export async function executeSkill(
  services: Services,
  principal: Principal,
  request: ExecuteRequest,
): Promise<SkillResult> {
  const { runnable, call } = await prepare(services, principal, request)
  return services.places.run(principal.organizationId, () => runSkill(runnable, call, runPortsOf(services)))
}

/** The request that a run would send, redacted. Nothing is sent. */
export async function dryRunSkill(
  services: Services,
  principal: Principal,
  request: ExecuteRequest,
): Promise<PreviewResult> {
  const { runnable, call } = await prepare(services, principal, request)
  return previewSkill(runnable, call, runPortsOf(services))
}

async function prepare(services: Services, principal: Principal, request: ExecuteRequest) {
  requireEnvironment(principal, request.environment)
  if (request.version === 'draft') requireScope(principal, 'agents:write')
  const { organizationId } = principal
  const { agentId, skillId, version } = request
  const found = await services.runnables.get(organizationId, `${agentId}/${skillId}/${version}`, () =>
    services.store.run(organizationId, (transaction) =>
      findRunnable(transaction, { agentId, skillId, version }),
    ),
  )
  const call: SkillCall = {
    organizationId,
    agentId: found.agentId,
    skillId: found.runnable.skillId,
    skillHash: found.runnable.skillHash,
    params: request.params,
    environment: request.environment,
    ...(request.conversationId === undefined ? {} : { conversationId: request.conversationId }),
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    ...(request.phase === undefined ? {} : { phase: request.phase }),
    ...(request.state === undefined ? {} : { state: request.state }),
    ...(await circumstancesOf(services, found, request)),
    actor: principal.actor,
  }
  return { runnable: found.runnable, call }
}

/** Who the caller has proved to be, and what is known of the conversation. Only what the skill can use is looked up. */
async function circumstancesOf(services: Services, found: FoundSkill, request: ExecuteRequest) {
  const { skill } = found.runnable
  const verified = await findVerifiedCaller(services, {
    organizationId: found.organizationId,
    agentId: found.agentId,
    conversationId: request.conversationId,
    token: request.verificationToken,
  })
  const proof = verified === undefined ? {} : { isCallerVerified: true, verifiedAt: verified.verifiedAt }
  const usesContext = skill.parameters.some((parameter) => parameter.origin === 'context')
  if (!usesContext) return proof
  const known = conversationContext({
    agentId: found.agentId,
    given: request.context ?? {},
    facts: verified?.facts ?? {},
    now: new Date(),
  })
  const context = { ...known, ...(await dynamicKeys(services, found, request)) }
  return { ...proof, context }
}

/**
 * What the agent's own address knows of the conversation. It is asked only when the skill uses a key that it may have, and
 * what it says counts before what the runtime sent. A failure stops only a skill that needs such a key.
 */
async function dynamicKeys(
  services: Services,
  found: FoundSkill,
  request: ExecuteRequest,
): Promise<JsonObject> {
  const { dynamicContext: settings, organizationId, agentId, runnable } = found
  const { conversationId, environment } = request
  const wanted = runnable.skill.parameters.filter(
    ({ name, origin }) =>
      origin === 'context' &&
      !name.startsWith('verified_') &&
      !runtimeVariables.some((variable) => variable.name === name),
  )
  if (settings === undefined || conversationId === undefined || wanted.length === 0) return {}
  const given = request.context ?? {}
  const query = { organizationId, agentId, conversationId, environment, settings, given }
  const isNeeded = wanted.some((parameter) => parameter.required && parameter.default === undefined)
  return loadContext(services, query).catch((error: unknown) => {
    if (isNeeded) throw error
    return {}
  })
}
