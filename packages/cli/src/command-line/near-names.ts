import { nearestNames } from '@bindery/model'

/** Names that a misspelt one may have meant, best first. A file of its own, so that only a mistake loads it. */
export const nearNames = (text: string, names: readonly string[]): readonly string[] =>
  nearestNames(text, names)
