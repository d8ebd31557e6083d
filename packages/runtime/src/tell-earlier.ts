import { isQuietOutcome, isWrite, type JsonObject, ownProperty, PlatformError } from '@bindery/model'
import { callersKeyOf } from './begin-write.ts'
import { questionOf } from './ledger-question.ts'
import type { LedgerVerdict } from './ports.ts'
import type { RunState } from './run-state.ts'

/**
 * A refusal of a write whose key stands for a call that was made already says so: who retries because an answer was lost must not
 * take "nothing was sent" for "it did not happen". The refusal as it is where the key stands for nothing, or for what changed nothing.
 */
export async function tellEarlier(state: RunState, refusal: PlatformError): Promise<PlatformError> {
  const key = callersKeyOf(state.call)
  if (key === undefined || !isWrite(state.runnable.skill.effect)) return refusal
  const verdict = await recall(state, key).catch(() => undefined)
  const earlier = verdict === undefined ? undefined : earlierOf(verdict)
  if (earlier === undefined) return refusal
  const { code, message, details } = refusal
  return new PlatformError(code, `${message} ${earlier.said}`, {
    ...details,
    cause: refusal,
    members: { ...details.members, earlier: earlier.member },
  })
}

/** Throws for a call that cannot be written down, which is refused for that too. */
const recall = async ({ call, ports }: RunState, key: string): Promise<LedgerVerdict | undefined> =>
  ports.ledger.recall(questionOf(call, key))

interface Earlier {
  readonly said: string
  readonly member: JsonObject
}

function earlierOf(verdict: LedgerVerdict): Earlier | undefined {
  switch (verdict.verdict) {
    case 'replay':
    case 'forgotten': {
      const changedNothing =
        verdict.verdict === 'replay' && isQuietOutcome(ownProperty(verdict.result, 'status'))
      if (changedNothing) return undefined
      const said =
        'The call of this idempotency key was carried out before; that it is refused now undoes nothing.'
      return { said, member: { outcome: 'succeeded', executionId: verdict.executionId } }
    }
    case 'unknown': {
      const said =
        'The call of this idempotency key was made before, and it is not known whether it happened.'
      return { said, member: { outcome: 'outcome_unknown', executionId: verdict.executionId } }
    }
    case 'running':
      return {
        said: 'The call of this idempotency key is being carried out.',
        member: { outcome: 'running' },
      }
    case 'fresh':
    case 'failed':
    case 'reused':
      return undefined
  }
}
