import type {
  ExecutionId,
  ExecutionRecord,
  GateRecord,
  Json,
  JsonObject,
  PlatformError,
  ProviderResponse,
  SkillCall,
} from '@bindery/model'
import { isJsonObject } from '@bindery/model'
import { maskOutput, maskParams, maskText } from './mask-values.ts'
import type { RunnableSkill, RunPorts } from './ports.ts'
import type { SendLog } from './watch-connection.ts'

/** One run under way: what it was asked, and what is known so far for its record. */
export interface RunState {
  readonly executionId: ExecutionId
  readonly runnable: RunnableSkill
  readonly call: SkillCall
  readonly ports: RunPorts
  readonly startedAt: Date
  readonly log: SendLog
  /** Phase to ms: `gates`, `connect`, `provider`, `project`. */
  readonly timings: { [phase: string]: number }
  gates: readonly GateRecord[]
}

export type Ending =
  | {
      readonly status: 'succeeded'
      readonly output: JsonObject
      readonly warnings: readonly string[]
      readonly response: Pick<ProviderResponse, 'status' | 'bytes'>
    }
  | { readonly status: 'failed' | 'denied' | 'outcome_unknown'; readonly error: PlatformError }

/** The record of a run: no secret was ever in it, and what identifies a person is masked. */
export function recordOf(state: RunState, ending: Ending): ExecutionRecord {
  const { call, runnable, log } = state
  const params = maskParams(runnable.skill.parameters, call.params)
  return {
    executionId: state.executionId,
    organizationId: call.organizationId,
    agentId: call.agentId,
    skillId: call.skillId,
    skillHash: runnable.skillHash,
    functionName: runnable.skill.functionName,
    effect: runnable.skill.effect,
    environment: call.environment,
    ...(call.conversationId === undefined ? {} : { conversationId: call.conversationId }),
    actor: call.actor,
    status: ending.status,
    gates: state.gates,
    params,
    ...(log.first === undefined ? {} : { request: maskRequest(log.first, call.params, params) }),
    ...endingOf(state, ending),
    startedAt: state.startedAt,
    durationMs: elapsed(state),
    timings: state.timings,
  }
}

/** Milliseconds since the run began, on the clock of the ports. */
export const elapsed = ({ ports, startedAt }: Pick<RunState, 'ports' | 'startedAt'>): number =>
  ports.now().getTime() - startedAt.getTime()

function endingOf(
  { runnable }: RunState,
  ending: Ending,
): Pick<ExecutionRecord, 'errorCode' | 'output' | 'response'> {
  if (ending.status !== 'succeeded') return { errorCode: ending.error.code }
  const { status, bytes } = ending.response
  return { output: maskOutput(runnable.skill, ending.output), response: { status, bytes } }
}

function maskRequest(request: Json, params: JsonObject, masked: JsonObject): Json {
  const path = isJsonObject(request) ? request['path'] : undefined
  if (!isJsonObject(request) || typeof path !== 'string') return request
  return { ...request, path: maskText(path, params, masked) }
}
