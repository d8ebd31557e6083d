import { indexCatalog } from '@bindery/model'
import { leadingColumns } from '@bindery/model/tables'
import { assign, type Assigned } from '../assignment/assign.ts'
import { decide, decidedScore } from '../assignment/decide.ts'
import { mention, spokenOf } from '../assignment/mention.ts'
import { nameTerms, tellingName } from '../assignment/name-fit.ts'
import { placeFit } from '../assignment/place-fit.ts'
import { type ArgumentPlace, argumentPlaces } from '../assignment/places.ts'
import { obeyDecisions } from '../draft/obey-decisions.ts'
import { parameterName } from '../draft/proposed-names.ts'
import { tableMode } from '../draft/table-mode.ts'
import { readGiven } from '../goal/goal-phrases.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { termsOf } from '../words/terms.ts'
import { type Lookup, stepText } from './lookup.ts'
import { lookupFit, ofThing } from './lookup-fit.ts'
import type { PointedRecord } from './pointed-records.ts'

/** A name of the goal that the chosen operation has no good place for, with how well it fits where it is. */
export interface SpareName {
  readonly name: string
  readonly fit: number
}

/** What a lookup may be asked with. */
export interface Given {
  readonly prepared: PreparedGoal
  /** Of the lookup's step. */
  readonly step: string
  /** Undefined where the goal names no parameters, so that its words are read for them. */
  readonly spare: readonly SpareName[] | undefined
  /** Which names a model put to which arguments of lookups. */
  readonly chosen: readonly LookupName[]
  /** What the chosen operation keeps. */
  readonly kept: readonly Assigned<ArgumentPlace>[]
}

/** A name, and an argument of a lookup as a draft shows it: `patient.phone`. */
export interface LookupName {
  readonly name: string
  readonly text: string
}

export interface GivenNames extends Pick<Lookup, 'asked' | 'shared'> {
  /** A name that the chosen operation keeps and that could as well be asked, while the other goes to its place. */
  readonly rival: string | undefined
}

/** A name must fit an argument of the lookup this well, and this much better than where it is. */
const least = 0.74
const leastGain = 0.1
/** What a model chose is worth no less. */
const chosenFit = 0.9

/** Puts what is given to the arguments of a lookup; undefined when it takes none of it, or needs more. */
export function giveNames(pointed: PointedRecord, given: Given): GivenNames | undefined {
  const places = argumentPlaces(pointed.answer.operation, indexCatalog(given.prepared.index.catalog))
  const usable = usablePlaces(pointed, places)
  const asked =
    given.spare === undefined ? speakNames(pointed, usable, given) : placeSpare(pointed, usable, given)
  if (asked.length === 0) return undefined
  const needed = places.filter(
    (place) => place.required && place.depth <= 1 && !asked.some((line) => line.place === place),
  )
  const shared = needed.flatMap((place) => {
    const line = given.kept.find(
      (kept) => kept.place.target === place.target && kept.place.place === place.place,
    )
    const text = stepText(given.step, place.target)
    const isRefused = (given.prepared.goal.decisions ?? []).some(
      ({ kind, verdict, ...decision }) =>
        kind === 'input' &&
        verdict === 'reject' &&
        'place' in decision &&
        decision.name === line?.name &&
        decision.place === text,
    )
    return line === undefined || isRefused ? [] : [{ ...line, place }]
  })
  const rival = asked.map((line) => rivalOf(line, pointed, given)).find((name) => name !== undefined)
  return shared.length < needed.length ? undefined : { asked, shared, rival }
}

/** Single values, but for the key that is looked for; of a table the columns that lead an index, so that what is read is bounded. */
export function usablePlaces(
  { answer: { operation, object }, key }: PointedRecord,
  places: readonly ArgumentPlace[],
): readonly ArgumentPlace[] {
  const plain = places.filter(
    ({ target, depth, isPaging, place, type }) =>
      depth === 0 &&
      target !== key &&
      !isPaging &&
      place !== 'header' &&
      (type.kind === 'scalar' || type.kind === 'enum'),
  )
  if (tableMode(operation) === undefined) return plain
  const leading = leadingColumns(object)
  return plain.filter(({ target }) => leading.includes(target))
}

function placeSpare(
  pointed: PointedRecord,
  places: readonly ArgumentPlace[],
  { prepared, step, chosen, spare = [] }: Given,
): readonly Assigned<ArgumentPlace>[] {
  const score = decide('input', prepared.goal.decisions ?? [], {
    fit: (name: string, place: ArgumentPlace) => {
      const fit = lookupFit(name, place, { pointed, index: prepared.index })
      const isChosen = chosen.some((each) => each.name === name && each.text === stepText(step, place.target))
      return isChosen ? Math.max(fit, chosenFit) : fit
    },
    textOf: ({ target }) => stepText(step, target),
  })
  const before = new Map(spare.map(({ name, fit }) => [name, fit]))
  return assign({ names: [...before.keys()], places, score, least }).filter(
    (line) => line.score >= (before.get(line.name) ?? 0) + leastGain,
  )
}

/** Of a new and an old telephone number nothing but a person says which one finds somebody. */
function rivalOf(
  { name, place, score }: Assigned<ArgumentPlace>,
  pointed: PointedRecord,
  { prepared, kept }: Given,
): string | undefined {
  if (score >= decidedScore) return undefined
  return kept.find((line) => {
    const swapped = placeFit(name, line.place)
    const asked = lookupFit(line.name, place, { pointed, index: prepared.index })
    const isOpen = line.score < decidedScore && swapped >= least && asked >= least
    return isOpen && swapped + asked > score + line.score - leastGain
  })?.name
}

/** Without names, the one argument that the goal says the record is known by: `a patient by telephone number`. */
function speakNames(
  pointed: PointedRecord,
  places: readonly ArgumentPlace[],
  { prepared, step, kept }: Given,
): readonly Assigned<ArgumentPlace>[] {
  const words = termsOf(readGiven(prepared.goal.goal).join(' '))
  const [best] = places
    .map((place) => ({ place, spoken: mention(nameTerms(tellingName(place.path).own), words) }))
    .filter(({ spoken }) => spoken >= spokenOf)
    .sort((a, b) => b.spoken - a.spoken)
  const taken = new Set(kept.map(({ name }) => name))
  const proposed: readonly Assigned<ArgumentPlace>[] =
    best === undefined
      ? []
      : [
          {
            name: parameterName(ofThing(best.place, pointed), taken),
            place: best.place,
            score: best.spoken,
            margin: 0,
            others: [],
            isProposed: true,
          },
        ]
  const lines = obeyDecisions(proposed, {
    kind: 'input',
    decisions: prepared.goal.decisions ?? [],
    places,
    textOf: ({ target }) => stepText(step, target),
  })
  // One is enough: what else was accepted tells records apart.
  return [lines.find(({ place }) => place === best?.place) ?? lines[0]].filter((line) => line !== undefined)
}
