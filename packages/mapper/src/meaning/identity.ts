import { indexCatalog, type ObjectType } from '@bindery/model'
import { nameTerms, tellingName, termFit } from '../assignment/name-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { thingOf } from '../lookup/catalog-keys.ts'
import { pointedRecords, type PlaceScene } from '../lookup/pointed-records.ts'
import { answersOf } from '../lookup/record-answers.ts'
import { identitySorts, isIdTerm } from '../words/id-words.ts'
import { sameThing } from './meaning.ts'

/** Which identity of a record a place takes, as far as the catalog says it. */
export interface PlaceIdentity {
  /** None where a place only says what it is of (`{account}`): whatever the provider knows one by. */
  readonly sorts: readonly string[]
  /** Sorts that descriptions speak of as well. */
  readonly described: readonly string[]
  /** What the record is called, as stemmed words. */
  readonly things: readonly string[]
  readonly records: readonly ObjectType[]
}

/** `same`: nothing is known against it; `unproved`: of the same record, but nothing says that it is this identity; `other`: the record has another field that it is. */
export type IdentityAgreement = 'same' | 'unproved' | 'other'

/** A place that takes an identity; undefined for one whose name says nothing of the sort. */
export function placeIdentity(place: ArgumentPlace, scene: PlaceScene): PlaceIdentity | undefined {
  const pointed = pointedRecords(place, scene)
  const own = nameTerms(tellingName(place.path).own)
  // A slot that only says what it is of takes whatever a route knows one by.
  const keys = place.place === 'path' ? [] : pointed.flatMap(({ key }) => nameTerms(key))
  const sorts = identitySorts([...own, ...keys])
  if (sorts.length === 0) return undefined
  const nouns = own.filter((term) => !isIdTerm(term))
  const things = [...nouns, ...nameTerms(place.context), ...pointed.flatMap(({ thing }) => nameTerms(thing))]
  const objects = pointed.map(({ answer }) => answer.object)
  return {
    sorts,
    described: identitySorts(nameTerms(place.description.slice(0, mostDescribed))),
    things: [...new Set(things)],
    records: objects.length > 0 ? [...new Set(objects)] : recordsCalled(nouns, scene),
  }
}

const mostDescribed = 240

/** Objects that a place is called after, or else that its operation answers with. */
function recordsCalled(nouns: readonly string[], { operation, index }: PlaceScene): readonly ObjectType[] {
  const answered = answersOf(operation, indexCatalog(index.catalog)).map(({ object }) => object)
  if (nouns.length === 0) return answered
  const called = nouns.join('_')
  return index.catalog.objects.filter((object) => nameTerms(thingOf(object)).join('_') === called)
}

/** What a name says of the identity that a place takes. Names of other things are for others to judge. */
export function identityAgreement(
  terms: readonly string[],
  { sorts, described, things, records }: PlaceIdentity,
): IdentityAgreement {
  const nouns = terms.filter((term) => !isIdTerm(term))
  const named = identitySorts(terms)
  if (named.some((sort) => sorts.includes(sort) || described.includes(sort))) return 'same'
  const isThing = (term: string): boolean => things.some((thing) => termFit(term, thing) >= sameThing)
  if (named.length === 0) return nouns.every(isThing) ? 'unproved' : 'same'
  return records.some((record) => hasField(record, { nouns, named, isThing })) ? 'other' : 'unproved'
}

/** Whether a record has a field of this sort of identity: `number` or `customer_number` beside its `id`. */
function hasField(
  { fields }: ObjectType,
  {
    nouns,
    named,
    isThing,
  }: {
    readonly nouns: readonly string[]
    readonly named: readonly string[]
    readonly isThing: (term: string) => boolean
  },
): boolean {
  return fields.some(({ name }) => {
    const terms = nameTerms(name)
    const own = terms.filter((term) => !isIdTerm(term))
    return (
      identitySorts(terms).some((sort) => named.includes(sort)) &&
      own.every((term) => nouns.includes(term) || isThing(term))
    )
  })
}
