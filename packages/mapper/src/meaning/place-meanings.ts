import { indexCatalog, type Operation } from '@bindery/model'
import { nameTerms, tellingName } from '../assignment/name-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { thingOf } from '../lookup/catalog-keys.ts'
import { pointedRecords } from '../lookup/pointed-records.ts'
import { answersOf } from '../lookup/record-answers.ts'
import type { OperationIndex } from '../ranking/operation-index.ts'
import { isIdTerm, namesAnId } from '../words/id-words.ts'
import { isWhole, kindOfType, type Meaning } from './meaning.ts'
import { nameMeanings } from './name-meanings.ts'

interface PlaceScene {
  readonly operation: Operation
  readonly index: OperationIndex
}

/** What a place takes, as its catalog says: the key of the record that it refers to, else what its type or its name means. */
export function placeMeaning(place: ArgumentPlace, scene: PlaceScene): Meaning | undefined {
  const kind = kindOfType(place.type)
  if (kind !== undefined) return { kind, of: [] }
  if (place.type.kind !== 'scalar') return undefined
  const of = namedRecords(place, scene)
  if (of.length > 0) return { kind: 'key', of }
  const own = nameTerms(tellingName(place.path).own)
  // What is only numbered may be numbered for anybody: `number` of a call is a telephone number.
  if (own.every(isIdTerm) && place.place !== 'path') return numbered(place, scene.operation)
  const named = nameMeanings(scene.index.catalog).of(own)
  return named ?? (isWhole(place.type) ? { kind: 'amount', of: [] } : undefined)
}

/** What the records are called that a place names one of: by their key, or by a number that one record is answered with. */
function namedRecords(place: ArgumentPlace, scene: PlaceScene): readonly string[] {
  const pointed = pointedRecords(place, scene)
  if (pointed.length > 0)
    return pointed.flatMap(({ answer, thing }) => [wordsOf(thing), wordsOf(thingOf(answer.object))])
  const own = nameTerms(place.path.at(-1) ?? '')
  if (place.depth > 0 || !place.required || !namesAnId(own)) return []
  return answersOf(scene.operation, indexCatalog(scene.index.catalog))
    .filter(
      ({ holds, object }) =>
        holds === 'record' && object.fields.some(({ name }) => wordsOf(name) === own.join('_')),
    )
    .map(({ object }) => wordsOf(thingOf(object)))
}

/** A column that is only called a number is the number of a row of its table. */
const numbered = ({ place }: ArgumentPlace, { object }: Operation): Meaning | undefined =>
  place === 'column' && object !== undefined
    ? { kind: 'key', of: [wordsOf(object.split('.').at(-1) ?? object)] }
    : undefined

const wordsOf = (name: string): string => nameTerms(name).join('_')
