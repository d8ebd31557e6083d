import { isWrite, PlatformError } from '@bindery/model'
import { callHash } from './call-hash.ts'
import { type LedgerAnswer, toAnswer } from './ledger-answer.ts'
import type { RunState } from './run-state.ts'

export type Begun = LedgerAnswer | { readonly status: 'not_begun' }

/** The key under which the ledger keeps the run: the caller's, that of the confirmation, or the run's own. */
export function idempotencyKeyOf({ call, executionId, runnable }: RunState): string | undefined {
  if (call.idempotencyKey !== undefined) return call.idempotencyKey
  if (!isWrite(runnable.skill.effect)) return undefined
  return call.confirmationId === undefined ? executionId : `confirmation:${call.confirmationId}`
}

/**
 * Commits the intent of a write, or of any call with an idempotency key, before anything leaves. A ledger that cannot be
 * reached denies the call.
 */
export async function beginWrite(state: RunState): Promise<Begun> {
  const idempotencyKey = idempotencyKeyOf(state)
  if (idempotencyKey === undefined) return { status: 'not_begun' }
  try {
    const intent = intentOf(state, idempotencyKey)
    const verdict = await state.ports.ledger.begin(intent)
    const isResumable = verdict.verdict === 'unknown' && state.runnable.skill.policy.isRepeatable === true
    return toAnswer(
      state.runnable.skill.functionName,
      isResumable ? await state.ports.ledger.resume(intent) : verdict,
    )
  } catch (cause) {
    if (cause instanceof PlatformError) return { status: 'denied', error: cause }
    const message = 'The call could not be recorded, so nothing was sent: try again.'
    return {
      status: 'denied',
      error: new PlatformError('internal_error', message, { cause, reason: 'ledger', sent: 'no' }),
    }
  }
}

// After its deadline a run still has to write its record.
const recordGraceMs = 10_000

function intentOf({ executionId, call, runnable, ports }: RunState, idempotencyKey: string) {
  return {
    executionId,
    organizationId: call.organizationId,
    agentId: call.agentId,
    skillId: call.skillId,
    skillHash: runnable.skillHash,
    effect: runnable.skill.effect,
    environment: call.environment,
    argumentsHash: callHash(call),
    idempotencyKey,
    actor: call.actor,
    deadline: new Date(ports.now().getTime() + runnable.skill.policy.timeoutMs + recordGraceMs),
  }
}
