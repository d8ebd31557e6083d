import {
  type ErrorCode,
  isErrorCode,
  isJsonArray,
  isJsonObject,
  isQuietOutcome,
  type Json,
  type JsonObject,
  mayRetry,
  ownProperty,
  PlatformError,
  ProviderRefusal,
  type QuietStep,
  type Skill,
  type SkillResult,
} from '@bindery/model'
import { messageFor } from './outcome.ts'
import type { LedgerVerdict, RunnableSkill } from './ports.ts'
import { stillGiven } from './still-given.ts'

/** The skill by which somebody asks, with the rules of its agent: what was kept is told as far as they let it be told now. */
export type AnsweringSkill = Pick<RunnableSkill, 'guardrails' | 'stale'> & {
  readonly skill: Pick<Skill, 'functionName' | 'messages' | 'outputs'>
}

/** `answered`: the ledger already knows how this call ended. */
export type LedgerAnswer =
  | { readonly status: 'begun' }
  | { readonly status: 'answered'; readonly result: SkillResult }
  | { readonly status: 'denied'; readonly error: PlatformError }

/**
 * Whether a call that is known may be made again under its key: it was refused for a reason that passes and did nothing, or
 * its outcome is unknown, the provider takes the key itself, and it is this version of the skill that made it.
 */
export function mayResume(known: LedgerVerdict, { policy }: Pick<Skill, 'policy'>): boolean {
  if (known.verdict === 'failed') return mayRetry(toErrorCode(known.code), known.upstreamStatus)
  return known.verdict === 'unknown' && policy.isRepeatable === true && known.isOfAnotherVersion !== true
}

/**
 * What a verdict of the ledger means for a call of that skill. It says what happened and not what to do: that depends on
 * the door through which somebody asks.
 */
export function toAnswer(runnable: AnsweringSkill, ledger: LedgerVerdict): LedgerAnswer {
  const { skill } = runnable
  const { functionName } = skill
  switch (ledger.verdict) {
    case 'fresh':
      return { status: 'begun' }
    case 'replay':
      return { status: 'answered', result: toReplayed(runnable, ledger) }
    case 'failed':
      return { status: 'answered', result: toFailed(skill, ledger) }
    case 'unknown': {
      const message = `It is not known whether "${functionName}" happened when it was made before. It was not made again.`
      const error = new PlatformError('outcome_unknown', message, { reason: 'earlier_run' })
      return {
        status: 'answered',
        result: { status: 'outcome_unknown', executionId: ledger.executionId, error },
      }
    }
    case 'running':
      return refusal('idempotency_in_progress', `"${functionName}" is still being carried out.`)
    case 'forgotten':
      return refusal(
        'idempotency_key_reused',
        `"${functionName}" was carried out under this idempotency key before, and its answer is kept no longer. It was not made again.`,
        { reason: 'answer_removed' },
      )
    case 'reused':
      return refusal('idempotency_key_reused', 'This idempotency key was used for another call.')
  }
}

function refusal(code: ErrorCode, message: string, why: { readonly reason?: string } = {}): LedgerAnswer {
  return { status: 'denied', error: new PlatformError(code, message, { sent: 'no', ...why }) }
}

const toErrorCode = (code: string): ErrorCode => (isErrorCode(code) ? code : 'internal_error')

function toFailed(
  { functionName, messages }: Pick<Skill, 'functionName' | 'messages'>,
  { code, executionId, upstreamStatus, provider }: Extract<LedgerVerdict, { readonly verdict: 'failed' }>,
): SkillResult {
  const said = `"${functionName}" was made before and failed. It was not made again.`
  const error = new PlatformError(toErrorCode(code), said, {
    reason: 'replayed_failure',
    sent: 'no',
    ...(upstreamStatus === undefined ? {} : { upstreamStatus }),
    ...(provider === undefined ? {} : { provider }),
  })
  const message = messageFor(messages, error)
  return { status: 'failed', executionId, error, ...(message === undefined ? {} : { message }) }
}

/** Reads back what `toReplay` of the run wrote; a member that is not there counts as empty. */
function toReplayed(
  { skill, guardrails, stale }: AnsweringSkill,
  { executionId, result }: Extract<LedgerVerdict, { readonly verdict: 'replay' }>,
): SkillResult {
  const durationMs = ownProperty(result, 'durationMs')
  const message = ownProperty(result, 'message')
  const replayed = {
    executionId,
    durationMs: typeof durationMs === 'number' ? durationMs : 0,
    isReplay: true,
    ...(typeof message === 'string' ? { message } : {}),
  } as const
  const status = ownProperty(result, 'status')
  if (isQuietOutcome(status)) {
    const provider = ProviderRefusal.safeParse(ownProperty(result, 'provider'))
    const at = stepIn(ownProperty(result, 'at'))
    return {
      status,
      ...replayed,
      ...(provider.success ? { provider: provider.data } : {}),
      ...(at === undefined ? {} : { at }),
    }
  }
  const agent = guardrails === undefined ? {} : { guardrails }
  return {
    status: 'succeeded',
    ...replayed,
    ...stillGiven(agent, stale === undefined ? skill.outputs : [], outputIn(result)),
  }
}

function stepIn(at: Json | undefined): QuietStep | undefined {
  if (at === undefined || !isJsonObject(at)) return undefined
  const step = ownProperty(at, 'step')
  const count = ownProperty(at, 'count')
  const choices = ownProperty(at, 'choices')
  if (typeof step !== 'string') return undefined
  return {
    step,
    ...(typeof count === 'number' ? { count } : {}),
    ...(choices !== undefined && isJsonArray(choices) ? { choices: choices.filter(isJsonObject) } : {}),
  }
}

function outputIn(result: JsonObject): { readonly output: JsonObject; readonly warnings: readonly string[] } {
  const output = ownProperty(result, 'output')
  const warnings = ownProperty(result, 'warnings')
  const lines = warnings !== undefined && isJsonArray(warnings) ? warnings : []
  return {
    output: output !== undefined && isJsonObject(output) ? output : {},
    warnings: lines.filter((line) => typeof line === 'string'),
  }
}
