import type { Operation } from '@bindery/model'
import { nameTerms, tellingName, termFit } from '../assignment/name-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import type { OperationIndex } from '../ranking/operation-index.ts'
import { routeOf } from '../ranking/route.ts'
import { recordAnswers } from '../lookup/record-answers.ts'
import { areOpposed } from '../ontology/roles.ts'
import { isIdTerm, namesAnId } from '../words/id-words.ts'
import { identityAgreement, type PlaceIdentity, placeIdentity } from './identity.ts'
import { contradicts, type Meaning, sameThing } from './meaning.ts'
import { nameMeanings } from './name-meanings.ts'
import { placeMeaning } from './place-meanings.ts'

/**
 * What meanings say of putting a name to a place. `contrary`: it cannot be meant; `unproved`: it is of the right record, and nothing says
 * that it is the identity that the place takes, however well the words fit; `unlike`: both are known and neither
 * says the other, so that more than types must speak for it; `open`: nothing is known against it.
 */
export type Agreement = 'contrary' | 'unproved' | 'unlike' | 'open'

export type AgreementOf = (name: string, place: ArgumentPlace) => Agreement

/**
 * By what the catalog says of keys, relationships, types and fields of the same name, and by words that put a value on one side
 * (`start`, `end`). A place is never filled against it
 * without a question, however well types or words with one meaning in another place (`phone`, `number`) would fit.
 */
export function agreementIn(operation: Operation, index: OperationIndex): AgreementOf {
  const meanings = nameMeanings(index.catalog)
  const places = new Map<ArgumentPlace, Meaning | undefined>()
  const meaningOf = (place: ArgumentPlace): Meaning | undefined => {
    if (!places.has(place)) places.set(place, placeMeaning(place, { operation, index }))
    return places.get(place)
  }
  const identities = new Map<ArgumentPlace, PlaceIdentity | undefined>()
  const identityOf = (place: ArgumentPlace): PlaceIdentity | undefined => {
    if (!identities.has(place)) identities.set(place, placeIdentity(place, { operation, index }))
    return identities.get(place)
  }
  return (name, place) => {
    const terms = nameTerms(name)
    if (areOpposed(terms, nameTerms(tellingName(place.path).own))) return 'contrary'
    if (isKeyOfOthers(terms, place)) return 'contrary'
    const identity = identityOf(place)
    const identified = identity === undefined ? 'same' : identityAgreement(terms, identity)
    if (identified === 'other') return 'contrary'
    const agreed = byMeaning(terms, place)
    if (agreed !== 'open') return agreed
    if (identified === 'unproved') return 'unproved'
    return namesOthers(terms, place) ? 'unlike' : 'open'
  }

  /** `file_id` is of a file, and `file_request_id` of a record of its own, however much of the name they share. */
  function isKeyOfOthers(terms: readonly string[], place: ArgumentPlace): boolean {
    const own = nameTerms(tellingName(place.path).own)
    if (!namesAnId(terms) || !namesAnId(own)) return false
    const { hasThing } = recordAnswers(index)
    const [named, taken] = [terms, own].map((all) => all.filter((term) => !isIdTerm(term)).join('_'))
    return (
      named !== taken &&
      hasThing(named ?? '') &&
      hasThing(taken ?? '') &&
      termFit(named ?? '', taken ?? '') < sameThing
    )
  }

  /** A name of other records than the ones that the operation is about: `practitioner_name` for the `name` of patients. */
  function namesOthers(terms: readonly string[], { path, context }: ArgumentPlace): boolean {
    const { hasThing } = recordAnswers(index)
    const things = terms.filter((term) => !isIdTerm(term) && hasThing(term))
    const { name, object = '', provenance } = operation
    const about = [...path, context, name, object, ...routeOf(provenance).literals].flatMap(nameTerms)
    return things.some((thing) => !about.some((term) => termFit(thing, term) >= sameThing))
  }

  function byMeaning(terms: readonly string[], place: ArgumentPlace): Agreement {
    if (saysPlace(terms, place)) return 'open'
    const named = meanings.of(terms)
    const taken = meaningOf(place)
    if (taken === undefined) return 'open'
    // What nobody knows may be anything but is no identity for that.
    if (named === undefined) return taken.kind === 'key' && !saysSame(terms, place, taken) ? 'unlike' : 'open'
    if (contradicts(named, taken)) return 'contrary'
    if (named.kind === 'key') return taken.kind === 'key' && saysSame(terms, place, taken) ? 'open' : 'unlike'
    return named.kind === taken.kind && named.kind !== 'text' ? 'open' : 'unlike'
  }
}

/** An identity of the same thing, or of nothing in particular: `id`. */
function saysSame(terms: readonly string[], { path }: ArgumentPlace, { of }: Meaning): boolean {
  const nouns = terms.filter((term) => !isIdTerm(term))
  const things = [...nameTerms(tellingName(path).own).filter((term) => !isIdTerm(term)), ...of]
  return (
    nouns.length === 0 ||
    things.length === 0 ||
    nouns.some((noun) => things.some((thing) => termFit(noun, thing) >= sameThing))
  )
}

/**
 * A name that says what the place is called means it: `account_name` for a slot `{account}`. What says only what an id is of
 * does not: `account_name` is no `account_id`.
 */
function saysPlace(terms: readonly string[], { path, place, context }: ArgumentPlace): boolean {
  const own = nameTerms(tellingName(path).own)
  if (namesAnId(own) && !namesAnId(terms)) return false
  const around = place === 'path' ? nameTerms(context) : []
  return [...own, ...around].some((term) => !isIdTerm(term) && !faint.has(term) && terms.includes(term))
}

const faint = new Set(['at', 'on', 'of', 'in', 'to', 'by', 'is', 'the', 'a'])
