import type { CatalogIndex, Operation, TypeRef } from '@bindery/model'
import type { AgreementOf } from '../meaning/agreement.ts'
import { assign, type Assigned } from './assign.ts'
import { decide, decidedScore, type NamesToPlace } from './decide.ts'
import { namesAnId } from '../words/id-words.ts'
import { placeFit } from './place-fit.ts'
import { nameTerms } from './name-fit.ts'
import { type ArgumentPlace, argumentPlaces } from './places.ts'

export interface AssignedParameters {
  readonly assigned: readonly Assigned<ArgumentPlace>[]
  readonly unplaced: readonly string[]
  /** Required places that no parameter fills. */
  readonly unfilled: readonly ArgumentPlace[]
}

export interface ParametersToPlace extends NamesToPlace {
  /** What is known against putting a name to a place, whatever else would fit. */
  readonly agreement?: AgreementOf
}

/** A line below it stands where it does by its type alone: nothing of its name speaks for the place. */
export const leastNamedFit = 0.2
/** From here on a name says what the place is, whatever else the two mean. */
const wellNamedFit = 0.9
const leftoverScore = 0.15

/** Puts the names of parameters to places of an operation, first by fit, then what is left by what is still needed. */
export function assignParameters(
  { names: parameters, decisions = [], agreement = () => 'open' }: ParametersToPlace,
  operation: Operation,
  index: CatalogIndex,
): AssignedParameters {
  const places = argumentPlaces(operation, index)
  const score = decide('input', decisions, {
    fit: (name, place) =>
      holdsObjects(place.type) || agreement(name, place) === 'contrary' ? 0 : placeFit(name, place),
    textOf: ({ target }: ArgumentPlace) => target,
  })
  const fitting = assign({ names: parameters, places, score, least: leastNamedFit }).map((line) =>
    withDoubt(line, agreement),
  )
  const undecided = parameters.filter((name) => !decisions.some((line) => line.name === name))
  const leftovers = matchLeftovers(undecided, { places, fitting, agreement })
  const assigned = parameters.flatMap((name) =>
    [...fitting, ...leftovers].filter((line) => line.name === name),
  )
  const filled = new Set(assigned.map(({ place }) => place))
  const unfilled = places.filter(
    (place) => place.required && place.depth <= 1 && place.type.kind !== 'object' && !filled.has(place),
  )
  const unplaced = parameters.filter((name) => !assigned.some((line) => line.name === name))
  return { assigned, unplaced, unfilled }
}

/** A name that fits its place and of which the catalog does not say that it is meant. */
function withDoubt(line: Assigned<ArgumentPlace>, agreement: AgreementOf): Assigned<ArgumentPlace> {
  if (line.score >= decidedScore) return line
  const agreed = agreement(line.name, line.place)
  if (agreed === 'unproved') return { ...line, doubt: agreed }
  return agreed === 'unlike' && line.score < wellNamedFit ? { ...line, doubt: agreed } : line
}

interface Leftovers {
  readonly places: readonly ArgumentPlace[]
  readonly fitting: readonly Assigned<ArgumentPlace>[]
  readonly agreement: AgreementOf
}

/** Names that fit nothing by their words take the required places that are left: ids the slots, the rest the fields. */
function matchLeftovers(
  parameters: readonly string[],
  { places, fitting, agreement }: Leftovers,
): readonly Assigned<ArgumentPlace>[] {
  const names = parameters.filter((name) => !fitting.some((line) => line.name === name))
  const free = places.filter((place) => !fitting.some((line) => line.place === place))
  const fits = (name: string, place: ArgumentPlace): number => {
    const isId = namesAnId(nameTerms(name))
    const agreed = agreement(name, place)
    // An id of what nobody knows may be what is left and needed; it is asked about.
    const mayBe = agreed === 'unlike' && ((isId && place.required) || place.place === 'path')
    const isOpen = agreed === 'open' || agreed === 'unproved' || mayBe
    if (holdsObjects(place.type) || !isOpen) return 0
    if (place.required) return isId === (place.place === 'path') ? leftoverScore + 0.02 : leftoverScore
    return place.depth === 1 ? leftoverScore - 0.05 + typeBonus(place) : 0
  }
  if (names.length === 0) return []
  return assign({ names, places: free, score: fits, least: 0.1 }).map((line) => ({
    ...line,
    doubt: 'type_only' as const,
  }))
}

/** Nobody collects an object, or a list of them: what they are made of is asked for. */
const holdsObjects = (type: TypeRef): boolean =>
  type.kind === 'object' || (type.kind === 'list' && holdsObjects(type.items))

const typeBonus = ({ type }: ArgumentPlace): number =>
  type.kind === 'scalar' && type.scalar === 'string' ? 0.01 : 0
