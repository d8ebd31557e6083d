import { isIdTerm } from '../words/id-words.ts'
import { termFit } from './name-fit.ts'

/** From here on words speak of a name. */
export const spokenOf = 0.75

/** Share of a name that a goal speaks of; the number of a thing is not spoken of where only the thing is. */
export function mention(terms: readonly string[], words: readonly string[]): number {
  const nouns = terms.filter((term) => !isIdTerm(term))
  if (nouns.length === 0 || (nouns.length < terms.length && !words.some(isIdTerm))) return 0
  const spoken = nouns.map((noun) => Math.max(0, ...words.map((word) => termFit(noun, word))))
  return spoken.reduce((sum, value) => sum + value, 0) / nouns.length
}
