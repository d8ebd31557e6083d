import { isJsonObject, type Json, ownProperty } from '@bindery/model'

/** What stands at the end of a way of field names; undefined when something on it is missing or no object. */
export function valueAt(data: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data
  for (const name of path) value = isJsonObject(value) ? ownProperty(value, name) : undefined
  return value
}
