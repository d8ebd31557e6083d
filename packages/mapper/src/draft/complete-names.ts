import { type CatalogIndex, isWrite, needsVerifiedIdentity, type Operation } from '@bindery/model'
import { leadingColumns } from '@bindery/model/tables'
import { type AnswerPath, answerPaths } from '../assignment/answer-paths.ts'
import { answerShape } from '../assignment/answer-shape.ts'
import type { Assigned } from '../assignment/assign.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import { mention, spokenOf } from '../assignment/mention.ts'
import { nameFit, nameTerms, tellingName } from '../assignment/name-fit.ts'
import { type ArgumentPlace, argumentPlaces } from '../assignment/places.ts'
import type { LineDecision } from '../decisions.ts'
import type { GoalText } from '../ranking/query.ts'
import { isIdTerm } from '../words/id-words.ts'
import { termsOf } from '../words/terms.ts'
import { obeyDecisions } from './obey-decisions.ts'
import { tableMode } from './table-mode.ts'
import type { PlacedOperation } from './placed-operation.ts'
import { outputName, parameterName } from './proposed-names.ts'

const mostParameters = 6
const mostOutputs = 6
const enoughFields = 6

/**
 * Fills in what a goal left unsaid: without names of parameters, the arguments that the goal speaks of; without names of
 * outputs, the fields that the goal speaks of and those that records are usually known by. What was named stays as it is, and what
 * people said of earlier proposals holds.
 */
export function completeNames(
  { ranked, parameters, outputs }: PlacedOperation,
  goal: GoalText,
  index: CatalogIndex,
): Pick<PlacedOperation, 'parameters' | 'outputs'> {
  const { operation } = ranked
  const { given, wanted } = partsOf(goal.goal)
  const needsParameters = (goal.parameters?.length ?? 0) === 0 && parameters.assigned.length === 0
  const needsOutputs = (goal.outputs?.length ?? 0) === 0 && outputs.assigned.length === 0
  const { decisions = [] } = goal
  const inputs = (): readonly Assigned<ArgumentPlace>[] =>
    proposedInputs(operation, { given, decisions }, index)
  const fields = (): readonly Assigned<AnswerPath>[] =>
    obeyDecisions(proposeOutputs(operation, wanted, index), {
      kind: 'output',
      decisions,
      places: answerPaths(operation, index),
      textOf: answerPathText,
    })
  return {
    parameters: needsParameters ? { ...parameters, assigned: inputs() } : parameters,
    outputs: needsOutputs ? { ...outputs, assigned: fields() } : outputs,
  }
}

/** A search of a table reads nothing without a filter: one is proposed where none of the names has a place. */
export function completeFilter<Placed extends PlacedOperation>(
  placed: Placed,
  { goal, decisions = [] }: GoalText,
  index: CatalogIndex,
): Placed {
  const { ranked, parameters } = placed
  if (parameters.assigned.length > 0 || tableMode(ranked.operation) !== 'find') return placed
  const { given } = partsOf(goal)
  const assigned = proposedInputs(ranked.operation, { given, decisions }, index)
  return { ...placed, parameters: { ...parameters, assigned } }
}

interface GivenWords {
  readonly given: readonly string[]
  readonly decisions: readonly LineDecision[]
}

const proposedInputs = (
  operation: Operation,
  { given, decisions }: GivenWords,
  index: CatalogIndex,
): readonly Assigned<ArgumentPlace>[] =>
  obeyDecisions(proposeParameters(operation, given, index), {
    kind: 'input',
    decisions,
    places: argumentPlaces(operation, index),
    textOf: ({ target }) => target,
  })

const answerVerb = /\b(?:and|to|then)\s+(?:tell|return|give|say|show|get|read|report|list|know|see)\b/i

/** What a goal says is given, and what is wanted back: it may say the latter after a verb of its own. */
function partsOf(goal: string): { readonly given: readonly string[]; readonly wanted: readonly string[] } {
  const at = goal.search(answerVerb)
  if (at < 0) return { given: termsOf(goal), wanted: termsOf(goal) }
  return { given: termsOf(goal.slice(0, at)), wanted: termsOf(goal.slice(at)) }
}

function proposeParameters(
  operation: Operation,
  words: readonly string[],
  index: CatalogIndex,
): readonly Assigned<ArgumentPlace>[] {
  const taken = new Set<string>()
  const table = operation.object === undefined ? undefined : index.object(operation.object)
  if (table !== undefined && tableMode(operation) === 'find')
    return proposeFilter(argumentPlaces(operation, index), { words, leading: leadingColumns(table) })
  return argumentPlaces(operation, index)
    .filter(
      ({ type, depth, isPaging }) => type.kind !== 'object' && type.kind !== 'map' && depth <= 2 && !isPaging,
    )
    .map((place) => ({ place, score: isNeeded(place) ? 1 : mention(nameTerms(lastName(place.path)), words) }))
    .filter(({ place, score }) => score >= spokenOf && (isNeeded(place) || place.place !== 'header'))
    .slice(0, mostParameters)
    .map(({ place, score }) => toLine(parameterName(place, taken), place, score))
}

/** A search of a table takes one filter: the column in front of an index that the goal speaks of, else the key. */
function proposeFilter(
  places: readonly ArgumentPlace[],
  { words, leading }: { readonly words: readonly string[]; readonly leading: readonly string[] },
): readonly Assigned<ArgumentPlace>[] {
  const usable = leading.flatMap((column) => places.filter(({ target }) => target === column))
  const about = (place: ArgumentPlace): readonly string[] =>
    nameTerms(lastName(place.path)).filter((term) => !isIdTerm(term))
  const best =
    usable.find((place) => mention(nameTerms(lastName(place.path)), words) >= spokenOf) ??
    usable.find((place) => mention(about(place), words) >= spokenOf) ??
    usable[0]
  return best === undefined ? [] : [toLine(parameterName(best, new Set()), best, 1)]
}

/** What lies deeper is only needed once something beside it is given. */
const isNeeded = ({ required, depth }: ArgumentPlace): boolean => required && depth <= 1

function proposeOutputs(
  operation: Operation,
  words: readonly string[],
  index: CatalogIndex,
): readonly Assigned<AnswerPath>[] {
  const leaves = answerPaths(operation, index)
  const main = mainPart(operation, leaves)
  const taken = new Set<string>()
  const most = isWrite(operation.effect) ? 3 : mostOutputs
  return leaves
    .filter((leaf) => !needsVerifiedIdentity(leaf.sensitivity) && leaf.type.kind !== 'object')
    .map((leaf) => ({ leaf, score: usefulness(leaf, main, words) }))
    .filter(({ score }) => score >= 0.2)
    .sort((a, b) => b.score - a.score)
    .flatMap(({ leaf, score }) => {
      const name = outputName(leaf, operation)
      if (taken.has(name)) return []
      taken.add(name)
      return [toLine(name, leaf, Math.min(1, score))]
    })
    .slice(0, most)
}

const toLine = <Place>(name: string, place: Place, score: number): Assigned<Place> => ({
  name,
  place,
  score,
  margin: 0,
  others: [],
  isProposed: true,
})

const lastName = (path: readonly string[]): string => tellingName(path).own

interface MainPart {
  /** How many names stand above its fields. */
  readonly depth: number
  readonly list: number | undefined
}

/** The record that an answer is, or else the rows that are nearest to its top; of several the ones with the most fields. */
function mainPart(operation: Operation, leaves: readonly AnswerPath[]): MainPart {
  const top: MainPart = { depth: 0, list: undefined }
  if (answerShape(operation, leaves).isRecord) return top
  const parts = new Map<string, MainPart & { readonly count: number }>()
  for (const { names, lists } of leaves) {
    const part = { depth: names.length - 1, list: lists[0] }
    const key = JSON.stringify([names.slice(0, -1), part.list])
    parts.set(key, { ...part, count: (parts.get(key)?.count ?? 0) + 1 })
  }
  // Rows count from their list on: what leads to it is only a wrapper.
  const weight = ({ count, depth, list }: MainPart & { readonly count: number }): number =>
    Math.min(count, enoughFields) / (1 + depth - (list ?? 0)) + (list === undefined ? 0 : 0.5 / (1 + list))
  const [best] = [...parts.values()].sort((a, b) => weight(b) - weight(a))
  return best ?? top
}

/** What a record is usually known by, best first. */
const usual: readonly (readonly [string, number])[] = [
  ['id', 0.5],
  ['name', 0.5],
  ['title subject number', 0.45],
  ['status state', 0.4],
  ['email phone', 0.35],
  ['date start time due', 0.3],
  ['total amount price', 0.3],
  ['description summary', 0.22],
]
const usualTerms = new Map(
  usual.flatMap(([names, worth]) => nameTerms(names).map((term) => [term, worth] as const)),
)

function usefulness({ names, lists }: AnswerPath, main: MainPart, words: readonly string[]): number {
  const own = nameTerms(lastName(names))
  const isMain = names.length - 1 === main.depth && lists[0] === main.list
  const known = own.length > 2 ? 0 : Math.max(0, ...own.map((term) => usualTerms.get(term) ?? 0))
  const spoken = mention(own, words) >= spokenOf ? 0.5 : 0
  const depth = Math.max(0, names.length - 1 - main.depth)
  const stray =
    (isMain ? 0 : 0.25) + 0.1 * depth + 0.15 * Math.max(0, lists.length - 1) + 0.02 * (own.length - 1)
  return known + spoken - stray + (nameFit(own, words, []) > 0.5 ? 0.05 : 0)
}
