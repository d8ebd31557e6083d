import {
  type Argument,
  type CatalogIndex,
  canonicalParameters,
  indexCatalog,
  needsVerifiedIdentity,
} from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import { answerPaths } from '../assignment/answer-paths.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import { nameFit, nameTerms, tellingName } from '../assignment/name-fit.ts'
import { type ArgumentPlace, argumentPlaces } from '../assignment/places.ts'
import { lookupPlaces } from '../lookup/offer-lookups.ts'
import { offerValues } from '../parts/offer-parts.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'
import { cleanText } from './clean-text.ts'
import { offerQuestions } from './offer-questions.ts'
import type { Offered, PlaceOffer } from './place-offer.ts'

const mostPlaces = 40
const mostLeaves = 60

/**
 * The arguments and leaves of an operation that a model may place names in: 40 and 60, required ones, then the five that fit
 * each name best, then breadth-first, which keeps nearly every right one. Leaves above class `contact` are offered only when a person
 * has agreed to them.
 */
export function offerPlaces(
  ranked: ScoredOperation,
  prepared: PreparedGoal,
  rivals: readonly ScoredOperation[] = [],
): PlaceOffer {
  const { goal, index } = prepared
  const catalog = indexCatalog(index.catalog)
  const parameters = goal.parameters ?? []
  const outputs = goal.outputs ?? []
  const places = placesOf(ranked, parameters, catalog)
  const leaves = leavesOf(ranked, goal, catalog)
  const shown = { ranked, places: withIds('a', places), leaves: withIds('f', leaves) }
  return {
    ...shown,
    lookups: withIds('l', lookupPlaces(ranked, prepared)),
    questions: withIds('q', offerQuestions(ranked, prepared, rivals)),
    values: offerValues(shown, prepared),
    flagged: [
      ...places.filter(({ description }) => isOrder(description)).map(({ target }) => target),
      ...leaves.filter(({ description }) => isOrder(description)).map(leafText),
    ],
    parameters: withIds('p', parameters.length > 0 ? parameters : openNames),
    outputs: withIds('r', outputs.length > 0 ? outputs : openNames),
  }
}

const isOrder = (description: string): boolean => cleanText(description, 1).isFlagged

const openNames: readonly (string | undefined)[] = [undefined, ...canonicalParameters.map(({ name }) => name)]

const withIds = <Thing>(prefix: string, things: readonly Thing[]): readonly Offered<Thing>[] =>
  things.map((thing, at) => ({ id: `${prefix}${at + 1}`, thing }))

function placesOf(
  { operation }: ScoredOperation,
  names: readonly string[],
  catalog: CatalogIndex,
): readonly ArgumentPlace[] {
  const kept = new Set(operation.arguments.filter(isPlatforms).map(({ name }) => name))
  const all = argumentPlaces(operation, catalog).filter(
    ({ type, target, depth }) => type.kind !== 'object' && !(depth === 0 && kept.has(target)),
  )
  return keepTelling(all, {
    names,
    most: mostPlaces,
    isNeeded: ({ required, depth }) => required && depth <= 1,
    fit: (place, name) => fitOf(ownPath(place), [name]),
  })
}

/** Keys of a repetition, versions and the like are filled by the platform. */
const isPlatforms = ({ role }: Argument): boolean => role !== undefined && role !== 'pagination'

function leavesOf(
  { operation }: ScoredOperation,
  { outputs = [], allowSensitive = [] }: GoalText,
  catalog: CatalogIndex,
): readonly AnswerPath[] {
  const agreed = outputs.filter((name) => allowSensitive.includes(name))
  return keepTelling(merged(answerPaths(operation, catalog).filter((leaf) => maySay(leaf, agreed))), {
    names: outputs,
    most: mostLeaves,
    isNeeded: () => false,
    fit: ({ names }, name) => fitOf(names, [name]),
  })
}

/** A leaf that several shapes of an answer have stands once. */
const merged = (leaves: readonly AnswerPath[]): readonly AnswerPath[] =>
  [...new Map(leaves.toReversed().map((leaf) => [leafText(leaf), leaf])).values()].toReversed()

const fits = 0.6

/** Whether one of these names, which a person has agreed to, may stand for a leaf; any may for one that is not sensitive. */
export const maySay = ({ sensitivity, names }: AnswerPath, agreed: readonly string[]): boolean =>
  !needsVerifiedIdentity(sensitivity) || fitOf(names, agreed) >= fits

interface Keeping<Thing> {
  readonly names: readonly string[]
  readonly most: number
  /** What stays whatever else there is. */
  readonly isNeeded: (thing: Thing) => boolean
  readonly fit: (thing: Thing, name: string) => number
}

/** How many of what fits one name best are kept before the rest. */
const quota = 5

/** What is needed, what fits each name best, and then the others in their own order, at most so many, in their own order again. */
function keepTelling<Thing>(things: readonly Thing[], keeping: Keeping<Thing>): readonly Thing[] {
  const { names, most, isNeeded, fit } = keeping
  if (things.length <= most) return things
  const fitting = names.flatMap((name) =>
    things
      .map((thing) => ({ thing, fit: fit(thing, name) }))
      .filter((entry) => entry.fit >= fits / 2)
      .sort((a, b) => b.fit - a.fit)
      .slice(0, quota)
      .map(({ thing }) => thing),
  )
  const needed = things.filter(isNeeded)
  const order = [...new Set([...needed, ...fitting, ...things])]
  const chosen = new Set(order.slice(0, Math.max(most, needed.length)))
  return things.filter((thing) => chosen.has(thing))
}

/** How well a path fits the best of some names. */
export function fitOf(path: readonly string[], names: readonly string[]): number {
  const { own, above } = tellingName(path)
  const around = above.flatMap(nameTerms)
  return Math.max(0, ...names.map((name) => nameFit(nameTerms(name), nameTerms(own), around)))
}

/** The way to a place without the input object that it stands in. */
export const ownPath = ({ path, depth }: ArgumentPlace): readonly string[] =>
  depth === 0 ? path : path.slice(1)

export const placeText = ({ place, target, depth }: ArgumentPlace): string =>
  depth === 0 ? `${target} (${place})` : target

export const leafText = answerPathText
