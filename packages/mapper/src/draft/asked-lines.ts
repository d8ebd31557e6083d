import type { Assigned } from '../assignment/assign.ts'
import { mention, spokenOf } from '../assignment/mention.ts'
import { nameTerms, tellingName } from '../assignment/name-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { readGiven } from '../goal/goal-phrases.ts'
import { termsOf } from '../words/terms.ts'
import type { PlacedOperation } from './placed-operation.ts'

/** Marks what a goal says that a thing is known by (`by telephone number`): no call may leave it out. */
export function markAsked<Placed extends Pick<PlacedOperation, 'parameters'>>(
  placed: Placed,
  goal: string,
): Placed {
  const words = termsOf(readGiven(goal).join(' '))
  if (words.length === 0) return placed
  const { parameters } = placed
  const assigned = parameters.assigned.map((line) =>
    isSpoken(line, words) ? { ...line, isAsked: true as const } : line,
  )
  return { ...placed, parameters: { ...parameters, assigned } }
}

const isSpoken = ({ name, place }: Assigned<ArgumentPlace>, words: readonly string[]): boolean =>
  [name, tellingName(place.path).own].some((text) => mention(nameTerms(text), words) >= spokenOf)
