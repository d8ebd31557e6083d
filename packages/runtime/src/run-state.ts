import type {
  Destinations,
  ExecutionId,
  ExecutionRecord,
  GateRecord,
  Json,
  JsonObject,
  PlatformError,
  ProviderResponse,
  QuietOutcome,
  Skill,
  SkillCall,
} from '@bindery/model'
import { isJsonObject } from '@bindery/model'
import type { GuardedAgent } from './guardrails.ts'
import type { HeardValues } from './heard-values.ts'
import { hideValues, maskOutput, maskParams } from './mask-values.ts'
import type { RunnableSkill, RunPorts } from './ports.ts'
import type { StepTrace } from './steps/step-trace.ts'
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
  /** What is counted from the call is counted from here: when it began, or when a person was shown it. */
  asOf: Date
  /** The rules of the agent as they were when an operator was last asked for them. */
  guarded: GuardedAgent
  /** Where a person agreed that it goes, when one was asked. */
  agreed?: Destinations
  /** By parameter, every form of its value that the run has used so far. */
  values: JsonObject
  /** What its operations have told of people so far. */
  readonly heard: HeardValues
  /** What the steps of a skill of several have done so far. */
  readonly steps: StepTrace[]
}

export type Ending =
  /** What a person is asked about was read. */
  | { readonly status: 'waiting' }
  | {
      readonly status: 'succeeded'
      readonly output: JsonObject
      readonly warnings: readonly string[]
      readonly response: Pick<ProviderResponse, 'status' | 'bytes'>
    }
  | {
      readonly status: QuietOutcome | 'failed' | 'denied' | 'outcome_unknown'
      readonly error: PlatformError
    }

/** The record of a run: no secret was ever in it, and what identifies a person is masked. */
export function recordOf(state: RunState, ending: Ending): ExecutionRecord {
  const { call, runnable, log } = state
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
    ...(call.channel === undefined ? {} : { channel: call.channel }),
    status: ending.status,
    attempts: log.attempts,
    gates: state.gates,
    params: maskParams(runnable.skill.parameters, call.params),
    ...(log.first === undefined
      ? {}
      : { request: maskRequest(log.first, { parameters: runnable.skill.parameters, values: state.values }) }),
    ...stepsOf(state, ending),
    ...endingOf(state, ending),
    startedAt: state.startedAt,
    durationMs: elapsed(state),
    timings: state.timings,
  }
}

/** Milliseconds since the run began, on the clock of the ports. */
export const elapsed = ({ ports, startedAt }: Pick<RunState, 'ports' | 'startedAt'>): number =>
  ports.now().getTime() - startedAt.getTime()

function endingOf({ runnable }: RunState, ending: Ending): Partial<ExecutionRecord> {
  if (ending.status === 'waiting') return {}
  if (ending.status !== 'succeeded') return failureOf(ending.error)
  const { status, bytes } = ending.response
  const { warnings } = ending
  return {
    output: maskOutput(runnable.skill, ending.output),
    response: { status, bytes },
    ...(warnings.length === 0 ? {} : { warnings }),
    ...limitsMet(warnings.map((warning) => /^[a-z_]+/.exec(warning)?.[0] ?? '')),
  }
}

/** What is known of a failure: words of our own, and those of the provider as far as they may be kept. */
function failureOf({ code, details }: PlatformError): Partial<ExecutionRecord> {
  const { reason, upstreamStatus, recorded, members = {} } = details
  const { leaf } = members
  return {
    errorCode: code,
    ...(reason === undefined ? {} : { reason }),
    ...(upstreamStatus === undefined ? {} : { upstreamStatus }),
    ...(typeof leaf === 'string' ? { leaf } : {}),
    ...(recorded === undefined ? {} : { provider: recorded }),
    ...limitsMet([reason ?? '', code]),
  }
}

/** Words of warnings and of failures that say that something was at its limit. */
const limitWords = new Set([
  'rows_truncated',
  'output_too_large',
  'response_too_large',
  'too_deep',
  'statement_timeout',
  'upstream_timeout',
  'rate_limited',
  'action_rate_limited',
  'guardrail_rate_limited',
  'max_successful_calls_reached',
  'overloaded',
])

function limitsMet(words: readonly string[]): Pick<ExecutionRecord, 'limits'> {
  const limits = [...new Set(words.filter((word) => limitWords.has(word)))]
  return limits.length === 0 ? {} : { limits }
}

/** A step that had not ended when the run did ended as it did. */
function stepsOf(state: RunState, ending: Ending): Pick<ExecutionRecord, 'steps'> {
  if (state.steps.length === 0) return {}
  const { status } = ending
  const open = {
    status: status === 'succeeded' || status === 'denied' || status === 'waiting' ? 'failed' : status,
    nowMs: elapsed(state),
  } as const
  return { steps: state.steps.map((trace) => trace.toRecord(open)) }
}

/** A request without the values in its path that identify a person. */
export function maskRequest(
  request: Json,
  { parameters, values }: { readonly parameters: Skill['parameters']; readonly values: JsonObject },
): Json {
  const path = isJsonObject(request) ? request['path'] : undefined
  if (!isJsonObject(request) || typeof path !== 'string') return request
  return { ...request, path: hideValues(path, parameters, values) }
}
