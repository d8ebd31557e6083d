import {
  type CatalogIndex,
  objectsIn,
  objectsOfObject,
  type SensitivityClass,
  stricter,
} from '@bindery/model'
import type { InferredType } from './inferred-type.ts'

/** The strictest class of all that a value of the type can hold, however deep. */
export function sensitivityOfType(type: InferredType, catalog: CatalogIndex): SensitivityClass {
  return sensitivityOfObjects(objectsOfType(type), catalog)
}

/** Names of the objects that a type mentions directly. */
export function objectsOfType(type: InferredType): readonly string[] {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
    case 'record':
    case 'nothing':
      return []
    case 'list':
      return objectsOfType(type.items)
    case 'union':
      return type.members.flatMap(objectsOfType)
    case 'object':
    case 'map':
      return objectsIn(type)
  }
}

const known = new WeakMap<CatalogIndex, Map<string, SensitivityClass>>()

function sensitivityOfObjects(names: readonly string[], catalog: CatalogIndex): SensitivityClass {
  if (names.length === 0) return 'none'
  const key = names.join('\n')
  const classes = known.get(catalog) ?? new Map<string, SensitivityClass>()
  known.set(catalog, classes)
  const found = classes.get(key) ?? walk(names, catalog)
  classes.set(key, found)
  return found
}

function walk(names: readonly string[], catalog: CatalogIndex): SensitivityClass {
  const seen = new Set(names)
  let strictest: SensitivityClass = 'none'
  // A set hands out what is added while it is walked, so that this reaches every object once, cycles included.
  for (const name of seen) {
    const object = catalog.object(name)
    if (object === undefined) continue
    strictest = object.fields.map((field) => field.sensitivity).reduce(stricter, strictest)
    for (const next of objectsOfObject(object)) seen.add(next)
  }
  return strictest
}
