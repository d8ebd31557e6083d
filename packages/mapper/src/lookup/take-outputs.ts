import { type CatalogIndex, needsVerifiedIdentity, type Operation } from '@bindery/model'
import { type AnswerPath, answerPaths } from '../assignment/answer-paths.ts'
import { assign, type Assigned } from '../assignment/assign.ts'
import { answerFits, type AssignedOutputs } from '../assignment/assign-outputs.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import { decide, decidedScore } from '../assignment/decide.ts'
import type { GoalText } from '../ranking/query.ts'
import type { Lookup } from './lookup.ts'

export interface TakenOutputs {
  /** What the chosen operation still gives. */
  readonly own: AssignedOutputs
  /** What the record that was looked up gives; its ways begin with the name of the step. */
  readonly taken: readonly Assigned<AnswerPath>[]
}

export interface TakingScene {
  readonly goal: GoalText
  readonly chosen: Operation
  readonly catalog: CatalogIndex
}

/** A field of the record must fit a name this well, and this much better than what the chosen operation has for it. */
const least = 0.65
const leastGain = 0.1

/** Takes from the record what the chosen operation has nothing, or only something worse, for: the name of whom it found. */
export function takeOutputs(
  outputs: AssignedOutputs,
  lookup: Lookup,
  { goal, chosen, catalog }: TakingScene,
): TakenOutputs {
  const { operation } = lookup.answer
  const fits = answerFits(operation, catalog)
  // A way that reads as one of the chosen operation's would be decided for both.
  const own = new Set(answerPaths(chosen, catalog).map(answerPathText))
  const ways = new Map(
    answerPaths(operation, catalog)
      .filter((leaf) => isInRecord(leaf, lookup))
      .map((leaf) => [toStepPath(leaf, lookup), leaf] as const)
      .filter(([way]) => !own.has(answerPathText(way))),
  )
  const score = decide('output', goal.decisions ?? [], {
    fit: (name: string, way: AnswerPath) => {
      const leaf = ways.get(way)
      return leaf === undefined ? 0 : fits(name, leaf)
    },
    textOf: answerPathText,
  })
  const before = new Map(outputs.assigned.map((line) => [line.name, line.score]))
  const names = (goal.outputs ?? []).filter((name) => (before.get(name) ?? 0) < decidedScore)
  const taken = assign({ names, places: [...ways.keys()], score, least }).filter(
    (line) => line.score >= (before.get(line.name) ?? 0) + leastGain,
  )
  const isTaken = (name: string): boolean => taken.some((line) => line.name === name)
  return {
    own: {
      assigned: outputs.assigned.filter(({ name }) => !isTaken(name)),
      missing: outputs.missing.filter((name) => !isTaken(name)),
    },
    taken,
  }
}

/** In the record itself and in no list of it, and above class `contact` never. */
function isInRecord({ names, lists, sensitivity }: AnswerPath, { answer }: Lookup): boolean {
  const isWithin = answer.names.every((name, at) => names[at] === name)
  const expected = answer.holds === 'rows' ? [answer.names.length] : []
  const isSame = lists.length === expected.length && lists.every((list, at) => list === expected[at])
  return isWithin && isSame && !needsVerifiedIdentity(sensitivity)
}

const toStepPath = (leaf: AnswerPath, { step, answer }: Lookup): AnswerPath => ({
  ...leaf,
  names: [step, ...leaf.names.slice(answer.holds === 'rows' ? answer.names.length : 0)],
  lists: [],
})
