import { isWrite, type Operation } from '@bindery/model'
import type { Assigned } from '../assignment/assign.ts'
import { nameTerms } from '../assignment/name-fit.ts'
import { namesAnId } from '../words/id-words.ts'
import type { OperationIndex } from '../ranking/operation-index.ts'
import { isAccepted } from '../decisions.ts'
import { actAgreement } from '../meaning/act-agreement.ts'
import { onlyMakesNew } from '../making-new.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { likeliestDoubtful, rankOperations } from '../ranking/rank-operations.ts'

/** Something that a person must settle before the draft is of use. */
export interface DraftQuestion {
  readonly about: 'goal' | 'operation' | 'parameter' | 'output'
  readonly name: string
  readonly question: string
  /** An operation that finds the value of a parameter, to bind beside this one. */
  readonly lookup?: string
}

const enoughCoverage = 0.5

/** Asked when an operation that may only count as a write speaks of a goal that reads more than the chosen one does. */
export function askForDoubtful(prepared: PreparedGoal, chosen: number): readonly DraftQuestion[] {
  const doubtful = likeliestDoubtful(prepared.index, prepared.query)
  if (doubtful === undefined || doubtful.score <= chosen) return []
  const { name } = doubtful.operation
  const question = `"${name}" speaks of the goal more, but nothing says that it only reads, so it counts as a write. Send "isWrite": true to draft it; it will ask for confirmation.`
  return [{ about: 'operation', name, question }]
}

/** An id that only the provider's own records hold: people know numbers that were printed for them, and handles. */
export const isRarelyKnown = (name: string): boolean =>
  namesAnId(nameTerms(name)) && !/number|handle/.test(name)

/** Where an id comes from that no caller knows: asked for each parameter that is one, with the operation that lists them. */
export function askForIds(
  parameters: readonly string[],
  operation: Operation,
  index: OperationIndex,
): readonly DraftQuestion[] {
  return parameters.filter(isRarelyKnown).map((name) => {
    const noun = name.replace(/_?(?:id|uuid|sid|key|ref|slug)$/i, '').replaceAll('_', ' ')
    const [lookup] = noun === '' ? [] : rankOperations(index, { goal: `search ${noun}`, outputs: ['id'] }, 1)
    const isUsable =
      lookup !== undefined &&
      lookup.coverage >= enoughCoverage &&
      !isWrite(lookup.operation.effect) &&
      lookup.operation !== operation
    const question = `Callers rarely know "${name}". Where does the agent get it from?`
    return { about: 'parameter', name, question, ...(isUsable ? { lookup: lookup.operation.name } : {}) }
  })
}

interface DoubtfulLines<Place> {
  /** Names that the draft holds. */
  readonly filled: ReadonlySet<string>
  readonly textOf: (place: Place) => string
  /** The read that finds what a place takes; undefined without one. */
  readonly lookupOf?: (place: Place) => string | undefined
}

/** Asked for each name that stands in a place for which nothing, or only its type, speaks. */
export function askForDoubts<Place>(
  about: 'parameter' | 'output',
  lines: readonly Assigned<Place>[],
  { filled, textOf, lookupOf = () => undefined }: DoubtfulLines<Place>,
): readonly DraftQuestion[] {
  return lines.flatMap(({ name, place, doubt }) => {
    if (doubt === undefined || !filled.has(name)) return []
    const question = `${doubts[doubt]} "${name}" goes to "${textOf(place)}". Is that meant?`
    const lookup = doubt === 'unproved' ? lookupOf(place) : undefined
    return [{ about, name, question, ...(lookup === undefined ? {} : { lookup }) }]
  })
}

const doubts = {
  type_only: 'Nothing but its type says that',
  unlike: 'Names alone are near here, and nothing says that',
  unproved: 'Nothing says that it is the same identity of the record, and',
  contrary: 'The catalog takes the place for something else:',
  not_shown: 'The language model was not shown the place, and rules say that',
} as const

/** Asked of what makes a new record for a goal that changes or ends one that is there. */
export function askForNew({ query, index }: PreparedGoal, operation: Operation): readonly DraftQuestion[] {
  if (!query.intent.isAboutExisting || !onlyMakesNew(operation, index)) return []
  const { name } = operation
  const question = `The goal changes or ends what is there, and "${name}" makes something new. Is that meant?`
  return [{ about: 'operation', name, question }]
}

/** Asked of an operation that speaks of another act than the goal does, unless a person chose it. */
export function askForAct({ goal, query }: PreparedGoal, operation: Operation): readonly DraftQuestion[] {
  const { act, effect } = query.intent
  const agreed = actAgreement(act, operation)
  const { name } = operation
  if (agreed === 'open' || effect === 'read' || isAccepted(goal.decisions ?? [], name)) return []
  const told = agreed === 'contrary' ? 'ends or undoes something' : 'is said to do something else'
  const question = `The goal asks to "${act?.said ?? ''}", and "${name}" ${told}. Is that meant?`
  return [{ about: 'operation', name, question }]
}

/** Asked of a write for a goal that does not say that it should change something. */
export function askForWrite({ query }: PreparedGoal, { name, effect }: Operation): readonly DraftQuestion[] {
  if (query.intent.effect === 'write' || !isWrite(effect)) return []
  const question = `"${name}" would change something, and the goal does not say that it should. Is that meant?`
  return [{ about: 'operation', name, question }]
}

/** Asked about names that no place takes and no field answers. */
export function askForRest(
  unplaced: readonly string[],
  missing: readonly string[],
): readonly DraftQuestion[] {
  return [
    ...unplaced.map(
      (name): DraftQuestion => ({
        about: 'parameter',
        name,
        question: `The operation takes nothing like "${name}". Is it needed?`,
      }),
    ),
    ...missing.map(
      (name): DraftQuestion => ({
        about: 'output',
        name,
        question: `The answer holds nothing like "${name}". Which field is meant?`,
      }),
    ),
  ]
}
