import { type Connection, isJsonObject, type JsonObject, type ProviderResponse } from '@bindery/model'
import { type Deadline, startDeadline } from './deadline.ts'
import { guardOutput } from './guard-output.ts'
import { idempotencyKeyOf } from './begin-write.ts'
import { planCall } from './planned-call.ts'
import type { PreparedSkill } from './prepare-skill.ts'
import type { Projected } from './project-output.ts'
import { elapsed, type RunState } from './run-state.ts'
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
  const args = prepared.assemble(params)
  const deadline = startDeadline(state.runnable.skill.policy.timeoutMs)
  try {
    const { response, connection } = await deadline.within(send(state, args, deadline))
    const sentAfterMs = elapsed(state)
    const clean = withoutSecrets(prepared.project(response), connection)
    const projected = guardOutput(state.runnable, clean)
    state.timings['project'] = elapsed(state) - sentAfterMs
    return { response, projected }
  } finally {
    deadline.clear()
  }
}

/** A provider that echoes what it was sent would hand its own credential to the agent. */
function withoutSecrets(projected: Projected, connection: Connection): Projected {
  const output = connection.redact?.(projected.output)
  return isJsonObject(output) ? { ...projected, output } : projected
}

interface Sent {
  readonly response: ProviderResponse
  readonly connection: Connection
}

async function send(state: RunState, args: JsonObject, { signal }: Deadline): Promise<Sent> {
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
  const planned = planCall(skill, args, idempotencyKeyOf(state))
  const response = await executor.execute(planned, watchConnection(connection, log), signal)
  timings['provider'] = elapsed(state) - connectedMs
  return { response, connection }
}
