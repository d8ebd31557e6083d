import {
  isJsonArray,
  isJsonObject,
  isWrite,
  type JsonObject,
  ownProperty,
  PlatformError,
  type SkillResult,
  isErrorCode,
  type ErrorCode,
} from '@bindery/model'
import { callHash } from './call-hash.ts'
import type { LedgerVerdict } from './ports.ts'
import type { RunState } from './run-state.ts'

/** `answered`: the ledger already knows how this call ended. */
export type Begun =
  | { readonly status: 'not_begun' }
  | { readonly status: 'begun' }
  | { readonly status: 'answered'; readonly result: SkillResult }
  | { readonly status: 'denied'; readonly error: PlatformError }

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
    return toBegun(state, await state.ports.ledger.begin(intentOf(state, idempotencyKey)))
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

function toBegun(state: RunState, ledger: LedgerVerdict): Begun {
  const { functionName } = state.runnable.skill
  switch (ledger.verdict) {
    case 'fresh':
      return { status: 'begun' }
    case 'replay':
      return { status: 'answered', result: toReplayed(ledger) }
    case 'failed': {
      const message = `"${functionName}" failed when this idempotency key was first used: use a new key to try again.`
      const error = new PlatformError(toErrorCode(ledger.code), message, {
        reason: 'replayed_failure',
        sent: 'no',
      })
      return { status: 'answered', result: { status: 'failed', executionId: ledger.executionId, error } }
    }
    case 'unknown': {
      const message = `It is not known whether "${functionName}" happened when this idempotency key was first used: look at the provider.`
      const error = new PlatformError('outcome_unknown', message, { reason: 'earlier_run' })
      return {
        status: 'answered',
        result: { status: 'outcome_unknown', executionId: ledger.executionId, error },
      }
    }
    case 'running':
      return refusal(
        'idempotency_in_progress',
        `"${functionName}" still runs under this idempotency key: ask again in a moment.`,
      )
    case 'reused':
      return refusal(
        'idempotency_key_reused',
        'This idempotency key was used for another call: use a new one.',
      )
  }
}

function refusal(code: ErrorCode, message: string): Begun {
  return { status: 'denied', error: new PlatformError(code, message, { sent: 'no' }) }
}

const toErrorCode = (code: string): ErrorCode => (isErrorCode(code) ? code : 'internal_error')

/** Reads back what `toReplay` of the run wrote; a member that is not there counts as empty. */
function toReplayed({
  executionId,
  result,
}: Extract<LedgerVerdict, { readonly verdict: 'replay' }>): SkillResult {
  const output = ownProperty(result, 'output')
  const warnings = ownProperty(result, 'warnings')
  const durationMs = ownProperty(result, 'durationMs')
  const message = ownProperty(result, 'message')
  const none: JsonObject = {}
  const replayed = {
    status: 'succeeded',
    executionId,
    output: output !== undefined && isJsonObject(output) ? output : none,
    warnings:
      warnings !== undefined && isJsonArray(warnings)
        ? warnings.filter((line) => typeof line === 'string')
        : [],
    durationMs: typeof durationMs === 'number' ? durationMs : 0,
    isReplay: true,
  } as const
  return typeof message === 'string' ? { ...replayed, message } : replayed
}
