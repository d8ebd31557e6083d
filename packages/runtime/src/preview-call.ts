import { type Json, PlatformError } from '@bindery/model'
import { startDeadline } from './deadline.ts'
import type { GateContext } from './gate.ts'
import type { PreparedOperation } from './prepare-skill.ts'
import { clockOf } from './conditions/clock.ts'
import { testedWords } from './reading/tested-words.ts'
import { planCall } from './planned-call.ts'

/**
 * What the call would send, credentials as `[secret]`, made by the code that sends: only the connection differs. Throws
 * what the executor refuses before sending.
 */
export async function previewCall(
  context: Omit<GateContext, 'prepared'>,
  prepared: PreparedOperation,
): Promise<Json> {
  const { call, ports, params } = context
  const { skill } = prepared
  const executor = await ports.executorOf(skill.source)
  const connection = await ports.preview({
    organizationId: call.organizationId,
    integration: skill.integration,
    environment: call.environment,
  })
  const clock = clockOf(context)
  const values = { args: prepared.assemble(params, clock), compared: prepared.compare(params, clock) }
  // A value that no row could be compared with is refused here too.
  prepared.rows(values.compared)
  const planned = planCall(skill, values, call.idempotencyKey)
  const deadline = startDeadline(skill.policy.timeoutMs)
  const refused = await deadline
    .within(executor.execute(planned, connection, deadline.signal))
    .then(
      () => undefined,
      (error: unknown) => error,
    )
    .finally(deadline.clear)
  // What comes before the call asks how the provider is spoken to.
  const last = connection.taken().at(-1)
  const tested = testedWords(skill)
  if (last !== undefined) {
    const sent = { kind: last.kind, request: last.request }
    return tested.length === 0 ? sent : { ...sent, testedAfterReading: tested }
  }
  // The empty answer of a preview suits no executor; its complaint only counts when it came before the request.
  if (refused instanceof Error) throw refused
  throw new PlatformError('internal_error', `"${skill.functionName}" sends nothing that could be shown.`, {
    reason: 'no_preview',
    sent: 'no',
  })
}
