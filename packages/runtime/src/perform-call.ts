import { type Connection, type JsonObject, PlatformError, type ProviderResponse } from '@bindery/model'
import { type Deadline, startDeadline } from './deadline.ts'
import { idempotencyKeyOf } from './begin-write.ts'
import { clockOf } from './conditions/clock.ts'
import { takeCall } from './gates/rate-limit.ts'
import { admitting, type CallValues, planCall } from './planned-call.ts'
import { withProviderWords } from './provider-words.ts'
import type { PreparedSkill } from './prepare-skill.ts'
import type { Projected } from './project-output.ts'
import { readAnswer } from './read-answer.ts'
import { elapsed, type RunState } from './run-state.ts'
import { spokenValues } from './spoken-values.ts'
import { watchConnection } from './watch-connection.ts'

export interface Performed {
  readonly response: ProviderResponse
  readonly projected: Projected
}

/** Connects, executes and projects, all within the deadline of the skill. Throws what stopped it. */
export async function performCall(
  state: RunState,
  prepared: PreparedSkill,
  params: JsonObject,
): Promise<Performed> {
  const clock = clockOf(state)
  const args = prepared.assemble(params, clock)
  const compared = prepared.compare(params, clock)
  const rows = prepared.rows(compared)
  state.values = spokenValues(state.runnable.skill, { asked: state.call.params, checked: params, sent: args })
  const deadline = startDeadline(state.runnable.skill.policy.timeoutMs)
  try {
    const { response, connection } = await deadline.within(send(state, { args, compared }, deadline))
    const sentAfterMs = elapsed(state)
    const { redact } = connection
    const projected = readAnswer(response, { agent: state.runnable, prepared, redact, rows })
    state.timings['project'] = elapsed(state) - sentAfterMs
    return { response, projected }
  } finally {
    deadline.clear()
  }
}

interface Sent {
  readonly response: ProviderResponse
  readonly connection: Connection
}

async function send(state: RunState, values: CallValues, { signal }: Deadline): Promise<Sent> {
  const { runnable, call, ports, log, timings } = state
  const { skill } = runnable
  const beganMs = elapsed(state)
  const executor = await ports.executorOf(skill.source)
  const connection = await ports.connect({
    organizationId: call.organizationId,
    integration: skill.integration,
    environment: call.environment,
  })
  const connectedMs = elapsed(state)
  timings['connect'] = connectedMs - beganMs
  // The deadline may have passed while connecting: then nothing may leave any more.
  signal.throwIfAborted()
  const planned = admitting(planCall(skill, values, idempotencyKeyOf(state)), async () => {
    const error = await takeCall(state)
    if (error !== undefined) throw error
  })
  const { redact } = connection
  const hidden = { parameters: skill.parameters, values: state.values, redact }
  const response = await executor
    .execute(planned, watchConnection(connection, log), signal)
    .catch((error: unknown) => {
      throw error instanceof PlatformError ? withProviderWords(error, hidden) : error
    })
  timings['provider'] = elapsed(state) - connectedMs
  return { response, connection }
}
