import { type JsonObject, ownProperty } from '@bindery/model'
import type { Value } from './value.ts'

/**
 * Reads the field of that name, own names only. Asking first whether a name is own costs four times as much as reading
 * it, so only the names that every object inherits (`constructor`, `__proto__`) are asked for.
 */
export function fieldReader(name: string): (object: JsonObject) => Value {
  return name in Object.prototype ? (object) => ownProperty(object, name) : (object) => object[name]
}
