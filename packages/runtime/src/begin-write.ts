import { isWrite, PlatformError, type SkillCall } from '@bindery/model'
import { type LedgerAnswer, mayResume, toAnswer } from './ledger-answer.ts'
import { questionOf } from './ledger-question.ts'
import type { ExecutionIntent } from './ports.ts'
import type { RunState } from './run-state.ts'
import { notKnownSince } from './since-restore.ts'

export type Begun = LedgerAnswer | { readonly status: 'not_begun' }

/** The key under which the ledger keeps the run: the caller's, that of the confirmation, or the run's own. */
export function idempotencyKeyOf({ call, executionId, runnable }: RunState): string | undefined {
  return callersKeyOf(call) ?? (isWrite(runnable.skill.effect) ? executionId : undefined)
}

/** The key under which somebody can ask again; a run that was confirmed always has one. */
export const callersKeyOf = ({ idempotencyKey, confirmationId }: SkillCall): string | undefined =>
  idempotencyKey ?? (confirmationId === undefined ? undefined : `confirmation:${confirmationId}`)

/**
 * Commits the intent of a write, or of any call with an idempotency key, before anything leaves. A ledger that cannot be
 * reached denies the call.
 */
export async function beginWrite(state: RunState): Promise<Begun> {
  const idempotencyKey = idempotencyKeyOf(state)
  if (idempotencyKey === undefined) return { status: 'not_begun' }
  try {
    const intent = intentOf(state, idempotencyKey)
    const { skill } = state.runnable
    const unknown = notKnownSince(state)
    if (unknown !== undefined) {
      const known = await state.ports.ledger.recall(intent)
      if (known === undefined || mayResume(known, skill)) return { status: 'denied', error: unknown }
      return toAnswer(state.runnable, known)
    }
    const verdict = await state.ports.ledger.begin(intent)
    return toAnswer(
      state.runnable,
      mayResume(verdict, skill) ? await state.ports.ledger.resume(intent) : verdict,
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

function intentOf({ executionId, call, runnable, ports }: RunState, idempotencyKey: string): ExecutionIntent {
  return {
    ...questionOf(call, idempotencyKey),
    executionId,
    agentId: call.agentId,
    skillId: call.skillId,
    skillHash: runnable.skillHash,
    effect: runnable.skill.effect,
    environment: call.environment,
    actor: call.actor,
    deadline: new Date(ports.now().getTime() + runnable.skill.policy.timeoutMs + recordGraceMs),
  }
}
