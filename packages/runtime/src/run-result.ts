import {
  isQuietOutcome,
  type JsonObject,
  type OutcomeMessages,
  type PlatformError,
  type QuietOutcome,
  type QuietStep,
  type SkillResult,
} from '@bindery/model'
import { messageFor } from './outcome.ts'
import { type Ending, elapsed, type RunState } from './run-state.ts'

/** How a run can end for who called: whoever waits for a person has no ending yet. */
export type Ended = Exclude<Ending, { readonly status: 'waiting' }>

/** What whoever called is told of the end of a run. */
export function toResult(state: RunState, ending: Ended): SkillResult {
  const { executionId } = state
  const { messages } = state.runnable.skill
  switch (ending.status) {
    case 'succeeded':
      return {
        status: 'succeeded',
        executionId,
        output: ending.output,
        warnings: ending.warnings,
        durationMs: elapsed(state),
        isReplay: false,
        ...(messages.success === undefined ? {} : { message: messages.success }),
      }
    case 'not_found':
    case 'conditions_not_met':
    case 'not_certain':
    case 'ambiguous': {
      const { provider, at } = ending.error.details
      return {
        status: ending.status,
        executionId,
        durationMs: elapsed(state),
        isReplay: false,
        ...(provider === undefined ? {} : { provider }),
        ...(at === undefined ? {} : { at }),
        ...quietMessage(ending.status, ending.error, messages),
      }
    }
    case 'outcome_unknown':
      return { status: 'outcome_unknown', executionId, error: ending.error }
    case 'failed':
    case 'denied': {
      const message = messageFor(messages, ending.error)
      const failed = { status: 'failed', executionId, error: ending.error } as const
      return message === undefined ? failed : { ...failed, message }
    }
  }
}

/** What was read and how to ask for less is said by the run; that nothing is there, by the binding. */
function quietMessage(
  status: QuietOutcome,
  { message, details }: PlatformError,
  { notFound }: OutcomeMessages,
): { readonly message?: string } {
  if (status === 'not_found' && notFound !== undefined) return { message: notFound }
  // Where several operations are called, it is said which of them found nothing.
  return status === 'not_certain' || details.at !== undefined ? { message } : {}
}

type Quiet = Extract<SkillResult, { readonly status: QuietOutcome }>

const isQuiet = (result: SkillResult): result is Quiet => isQuietOutcome(result.status)

/** What a repeated idempotency key gets back. */
export function toReplay(result: SkillResult): JsonObject | undefined {
  if (isQuiet(result)) {
    const { status, durationMs, message, provider, at } = result
    return {
      status,
      durationMs,
      ...(message === undefined ? {} : { message }),
      ...(provider === undefined ? {} : { provider }),
      ...(at === undefined ? {} : { at: toReplayedStep(at) }),
    }
  }
  if (result.status !== 'succeeded') return undefined
  const { output, warnings, durationMs, message } = result
  return message === undefined ? { output, warnings, durationMs } : { output, warnings, durationMs, message }
}

const toReplayedStep = ({ step, count, choices }: QuietStep): JsonObject => ({
  step,
  ...(count === undefined ? {} : { count }),
  ...(choices === undefined ? {} : { choices: [...choices] }),
})
