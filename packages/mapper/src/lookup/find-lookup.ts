import { indexCatalog } from '@bindery/model'
import type { Assigned } from '../assignment/assign.ts'
import { decidedScore } from '../assignment/decide.ts'
import { mention, spokenOf } from '../assignment/mention.ts'
import { nameTerms } from '../assignment/name-fit.ts'
import { type ArgumentPlace, argumentPlaces } from '../assignment/places.ts'
import { pairVerdict } from '../decisions.ts'
import type { PlacedOperation } from '../draft/placed-operation.ts'
import type { DraftQuestion } from '../draft/questions.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { termsOf } from '../words/terms.ts'
import { giveNames, type SpareName } from './give-names.ts'
import { type Lookup, stepText } from './lookup.ts'
import { stepName } from './offer-lookups.ts'
import { type PointedRecord, pointedRecords } from './pointed-records.ts'

/** `doubtful`: several ids could be meant by what is given, and nothing in the goal says which. */
export type LookupChoice =
  | { readonly status: 'found'; readonly lookup: Lookup }
  | { readonly status: 'doubtful'; readonly question: DraftQuestion }
  | { readonly status: 'none' }

/** A name that fits its place less than this only stands there because nothing else was left. */
const leastFit = 0.2
/** Ids that are this near to each other in what speaks for them are not told apart. */
const leastLead = 0.2
/** A lookup that is this near to the best one could find the record as well. */
const nearScore = 0.1

/**
 * The lookup that finds a record id which an operation takes and the goal does not give, by names of the goal that the
 * operation has no place for. Decided by the catalog alone; where a person refused the step, and where it would leave
 * something out that the operation takes now, there is none.
 */
export function findLookup(placed: PlacedOperation, prepared: PreparedGoal): LookupChoice {
  const places = missingPlaces(placed, prepared)
  const found = places.flatMap((missing) => lookupsFor(missing, { placed, prepared })[0] ?? [])
  const [best, next] = found.sort((a, b) => b.worth - a.worth)
  if (best === undefined) return { status: 'none' }
  if (best.rival !== undefined) return { status: 'doubtful', question: askWhichName(best.lookup, best.rival) }
  return next !== undefined && next.worth > best.worth - leastLead
    ? { status: 'doubtful', question: askWhichRecord(best.lookup, next.lookup) }
    : { status: 'found', lookup: best.lookup }
}

interface MissingPlace {
  readonly place: ArgumentPlace
  /** What fills it now, and would have to go. */
  readonly line: Assigned<ArgumentPlace> | undefined
}

interface Scene {
  readonly placed: PlacedOperation
  readonly prepared: PreparedGoal
}

const hasNames = ({ goal }: PreparedGoal): boolean => (goal.parameters?.length ?? 0) > 0

/** Required places, those that were proposed, and where a name is left over also the others: none that a person filled. */
function missingPlaces(
  { ranked, parameters }: PlacedOperation,
  prepared: PreparedGoal,
): readonly MissingPlace[] {
  const isNamed = hasNames(prepared)
  return argumentPlaces(ranked.operation, indexCatalog(prepared.index.catalog))
    .filter(({ depth, isPaging }) => depth <= 1 && !isPaging)
    .map((place) => ({ place, line: parameters.assigned.find((each) => each.place.target === place.target) }))
    .filter(({ place, line }) => {
      if (line !== undefined) return line.score < decidedScore
      return isNamed && (place.required || parameters.unplaced.length > 0)
    })
}

interface WeighedLookup {
  readonly lookup: Lookup
  readonly worth: number
  /** Another name that it could be asked with as well. */
  readonly rival: string | undefined
}

/** The lookups that fill a place, the best first. */
function lookupsFor(missing: MissingPlace, scene: Scene): readonly WeighedLookup[] {
  const { operation } = scene.placed.ranked
  const weighed = pointedRecords(missing.place, { operation, index: scene.prepared.index })
    .filter(({ answer }) => answer.operation !== operation)
    .flatMap((pointed) => weighLookup(pointed, missing, scene) ?? [])
    .sort((a, b) => b.worth - a.worth || compareText(nameOf(a), nameOf(b)))
  const [best] = weighed
  if (best === undefined) return []
  const near = weighed.filter((entry) => entry.worth > best.worth - nearScore).map(nameOf)
  const others = [...new Set(near)].filter((name) => name !== nameOf(best))
  return [{ ...best, lookup: { ...best.lookup, others } }]
}

const nameOf = ({ lookup }: WeighedLookup): string => lookup.answer.operation.name
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function weighLookup(
  pointed: PointedRecord,
  { place, line }: MissingPlace,
  { placed, prepared }: Scene,
): WeighedLookup | undefined {
  const step = stepName(pointed, placed.ranked, prepared)
  const { decisions = [] } = prepared.goal
  const key = { name: stepText(step, pointed.key), place: place.target }
  const verdict = pairVerdict(decisions, 'input', key)
  if (verdict === 'refused') return undefined
  const { assigned } = placed.parameters
  const spare = hasNames(prepared) ? spareNames(placed, line) : undefined
  const kept = assigned.filter(
    ({ name, place: own }) => own !== place && !spare?.some((other) => other.name === name),
  )
  const given = giveNames(pointed, { prepared, step, spare, kept, chosen: placed.lookups ?? [] })
  if (given === undefined) return undefined
  const { rival, ...names } = given
  const isMoved =
    line === undefined || spare === undefined || names.asked.some(({ name }) => name === line.name)
  if (!isMoved) return undefined
  const spoken = mention(nameTerms(pointed.thing), saidIn(prepared))
  const isDecided = verdict === 'decided' || names.asked.some(({ score }) => score >= decidedScore)
  // Where the place may stay empty, or nothing is named, only a record that the goal speaks of is looked for.
  if ((!place.required || spare === undefined) && !isDecided && spoken < spokenOf) return undefined
  const fit = names.asked.reduce((sum, { score }) => sum + score, 0)
  const worth = fit + spoken / 2 + (place.required ? 0.5 : 0) + (isDecided ? decidedScore : 0)
  return { lookup: { ...pointed, ...names, step, place, others: [] }, worth, rival }
}

/** What has no place, or only the one that was left, or stands where the key of the record belongs. */
function spareNames(
  { parameters }: PlacedOperation,
  line: Assigned<ArgumentPlace> | undefined,
): readonly SpareName[] {
  return [
    ...parameters.unplaced.map((name) => ({ name, fit: 0 })),
    ...parameters.assigned
      .filter((each) => each.score < leastFit || each === line)
      // What nobody knows to be this identity does not hold its place against what finds it.
      .map(({ name, score, doubt }) => ({ name, fit: doubt === 'unproved' ? 0 : score })),
  ]
}

const saidIn = ({ goal }: PreparedGoal): readonly string[] => [
  ...termsOf(goal.goal),
  ...(goal.parameters ?? []).flatMap(nameTerms),
]

function askWhichRecord(one: Lookup, other: Lookup): DraftQuestion {
  const name = one.asked[0]?.name ?? ''
  const told = ({ answer, place }: Lookup): string => `"${place.target}" with "${answer.operation.name}"`
  const question = `"${name}" could find ${told(one)} or ${told(other)}. Which is meant?`
  return { about: 'parameter', name, question, lookup: one.answer.operation.name }
}

function askWhichName({ asked, answer, place, step }: Lookup, rival: string): DraftQuestion {
  const [line] = asked
  const name = line?.name ?? ''
  const lookup = answer.operation.name
  const question = `"${lookup}" finds "${place.target}" by "${name}" or by "${rival}". Which is meant? Put it to "${stepText(step, line?.place.target ?? '')}".`
  return { about: 'parameter', name, question, lookup }
}
