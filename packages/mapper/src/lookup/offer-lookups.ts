import { indexCatalog } from '@bindery/model'
import { type ArgumentPlace, argumentPlaces } from '../assignment/places.ts'
import { nameOfOne } from '../draft/proposed-names.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'
import { usablePlaces } from './give-names.ts'
import { stepText } from './lookup.ts'
import { type PointedRecord, pointedRecords } from './pointed-records.ts'

/** An argument of a read that finds the record whose id an operation takes. */
export interface LookupPlace {
  /** As a draft shows it: `patient.phone`. */
  readonly text: string
  readonly place: ArgumentPlace
  /** The read. */
  readonly by: string
  /** The place of the chosen operation that it finds the id for. */
  readonly finds: string
}

const mostLookups = 6
const mostArguments = 5

/** What the ids that an operation takes can be found by, in a step before. */
export function lookupPlaces(ranked: ScoredOperation, { index }: PreparedGoal): readonly LookupPlace[] {
  const { operation } = ranked
  const catalog = indexCatalog(index.catalog)
  const pairs = argumentPlaces(operation, catalog)
    .filter(({ depth, isPaging }) => depth <= 1 && !isPaging)
    .flatMap((place) =>
      pointedRecords(place, { operation, index })
        .filter(({ answer }) => answer.operation !== operation)
        .map((pointed) => ({ place, pointed })),
    )
  const seen = new Set<string>()
  return pairs.slice(0, mostLookups).flatMap(({ place, pointed }) => {
    const step = stepName(pointed, ranked, { index })
    return usablePlaces(pointed, argumentPlaces(pointed.answer.operation, catalog))
      .slice(0, mostArguments)
      .map(
        (argument): LookupPlace => ({
          text: stepText(step, argument.target),
          place: argument,
          by: pointed.answer.operation.name,
          finds: place.target,
        }),
      )
      .filter(({ text }) => !seen.has(text) && seen.add(text))
  })
}

/** What the step is called: as one of what it finds, so that no place of the chosen operation reads as one of the step. */
export function stepName(
  { thing }: PointedRecord,
  { operation }: Pick<ScoredOperation, 'operation'>,
  { index }: Pick<PreparedGoal, 'index'>,
): string {
  const name = nameOfOne(thing)
  const places = argumentPlaces(operation, indexCatalog(index.catalog))
  return places.some(({ target }) => target.startsWith(`${name}.`)) ? `${name}_found` : name
}
