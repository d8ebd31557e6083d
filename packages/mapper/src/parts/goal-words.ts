import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'

/** A goal as parts are read from it. */
export interface GoalWords {
  readonly words: readonly string[]
  readonly stems: readonly string[]
  /** In lower case. */
  readonly text: string
  /** As it was written. */
  readonly original: string
  /** How many words stand before each comma, colon and the like. */
  readonly breaks: readonly number[]
}

export function goalWords(goal: string): GoalWords {
  const words = splitWords(goal)
  return {
    words,
    stems: words.map(stem),
    text: goal.toLowerCase().replaceAll('’', "'"),
    original: goal,
    breaks: [...goal.matchAll(/[,;:.!?]/g)].map(({ index }) => splitWords(goal.slice(0, index)).length),
  }
}

const negations = new Set(['not', 'no', 'never', 'non', 'without', 'except', "isn't", "aren't", 'yet'])

/** Whether a word within two before it, in the same clause, says no. */
export function isNegated({ words, breaks }: GoalWords, at: number): boolean {
  const clause = Math.max(0, ...breaks.filter((count) => count <= at))
  return words.slice(Math.max(clause, at - 2), at).some((word) => negations.has(word))
}

const numbers = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')

/** A number in digits or as a word up to twelve. */
export function readNumber(word: string): number | undefined {
  if (/^\d{1,9}(?:[.,]\d{1,4})?$/.test(word)) return Number(word.replace(',', '.'))
  const at = numbers.indexOf(word)
  return at < 0 ? undefined : at + 1
}

/** The words of a phrase that was found in a goal. */
export const wordsOf = (phrase: string): readonly string[] => splitWords(phrase)
