import { indexCatalog } from '@bindery/model'
import type { Candidate } from '../candidate.ts'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import type { Assigned } from '../assignment/assign.ts'
import { decidedScore } from '../assignment/decide.ts'
import { answerFits } from '../assignment/assign-outputs.ts'
import { placeFit } from '../assignment/place-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { type AgreementOf, agreementIn } from '../meaning/agreement.ts'
import { pairVerdict } from '../decisions.ts'
import { outputName, parameterName } from '../draft/proposed-names.ts'
import type { LineSignals } from '../draft/lines.ts'
import type { PlacedOperation } from '../draft/placed-operation.ts'
import type { LookupName } from '../lookup/give-names.ts'
import { ofOneList, toPart } from '../parts/offer-parts.ts'
import { partLine, type SaidPart } from '../parts/part.ts'
import { wordsServed } from '../parts/words-served.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { PlacedIds } from './map-step.ts'
import { leafText, maySay } from './offer-places.ts'
import type { Offered, PlaceOffer } from './place-offer.ts'

/** A model's answer as lines of a draft, with what the rules make of each. */
export interface PlacedNames extends PlacedOperation {
  readonly signals: readonly LineSignals[]
}

/**
 * Reads ids back into places. Each name and each place is taken once, the first time; what a person decided holds against
 * any answer. What the model left out stays out; only a place that it was not shown is filled by the rules, as a question.
 * Ids that were not offered cannot get here.
 */
export function placeNames(answer: PlacedIds, offer: PlaceOffer, scene: PlacingScene): PlacedNames {
  const { candidate, prepared } = scene
  const inputs = inputLines(answer, offer, scene)
  const outputs = outputLines(answer, offer, scene)
  const wantedParameters = prepared.goal.parameters ?? []
  const wantedOutputs = prepared.goal.outputs ?? []
  return {
    ranked: offer.ranked,
    parameters: {
      assigned: inputs,
      unplaced: wantedParameters.filter((name) => !inputs.some((line) => line.name === name)),
      unfilled: candidate.parameters.unfilled.filter((place) => !inputs.some((line) => line.place === place)),
    },
    outputs: {
      assigned: outputs,
      missing: wantedOutputs.filter((name) => !outputs.some((line) => line.name === name)),
    },
    parts: partsOf(answer, offer, prepared),
    lookups: lookupsOf(answer, offer),
    asked: offer.questions.filter(({ id }) => id === answer.ask).map(({ thing }) => thing),
    signals: [
      ...signalsOf('input', inputs, { rules: candidate.parameters.assigned, textOf: ({ target }) => target }),
      ...signalsOf('output', outputs, { rules: candidate.outputs.assigned, textOf: leafText }),
    ],
  }
}

function lookupsOf({ inputs }: PlacedIds, { lookups, parameters }: PlaceOffer): readonly LookupName[] {
  return inputs.flatMap(({ parameter, argument }) => {
    const name = parameters.find(({ id }) => id === parameter)?.thing
    const found = lookups.find(({ id }) => id === argument)?.thing
    return name === undefined || found === undefined ? [] : [{ name, text: found.text }]
  })
}

/** What the model settled once and for all, as far as it makes sense and no person rejected it. */
function partsOf({ parts }: PlacedIds, offer: PlaceOffer, { goal }: PreparedGoal): readonly SaidPart[] {
  const decisions = goal.decisions ?? []
  return ofOneList(parts.flatMap((said) => toPart(said, offer) ?? []))
    .filter((part) => pairVerdict(decisions, 'input', partLine(part)) !== 'refused')
    .slice(0, mostParts)
    .map((part) => ({ part, words: wordsServed(part, goal.goal), by: 'model' }))
}

const mostParts = 8

export interface PlacingScene {
  /** The same operation as the rules see it. */
  readonly candidate: Candidate
  readonly prepared: PreparedGoal
}

function inputLines(
  answer: PlacedIds,
  { places, parameters, ranked }: PlaceOffer,
  { candidate, prepared }: PlacingScene,
): readonly Assigned<ArgumentPlace>[] {
  const agreement = agreementIn(ranked.operation, prepared.index)
  const taken = new Set<string>()
  const pairs = answer.inputs.flatMap(({ parameter, argument }) => {
    const place = thingOf(places, argument)
    const named = parameters.find(({ id }) => id === parameter)
    if (place === undefined || named === undefined) return []
    return [{ name: named.thing ?? parameterName(place, taken), place }]
  })
  return settle(pairs, {
    kind: 'input',
    prepared,
    rules: candidate.parameters.assigned,
    offered: places,
    textOf: ({ target }) => target,
    fit: placeFit,
  }).map((line) => withoutDoubt(line, agreement))
}

/** A model may know better than types what a name means; against what the catalog says, a person is asked. */
function withoutDoubt(
  { doubt, ...line }: Assigned<ArgumentPlace>,
  agreement: AgreementOf,
): Assigned<ArgumentPlace> {
  if (doubt === 'not_shown') return { ...line, doubt }
  if (line.score >= decidedScore) return line
  const agreed = agreement(line.name, line.place)
  return agreed === 'contrary' || agreed === 'unproved' ? { ...line, doubt: agreed } : line
}

function outputLines(
  answer: PlacedIds,
  { leaves, outputs, ranked }: PlaceOffer,
  { candidate, prepared }: PlacingScene,
): readonly Assigned<AnswerPath>[] {
  const { allowSensitive = [] } = prepared.goal
  const pairs = answer.outputs.flatMap(({ output, field }) => {
    const place = thingOf(leaves, field)
    const named = outputs.find(({ id }) => id === output)
    if (place === undefined || named === undefined) return []
    const name = named.thing ?? outputName(place, ranked.operation)
    // A person agreed to this field under the name that says what it is, and under no other.
    return maySay(place, allowSensitive.includes(name) ? [name] : []) ? [{ name, place }] : []
  })
  const fit = answerFits(ranked.operation, indexCatalog(prepared.index.catalog))
  return settle(pairs, {
    kind: 'output',
    prepared,
    rules: candidate.outputs.assigned,
    offered: leaves,
    textOf: leafText,
    fit,
  })
}

const thingOf = <Thing>(offered: readonly Offered<Thing>[], id: string): Thing | undefined =>
  offered.find((entry) => entry.id === id)?.thing

interface Settling<Place> {
  readonly kind: 'input' | 'output'
  readonly prepared: PreparedGoal
  readonly rules: readonly Assigned<Place>[]
  /** What the model was shown. */
  readonly offered: readonly Offered<Place>[]
  readonly textOf: (place: Place) => string
  readonly fit: (name: string, place: Place) => number
}

/** What the rules are this sure of is asked about where the model was not shown the place. */
const sureScore = 0.85

function settle<Place>(
  pairs: readonly { readonly name: string; readonly place: Place }[],
  { kind, prepared, rules, textOf, fit, offered }: Settling<Place>,
): readonly Assigned<Place>[] {
  const decisions = prepared.goal.decisions ?? []
  const names = new Set<string>()
  const texts = new Set<string>()
  const lines: Assigned<Place>[] = []
  const shown = new Set(offered.map(({ thing }) => textOf(thing)))
  const add = (line: Assigned<Place>): void => {
    const text = textOf(line.place)
    if (names.has(line.name) || texts.has(text)) return
    names.add(line.name)
    texts.add(text)
    lines.push(line)
  }
  rules.filter(({ score }) => score >= decidedScore).forEach(add)
  for (const { name, place } of pairs) {
    if (pairVerdict(decisions, kind, { name, place: textOf(place) }) === 'refused') continue
    const rule = rules.find((line) => line.name === name)
    const isSame = rule !== undefined && textOf(rule.place) === textOf(place)
    const score = fit(name, place)
    const others = rule === undefined ? [] : isSame ? rule.others : [rule.place, ...rule.others.slice(0, 2)]
    add({ name, place, score, margin: isSame ? rule.margin : score - (rule?.score ?? 0), others })
  }
  rules
    .filter(({ score, place }) => score >= sureScore && !shown.has(textOf(place)))
    .forEach((line) => add({ ...line, doubt: 'not_shown' }))
  return lines
}

function signalsOf<Place>(
  kind: LineSignals['kind'],
  lines: readonly Assigned<Place>[],
  { rules, textOf }: Pick<Settling<Place>, 'rules' | 'textOf'>,
): readonly LineSignals[] {
  const judged = lines.filter(({ doubt }) => doubt !== 'not_shown')
  return judged.map(({ name, place }) => {
    const rule = rules.find((line) => line.name === name)
    const isSame = rule !== undefined && textOf(rule.place) === textOf(place)
    return { kind, name, model: isSame ? 'agrees' : 'differs' }
  })
}
