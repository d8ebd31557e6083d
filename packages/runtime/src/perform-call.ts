import {
  type Connection,
  type JsonObject,
  isWrite,
  PlatformError,
  type ProviderResponse,
} from '@bindery/model'
import type { Deadline } from './deadline.ts'
import { idempotencyKeyOf } from './begin-write.ts'
import { clockOf } from './conditions/clock.ts'
import { takeCall } from './gates/rate-limit.ts'
import type { GuardedAgent } from './guardrails.ts'
import { admitting, type CallValues, planCall } from './planned-call.ts'
import { withProviderWords } from './provider-words.ts'
import type { PreparedOperation } from './prepare-skill.ts'
import type { Projected } from './project-output.ts'
import { requireAgreed } from './reach-providers.ts'
import { readAnswer } from './read-answer.ts'
import { elapsed, type RunState } from './run-state.ts'
import { requireStanding } from './still-admitted.ts'
import { spokenValues } from './spoken-values.ts'
import { watchConnection } from './watch-connection.ts'

export interface Performed {
  readonly response: Pick<ProviderResponse, 'status' | 'bytes' | 'partial'>
  readonly projected: Projected
}

/** One call of one operation. */
export interface OperationCall {
  readonly prepared: PreparedOperation
  readonly params: JsonObject
  /** Whose guardrails its output is read by; those of nobody where it is not what the agent gets. */
  readonly agent: GuardedAgent
}

/** Connects, executes and projects, all within the deadline. Throws what stopped it. */
export async function performCall(
  state: RunState,
  { prepared, params, agent }: OperationCall,
  deadline: Deadline,
): Promise<Performed> {
  const clock = clockOf(state)
  const args = prepared.assemble(params, clock)
  const compared = prepared.compare(params, clock)
  const rows = prepared.rows(compared)
  state.values = spokenValues(prepared.skill, { asked: state.call.params, checked: params, sent: args })
  const { response, connection } = await send(state, { prepared, values: { args, compared } }, deadline)
  const sentAfterMs = elapsed(state)
  const { redact, timezone } = connection
  const projected = readAnswer(response, { agent, prepared, redact, rows, timezone })
  state.timings['project'] = elapsed(state) - sentAfterMs
  return { response, projected }
}

interface Sending {
  readonly prepared: PreparedOperation
  readonly values: CallValues
}

interface Sent {
  readonly response: ProviderResponse
  readonly connection: Connection
}

async function send(state: RunState, { prepared, values }: Sending, { signal }: Deadline): Promise<Sent> {
  const { call, ports, log, timings } = state
  const { skill } = prepared
  const beganMs = elapsed(state)
  const executor = await ports.executorOf(skill.source)
  const connection = await ports.connect({
    organizationId: call.organizationId,
    integration: skill.integration,
    environment: call.environment,
  })
  requireAgreed(state.agreed, skill.integration, connection)
  const connectedMs = elapsed(state)
  timings['connect'] = connectedMs - beganMs
  // The deadline may have passed while connecting: then nothing may leave any more.
  signal.throwIfAborted()
  const planned = admitting(planCall(skill, values, keyOf(state, prepared)), async () => {
    await requireStanding(state)
    const error = await takeCall(state, skill)
    if (error !== undefined) throw error
  })
  const { redact } = connection
  const hidden = { parameters: skill.parameters, values: state.values, heard: state.heard, redact }
  const response = await executor
    .execute(planned, watchConnection(connection, log), signal)
    .catch((error: unknown) => {
      throw error instanceof PlatformError ? withProviderWords(error, hidden) : error
    })
  timings['provider'] = elapsed(state) - connectedMs
  return { response, connection }
}

/** What a step reads is no part of the call that the key stands for. */
function keyOf(state: RunState, { skill }: PreparedOperation): string | undefined {
  const isWhole = state.runnable.skill.steps === undefined
  return isWhole || isWrite(skill.effect) ? idempotencyKeyOf(state) : undefined
}
