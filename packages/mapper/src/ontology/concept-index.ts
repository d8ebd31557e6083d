import { stem } from '../words/stem.ts'
import { actions } from './actions.ts'
import { concepts } from './concepts.ts'

/** Numbers of the groups that a stemmed word or phrase (`gift_card`) stands in, in rising order. */
export function conceptsOf(word: string): readonly number[] {
  return groups.get(word) ?? none
}

/** Whether two stemmed words after each other are one term: `gift card`. */
export const isPhrase = (first: string, second: string): boolean => groups.has(`${first}_${second}`)

export const isKnownWord = (word: string): boolean => groups.has(word)

const none: readonly number[] = []
const groups = indexGroups([...concepts, ...actions])

function indexGroups(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  for (const [number, line] of lines.entries())
    for (const word of line.split(' ')) {
      const key = word.split('_').map(stem).join('_')
      const known = index.get(key) ?? []
      if (!known.includes(number)) index.set(key, [...known, number])
    }
  return index
}
