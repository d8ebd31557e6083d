import { fromStrict } from '@bindery/compiler'
import {
  type Channel,
  type Environment,
  type JsonObject,
  runtimeVariables,
  type SkillCall,
  type SkillResult,
} from '@bindery/model'
import { apartIn, previewSkill, type PreviewResult, runSkill } from '@bindery/runtime'
import { loadContext } from './dynamic-context/load-context.ts'
import { requireEnvironment, requireScope } from '../kernel/permissions.ts'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import type { RunParts } from './run-parts.ts'
import { requireExposed } from '../skills/exposure.ts'
import { findVerifiedCaller } from './verification/find-verified-caller.ts'
import { conversationContext } from './conversation-context.ts'
import { findRunnable, type FoundSkill } from './find-runnable.ts'
import { runPortsOf } from './run-ports.ts'
import { toldOf } from './told.ts'
import type { ContextQuery } from './dynamic-context/fetch-context.ts'

export interface ExecuteRequest {
  readonly agentId: string
  readonly skillId: string
  readonly params: JsonObject
  /** Whose schema the params fit: in the strict one null stands for what is not given. `schema` when absent. */
  readonly madeBy?: 'schema' | 'strict_schema'
  readonly environment: Environment
  readonly conversationId?: string | undefined
  readonly idempotencyKey?: string | undefined
  /** The epoch of the store that the caller knows. */
  readonly epoch?: number | undefined
  readonly phase?: string | undefined
  readonly state?: string | undefined
  /** What the runtime knows of the conversation. */
  readonly context?: JsonObject | undefined
  readonly verificationToken?: string | undefined
  /** `session`: nobody else can name the conversation, so what was verified in it needs no token. `token` when absent. */
  readonly proof?: 'token' | 'session'
  readonly version: 'published' | 'draft'
  /** By which face the call came. */
  readonly channel: Channel
}

/** Runs a skill with every gate. Throws only what concerns the request itself; how the run ended is the result. */
export async function executeSkill(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> & RunParts,
  principal: Principal,
  request: ExecuteRequest,
): Promise<SkillResult> {
  const { runnable, call } = await prepare(services, principal, request)
  return services.places.run(principal.organizationId, () => runSkill(runnable, call, runPortsOf(services)))
}

/** The request that a run would send, redacted. Nothing is sent. */
export async function dryRunSkill(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  principal: Principal,
  request: ExecuteRequest,
): Promise<PreviewResult> {
  const { runnable, call } = await prepare(services, principal, request)
  return previewSkill(runnable, call, runPortsOf(services))
}

async function prepare(
  services: Needs<'egress' | 'store'> & Pick<RunParts, 'runnables'>,
  principal: Principal,
  request: ExecuteRequest,
) {
  requireEnvironment(principal, request.environment)
  if (request.version === 'draft') requireScope(principal, 'agents:write')
  const { organizationId } = principal
  const { agentId, skillId, version } = request
  const found = await services.runnables.get(organizationId, `${agentId}/${skillId}/${version}`, () =>
    services.store.run(organizationId, (transaction) =>
      findRunnable(transaction, { agentId, skillId, version }),
    ),
  )
  if (version === 'published') requireExposed({ id: skillId, exposure: found.exposure })
  const call: SkillCall = {
    organizationId,
    agentId: found.agentId,
    skillId: found.runnable.skillId,
    skillHash: found.runnable.skillHash,
    params: paramsOf(found, request),
    environment: request.environment,
    ...(request.conversationId === undefined ? {} : { conversationId: request.conversationId }),
    ...keyOf(principal, request),
    ...(request.epoch === undefined ? {} : { epoch: request.epoch }),
    ...(request.phase === undefined ? {} : { phase: request.phase }),
    ...(request.state === undefined ? {} : { state: request.state }),
    ...(await circumstancesOf(services, found, request)),
    actor: principal.actor,
    keyId: principal.keyId,
    channel: request.channel,
  }
  return { runnable: found.runnable, call }
}

/** An API key of a test has idempotency keys of its own: what it took is free for production. */
function keyOf({ environment = 'production' }: Principal, { idempotencyKey }: ExecuteRequest) {
  return idempotencyKey === undefined ? {} : { idempotencyKey: apartIn(environment, idempotencyKey) }
}

function paramsOf({ runnable }: FoundSkill, { params, madeBy }: ExecuteRequest): JsonObject {
  return madeBy === 'strict_schema' ? fromStrict(runnable.skill.parametersSchema, params) : params
}

/** Who the caller has proved to be, and what is known of the conversation. Only what the skill can use is looked up. */
async function circumstancesOf(
  services: Needs<'egress' | 'store'>,
  found: FoundSkill,
  request: ExecuteRequest,
) {
  const { skill } = found.runnable
  const verified = await findVerifiedCaller(services, {
    organizationId: found.organizationId,
    agentId: found.agentId,
    conversationId: request.conversationId,
    token: request.verificationToken,
    proof: request.proof ?? 'token',
    environment: request.environment,
  })
  const proof = verified === undefined ? {} : { isCallerVerified: true, verifiedAt: verified.verifiedAt }
  const given = request.context ?? {}
  const proved = verified?.facts
  const usesContext = skill.parameters.some((parameter) => parameter.origin === 'context')
  if (!usesContext) return { ...proof, ...toldOf(found.runnable, { given, proved, conversation: undefined }) }
  const known = conversationContext({
    agentId: found.agentId,
    timezone: found.runnable.timezone,
    given,
    facts: proved ?? {},
    now: new Date(),
  })
  const lookUp = lookUpOf(found, request)
  const told = toldOf(found.runnable, { given, proved, conversation: lookUp?.query.conversationId })
  const looked = lookUp === undefined ? {} : await dynamicKeys(services, lookUp)
  return { ...proof, context: { ...known, ...looked }, ...told }
}

interface LookUp {
  readonly query: ContextQuery
  /** The skill cannot run without a key that only the answer can have. */
  readonly isNeeded: boolean
}

/** What the agent's own address is asked about the conversation: only when the skill uses a key that it may have. */
function lookUpOf(found: FoundSkill, request: ExecuteRequest): LookUp | undefined {
  const { dynamicContext: settings, organizationId, agentId, runnable } = found
  const { conversationId, environment, context: given = {} } = request
  const wanted = runnable.skill.parameters.filter(
    ({ name, origin }) =>
      origin === 'context' &&
      !name.startsWith('verified_') &&
      !runtimeVariables.some((variable) => variable.name === name),
  )
  if (settings === undefined || conversationId === undefined || wanted.length === 0) return undefined
  const query = { organizationId, agentId, conversationId, environment, settings, given }
  return { query, isNeeded: wanted.some(({ required, default: value }) => required && value === undefined) }
}

/** What it says counts before what the runtime sent. A failure stops only a skill that needs such a key. */
function dynamicKeys(services: Needs<'egress' | 'store'>, { query, isNeeded }: LookUp): Promise<JsonObject> {
  return loadContext(services, query).catch((error: unknown) => {
    if (isNeeded) throw error
    return {}
  })
}
