import {
  type Field,
  nameWords,
  objectsIn,
  type ObjectType,
  type Relationship,
  type SchemaCatalog,
  type TypeRef,
} from '@bindery/model'

const keyNames = ['id', 'uuid', 'guid', '_id', 'Id', 'ID']
const longestKeyName = 4

/**
 * Adds what objects say about each other: an embedded object is a declared relationship, a `customer_id` beside an
 * object `Customer` that has a key is an inferred one. Objects that the provider named and that have an `id` get a key.
 */
export function inferRelationships(catalog: SchemaCatalog): SchemaCatalog {
  const objects = catalog.objects.map(withKey)
  const byWords = keyedObjects(objects)
  const found: Relationship[] = []
  for (const object of objects) addRelationships(object, byWords, found)
  return { ...catalog, objects, relationships: [...catalog.relationships, ...withUniqueNames(found)] }
}

function withKey(object: ObjectType): ObjectType {
  if (object.key.length > 0 || object.origin === 'inline') return object
  let best = keyNames.length
  for (const { name, type } of object.fields) {
    if (name.length > longestKeyName) continue
    const rank = keyNames.indexOf(name)
    if (rank >= 0 && rank < best && isScalar(type)) best = rank
  }
  const key = keyNames[best]
  return key === undefined ? object : { ...object, key: [key] }
}

/** Objects with a single key by the words of their name. Of two with the same words neither is meant. */
function keyedObjects(objects: readonly ObjectType[]): ReadonlyMap<string, ObjectType | undefined> {
  const found = new Map<string, ObjectType | undefined>()
  for (const object of objects) {
    if (object.key.length !== 1) continue
    const words = nameWords(object.name).join('_')
    found.set(words, found.has(words) ? undefined : object)
  }
  return found
}

function addRelationships(
  object: ObjectType,
  byWords: ReadonlyMap<string, ObjectType | undefined>,
  found: Relationship[],
): void {
  for (const field of object.fields) {
    if (!isLeaf(field.type)) {
      const embedded = embeddedIn(field.type)
      for (const target of embedded) found.push(toEmbedded(object, field, { target, of: embedded.length }))
      if (embedded.length > 0) continue
    }
    const target = targetOfKey(field, byWords)
    if (target !== undefined && target !== object) found.push(toInferred(object, field, target))
  }
}

/** Names of the objects in a type, each once. Most types hold one object and nothing else. */
function embeddedIn(type: TypeRef): readonly string[] {
  const inner = type.kind === 'list' ? type.items : type
  return inner.kind === 'object' ? [inner.name] : [...new Set(objectsIn(type))]
}

const isLeaf = (type: TypeRef): boolean => type.kind === 'scalar' || type.kind === 'enum'

function toEmbedded(
  object: ObjectType,
  field: Field,
  end: { readonly target: string; readonly of: number },
): Relationship {
  return {
    name: end.of === 1 ? `${object.name}.${field.name}` : `${object.name}.${field.name}.${end.target}`,
    from: { object: object.name, fields: [field.name] },
    to: { object: end.target, fields: [] },
    cardinality: isMany(field.type) ? 'many' : 'one',
    origin: 'declared',
    provenance: field.provenance ?? object.provenance,
  }
}

function toInferred(object: ObjectType, field: Field, target: ObjectType): Relationship {
  return {
    name: `${object.name}.${field.name}`,
    from: { object: object.name, fields: [field.name] },
    to: { object: target.name, fields: target.key },
    cardinality: field.type.kind === 'list' ? 'many' : 'one',
    origin: 'inferred',
    provenance: field.provenance ?? object.provenance,
  }
}

/** The last characters of `keyEnding`: most names are done with after one look. */
const lastOfKey = 'dsD'
const keyEnding = /(?:[_-]?ids?|Ids?|IDs?|[_-]?uuid|Uuid)$/

/** The object that `customer_id`, `customerId` or `customer_ids` names. */
function targetOfKey(
  field: Field,
  byWords: ReadonlyMap<string, ObjectType | undefined>,
): ObjectType | undefined {
  if (!lastOfKey.includes(field.name.slice(-1)) || !keyEnding.test(field.name) || !isScalar(field.type))
    return undefined
  const words = nameWords(field.name.replace(keyEnding, '')).join('_')
  return words === '' ? undefined : byWords.get(words)
}

function isScalar(type: TypeRef): boolean {
  return type.kind === 'scalar' ? type.scalar !== 'any' : type.kind === 'list' && type.items.kind === 'scalar'
}

const isMany = (type: TypeRef): boolean =>
  type.kind === 'list' || type.kind === 'map' || (type.kind === 'union' && type.members.some(isMany))

/** Names are data: `a.b` of `c` and `b.c` of `a` come to the same text. */
function withUniqueNames(found: readonly Relationship[]): readonly Relationship[] {
  const taken = new Map<string, number>()
  return found.map((relationship) => {
    const count = (taken.get(relationship.name) ?? 0) + 1
    taken.set(relationship.name, count)
    return count === 1 ? relationship : { ...relationship, name: `${relationship.name} (${count})` }
  })
}
