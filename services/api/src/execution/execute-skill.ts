import {
  type Environment,
  type JsonObject,
  PlatformError,
  type SkillCall,
  type SkillResult,
} from '@bindery/model'
import { previewSkill, type PreviewResult, runSkill } from '@bindery/runtime'
import { requireScope } from '../auth/authenticate.ts'
import type { Principal } from '../auth/principal.ts'
import type { Services } from '../services.ts'
import { findRunnable } from './find-runnable.ts'
import { runPortsOf } from './run-ports.ts'

export interface ExecuteRequest {
  readonly agentId: string
  readonly skillId: string
  readonly params: JsonObject
  readonly environment: Environment
  readonly conversationId?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly version: 'published' | 'draft'
}

/** Runs a skill with every gate. Throws only what concerns the request itself; how the run ended is the result. */
export async function executeSkill(
  services: Services,
  principal: Principal,
  request: ExecuteRequest,
): Promise<SkillResult> {
  const { runnable, call } = await prepare(services, principal, request)
  return runSkill(runnable, call, runPortsOf(services))
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
  checkEnvironment(principal, request.environment)
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
    actor: principal.actor,
  }
  return { runnable: found.runnable, call }
}

/** A key that was made for one environment calls no other. */
function checkEnvironment(principal: Principal, environment: Environment): void {
  if (principal.environment === undefined || principal.environment === environment) return
  throw new PlatformError(
    'insufficient_scope',
    `This API key calls the ${principal.environment} environment only, not ${environment}.`,
    { members: { requiredEnvironment: principal.environment } },
  )
}
