import type { AnswerPath } from '../assignment/answer-paths.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import type { SaidPart } from './part.ts'

/** Fields of a row that words could be about, the likeliest first, and whether anything but their type speaks for them. */
export interface MeantFields {
  readonly leaves: readonly AnswerPath[]
  readonly isGuess: boolean
}

/** What is to be asked about the choice of the first. */
export const doubtsOf = ({
  leaves: [, ...others],
  isGuess,
}: MeantFields): Pick<SaidPart, 'rivals' | 'isGuess'> => ({
  ...(others.length === 0 ? {} : { rivals: others.map(answerPathText) }),
  ...(isGuess ? { isGuess: true } : {}),
})
