import type { Field, ObjectType, Operation, SchemaCatalog } from './catalog.ts'
import type { TypeRef } from './type-ref.ts'

/** A catalog, or the slice of one that a binding needs, looked up by name in constant time. */
export interface CatalogIndex {
  readonly catalog: SchemaCatalog
  readonly object: (name: string) => ObjectType | undefined
  readonly operation: (name: string) => Operation | undefined
}

const indexes = new WeakMap<SchemaCatalog, CatalogIndex>()

/** The index of a catalog; made once per catalog value. */
export function indexCatalog(catalog: SchemaCatalog): CatalogIndex {
  const known = indexes.get(catalog)
  if (known !== undefined) return known
  const objects = new Map(catalog.objects.map((object) => [object.name, object]))
  const operations = new Map(catalog.operations.map((operation) => [operation.name, operation]))
  const index: CatalogIndex = {
    catalog,
    object: (name) => objects.get(name),
    operation: (name) => operations.get(name),
  }
  indexes.set(catalog, index)
  return index
}

/** The field of that name, own names only. */
export function findField(object: ObjectType, name: string): Field | undefined {
  return object.fields.find((field) => field.name === name)
}

/** Names of the objects that a type mentions directly, without following them. */
export function objectsIn(type: TypeRef): readonly string[] {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
      return []
    case 'object':
      return [type.name]
    case 'list':
      return objectsIn(type.items)
    case 'map':
      return objectsIn(type.values)
    case 'union':
      return type.members.flatMap(objectsIn)
  }
}

/** Names of the objects that the fields of an object mention directly. */
export function objectsOfObject(object: ObjectType): readonly string[] {
  const names = object.fields.flatMap((field) => objectsIn(field.type))
  return object.additional === undefined ? names : [...names, ...objectsIn(object.additional.type)]
}

/** Names of the objects that an operation's arguments and answer mention directly. */
export function objectsOfOperation(operation: Operation): readonly string[] {
  const inputs = operation.arguments.flatMap((argument) => objectsIn(argument.type))
  return operation.returns === undefined ? inputs : [...inputs, ...objectsIn(operation.returns.type)]
}
