import { isJsonObject, type Json, ownProperty } from '@bindery/model'

/** What names lead to, one inside the other; undefined where one of them is not there. */
export function memberOf(value: Json | undefined, names: readonly string[]): Json | undefined {
  let found = value
  for (const name of names) found = isJsonObject(found) ? ownProperty(found, name) : undefined
  return found
}
