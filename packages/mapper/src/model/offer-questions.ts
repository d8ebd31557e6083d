import { isWrite } from '@bindery/model'
import type { DraftQuestion } from '../draft/questions.ts'
import { isAccepted } from '../decisions.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'
import { cleanText } from './clean-text.ts'

const mostQuestions = 20

/**
 * What a model may ask a person about one operation, one of these at most: which operation is meant, whether something is to be changed,
 * what a name is. What people have settled is not asked again.
 */
export function offerQuestions(
  { operation }: ScoredOperation,
  { goal }: PreparedGoal,
  rivals: readonly ScoredOperation[],
): readonly DraftQuestion[] {
  const { parameters = [], outputs = [], decisions = [], isWrite: isSaid } = goal
  const own = cleanText(operation.name, 80).text
  const isSettled = (name: string): boolean =>
    decisions.some((decision) => decision.verdict === 'accept' && decision.name === name)
  const which = isAccepted(decisions, operation.name) ? [] : rivals
  const open = (about: 'parameter' | 'output', names: readonly string[], ask: (name: string) => string) =>
    names
      .filter((name) => !isSettled(name))
      .map((name): DraftQuestion => ({ about, name, question: ask(cleanText(name, 60).text) }))
  return [
    ...which.map(
      (rival): DraftQuestion => ({
        about: 'operation',
        name: operation.name,
        question: `Is "${own}" meant, or "${cleanText(rival.operation.name, 80).text}"?`,
      }),
    ),
    ...(isSaid === undefined && isWrite(operation.effect)
      ? [{ about: 'operation', name: operation.name, question: `Is "${own}" to change something?` } as const]
      : []),
    ...open('parameter', parameters, (name) => `What is given as "${name}"?`),
    ...open('output', outputs, (name) => `What is wanted as "${name}"?`),
    {
      about: 'goal',
      name: goal.goal.slice(0, 100),
      question: 'Whose records are meant, or which of them?',
    } as const,
  ].slice(0, mostQuestions)
}
