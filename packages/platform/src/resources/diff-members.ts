import {
  canonicalJson,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  toPointer,
} from '@bindery/model'

/** One place in which two resources differ. */
export interface Difference {
  /** JSON Pointer. */
  readonly path: string
  /** Absent where there was nothing. */
  readonly before?: Json
  /** Absent where there is nothing any more. */
  readonly after?: Json
}

type Path = readonly (string | number)[]

/** In what two resources differ: the deepest places, in the order of the first. Lists of unlike length differ as a whole. */
export const diffMembers = (before: JsonObject, after: JsonObject): readonly Difference[] =>
  diff(before, after, [])

function diff(before: Json | undefined, after: Json | undefined, path: Path): readonly Difference[] {
  if (before !== undefined && after !== undefined) {
    if (canonicalJson(before) === canonicalJson(after)) return []
    if (isJsonObject(before) && isJsonObject(after)) return ofObjects(before, after, path)
    if (isJsonArray(before) && isJsonArray(after) && before.length === after.length)
      return before.flatMap((item, at) => diff(item, after[at], [...path, at]))
  }
  return [
    {
      path: toPointer(path),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ]
}

function ofObjects(before: JsonObject, after: JsonObject, path: Path): readonly Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) => {
    const [old, next] = [before[name], after[name]]
    return old === undefined && next === undefined ? [] : diff(old, next, [...path, name])
  })
}
