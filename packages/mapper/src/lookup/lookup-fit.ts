import { canonicalParameters } from '@bindery/model'
import { nameTerms, tellingName, termFit } from '../assignment/name-fit.ts'
import { placeFit } from '../assignment/place-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { agreementIn } from '../meaning/agreement.ts'
import type { OperationIndex } from '../ranking/operation-index.ts'
import { isIdTerm } from '../words/id-words.ts'
import type { PointedRecord } from './pointed-records.ts'
import { recordAnswers } from './record-answers.ts'

/** The same class, where both have one, says that both are the same sort of thing: what people are reached at. */
const classBonus = 0.1
const sameTerm = 0.75

const classes = new Map(canonicalParameters.map(({ name, sensitivity }) => [name, sensitivity]))

/**
 * How well a name fits an argument of a lookup: as of any place, in the light of what is looked for. What a description says does
 * not count, and a name of other records (`message_name`) fits nothing that finds these.
 */
export function lookupFit(
  name: string,
  place: ArgumentPlace,
  { pointed, index }: { readonly pointed: PointedRecord; readonly index: OperationIndex },
): number {
  const own = ofThing(place, pointed)
  if (speaksOfOthers(name, own, index)) return 0
  const agreed = agreementIn(pointed.answer.operation, index)(name, place)
  // What is found by an identity that may be another one is found by nothing.
  if (agreed === 'contrary' || agreed === 'unproved') return 0
  const known = classes.get(name) ?? 'none'
  const bonus = known !== 'none' && known === place.sensitivity ? classBonus : 0
  return placeFit(name, { ...own, description: '' }) + bonus
}

/** Arguments mean the record that is looked for, where nothing before them says otherwise. */
export const ofThing = (place: ArgumentPlace, { thing }: PointedRecord): ArgumentPlace =>
  place.context === '' ? { ...place, context: thing } : place

function speaksOfOthers(name: string, place: ArgumentPlace, index: OperationIndex): boolean {
  const own = [...nameTerms(tellingName(place.path).own), ...nameTerms(place.context)]
  const { hasThing } = recordAnswers(index)
  return nameTerms(name).some(
    (term) => !isIdTerm(term) && hasThing(term) && !own.some((other) => termFit(other, term) >= sameTerm),
  )
}
