import {
  type CatalogIndex,
  findField,
  indexCatalog,
  type ObjectType,
  type Operation,
  type Relationship,
  type TypeRef,
} from '@bindery/model'
import { nameTerms } from '../assignment/name-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import type { OperationIndex } from '../ranking/operation-index.ts'
import { routeBefore } from '../ranking/route.ts'
import { catalogKeys, singleKey, thingOf } from './catalog-keys.ts'
import { answersOf, type RecordAnswer, recordAnswers } from './record-answers.ts'

/** What a place is the identity of, and a read that answers with such records. */
export interface PointedRecord {
  readonly answer: RecordAnswer
  /** The field of the record that the place takes. */
  readonly key: string
  /** What the record is called: `patient`, `droplets`. */
  readonly thing: string
  /** What says so, for people. */
  readonly because: string
}

/** Where a place stands: the operation that has it, and the catalog. */
export interface PlaceScene {
  readonly operation: Operation
  readonly index: OperationIndex
}

/**
 * The reads that answer with the records which a place names by their key, by what the catalog says: the route that its slot
 * ends, a relationship of the field or column that it is, or a name that is made of an object and its key. Of other names
 * nothing is assumed. Empty for a place that names no record.
 */
export function pointedRecords(place: ArgumentPlace, scene: PlaceScene): readonly PointedRecord[] {
  if (place.type.kind !== 'scalar') return []
  const listed = listedBy(place, scene)
  if (listed.length > 0) return listed
  const related = relatedTo(place, scene)
  return related.length > 0 ? related : namedAfter(place, scene)
}

/** `/droplets/{droplet_id}/backups` is about one of what `/droplets` lists. */
function listedBy(place: ArgumentPlace, { operation, index }: PlaceScene): readonly PointedRecord[] {
  if (place.place !== 'path') return []
  return recordAnswers(index)
    .ofRoute(routeBefore(operation.provenance, place.target))
    .flatMap((answer) => {
      const key = keyOfSlot(answer.object, place)
      const because = `the route goes on from what "${answer.operation.name}" lists`
      return key === undefined ? [] : [{ answer, key, thing: place.context, because }]
    })
}

/** A slot is called as the field is, or by its last word (`CallSid`); or as the object, whose key it then is. */
function keyOfSlot(object: ObjectType, { target, context }: ArgumentPlace): string | undefined {
  const words = nameTerms(target)
  const named = [words.join('_'), words.at(-1)].flatMap(
    (text) => object.fields.find(({ name }) => nameTerms(name).join('_') === text) ?? [],
  )
  const [field] = named
  if (field !== undefined) return field.type.kind === 'scalar' ? field.name : undefined
  const isObject = words.join('_') === nameTerms(thingOf(object)).join('_')
  return isObject || words.join('_') === nameTerms(context).join('_') ? singleKey(object) : undefined
}

/** A foreign key, a field that refers to an object, or an argument called as the field that does. */
function relatedTo(place: ArgumentPlace, scene: PlaceScene): readonly PointedRecord[] {
  const catalog = indexCatalog(scene.index.catalog)
  const field = place.path.at(-1) ?? ''
  const { from } = catalogKeys(scene.index.catalog)
  return ownersOf(place, scene.operation, catalog)
    .flatMap((owner) => from(owner, field))
    .flatMap((relationship) => recordsOf(relationship, scene))
}

function recordsOf({ from, to }: Relationship, { index }: PlaceScene): readonly PointedRecord[] {
  const object = indexCatalog(index.catalog).object(to.object)
  const [joined] = to.fields
  const key = to.fields.length > 1 || object === undefined ? undefined : (joined ?? singleKey(object))
  if (object === undefined || key === undefined) return []
  const because = `"${from.object}.${from.fields.join('.')}" refers to "${object.name}"`
  return toRecords(object, { key, because, index })
}

/** The object that a field is of; for an argument the objects that its operation is about. */
function ownersOf(
  { path, depth, place }: ArgumentPlace,
  operation: Operation,
  catalog: CatalogIndex,
): readonly string[] {
  if (place === 'column') return operation.object === undefined ? [] : [operation.object]
  if (depth === 0) return answersOf(operation, catalog).map(({ object }) => object.name)
  const input = operation.arguments.find(({ name }) => name === path[0])
  let type: TypeRef | undefined = input?.type
  for (const name of path.slice(1, -1)) {
    const owner: ObjectType | undefined = type?.kind === 'object' ? catalog.object(type.name) : undefined
    type = owner === undefined ? undefined : findField(owner, name)?.type
  }
  return type?.kind === 'object' ? [type.name] : []
}

/** `customerId` where an object `Customer` has the key `id`; a bare `id` is of the record that the operation answers with. */
function namedAfter(place: ArgumentPlace, { operation, index }: PlaceScene): readonly PointedRecord[] {
  const words = nameTerms(place.path.at(-1) ?? '').join('_')
  const own = place.depth > 0 ? [] : answersOf(operation, indexCatalog(index.catalog))
  const [bare] = own.map(({ object }) => object).filter((object) => keyWords(object) === words)
  const object = bare ?? catalogKeys(index.catalog).namedAfter(words)
  const key = object === undefined ? undefined : singleKey(object)
  if (object === undefined || key === undefined) return []
  return toRecords(object, { key, because: `it is called after "${object.name}" and its key`, index })
}

const keyWords = (object: ObjectType): string | undefined => {
  const key = singleKey(object)
  return key === undefined ? undefined : nameTerms(key).join('_')
}

function toRecords(
  object: ObjectType,
  { key, because, index }: Pick<PointedRecord, 'key' | 'because'> & Pick<PlaceScene, 'index'>,
): readonly PointedRecord[] {
  const thing = thingOf(object)
  return recordAnswers(index)
    .ofObject(object.name)
    .map((answer) => ({ answer, key, thing, because }))
}
