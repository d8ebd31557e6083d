import {
  type ErrorCode,
  isErrorCode,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  ownProperty,
  PlatformError,
  type SkillResult,
} from '@bindery/model'
import type { LedgerVerdict } from './ports.ts'

/** `answered`: the ledger already knows how this call ended. */
export type LedgerAnswer =
  | { readonly status: 'begun' }
  | { readonly status: 'answered'; readonly result: SkillResult }
  | { readonly status: 'denied'; readonly error: PlatformError }

/** What a verdict of the ledger means for a call of that function. */
export function toAnswer(functionName: string, ledger: LedgerVerdict): LedgerAnswer {
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

function refusal(code: ErrorCode, message: string): LedgerAnswer {
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
