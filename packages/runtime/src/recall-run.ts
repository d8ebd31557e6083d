import type { SkillCall, SkillResult } from '@bindery/model'
import { callersKeyOf } from './begin-write.ts'
import { type AnsweringSkill, toAnswer } from './ledger-answer.ts'
import { questionOf } from './ledger-question.ts'
import type { ExecutionLedger } from './ports.ts'

/**
 * What came of a call that was made before, by the ledger alone: no gate is asked, nothing is sent and nothing is recorded.
 * Undefined when nothing was begun under its key.
 */
export async function recallRun(
  runnable: AnsweringSkill,
  call: SkillCall,
  ledger: Pick<ExecutionLedger, 'recall'>,
): Promise<SkillResult | undefined> {
  const idempotencyKey = callersKeyOf(call)
  if (idempotencyKey === undefined) return undefined
  const known = await ledger.recall(questionOf(call, idempotencyKey))
  if (known === undefined) return undefined
  const answer = toAnswer(runnable, known)
  switch (answer.status) {
    case 'begun':
      return undefined
    case 'answered':
      return answer.result
    case 'denied':
      return { status: 'failed', error: answer.error }
  }
}
