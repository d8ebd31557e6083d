import { nameTerms } from '../assignment/name-fit.ts'
import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'
import { goalWords, readNumber } from './goal-words.ts'
import { orderSaid } from './read-order.ts'
import type { Part } from './part.ts'
import { timesSaid, timeWords } from './read-times.ts'

/** The words of a goal that a part serves, whoever chose it: those that say its value, its number, its time or its order. */
export function wordsServed(part: Part, goal: string): readonly string[] {
  const said = goalWords(goal)
  switch (part.kind) {
    case 'constant':
    case 'condition': {
      const path = part.kind === 'constant' ? part.place.path : part.leaf.names
      const named = typeof part.value === 'boolean' ? nameTerms(path.at(-1) ?? '') : []
      const stems = new Set([...named, ...splitWords(String(part.value)).map(stem)])
      return said.words.filter(
        (word, at) => stems.has(said.stems[at] ?? '') || readNumber(word) === part.value,
      )
    }
    case 'time':
      return timesSaid(said).includes(part.relative) ? timeWords(said) : []
    case 'order':
      return orderSaid(said)
    case 'limit':
      return said.words.filter((word) => readNumber(word) === part.max)
  }
}
