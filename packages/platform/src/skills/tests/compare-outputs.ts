import { isJsonArray, isJsonObject, type Json, ownProperty } from '@bindery/model'

/** One value in which two outputs differ; `removed` and `added` are about the second one. */
export interface OutputDifference {
  /** `customer_name`, `lines[0].count` */
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: Json | null
  readonly after: Json | null
}

/** Every value in which two outputs differ, in the order of the first one. Order of members does not count. */
export function compareOutputs(before: Json, after: Json, path = ''): readonly OutputDifference[] {
  if (isJsonArray(before) && isJsonArray(after)) {
    const length = Math.max(before.length, after.length)
    return Array.from({ length }, (_, index) =>
      compareMembers(before[index], after[index], `${path}[${index}]`),
    ).flat()
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names].flatMap((name) =>
      compareMembers(
        ownProperty(before, name),
        ownProperty(after, name),
        path === '' ? name : `${path}.${name}`,
      ),
    )
  }
  return before === after ? [] : [{ path, kind: 'changed', before, after }]
}

function compareMembers(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
): readonly OutputDifference[] {
  if (before === undefined) return after === undefined ? [] : [{ path, kind: 'added', before: null, after }]
  if (after === undefined) return [{ path, kind: 'removed', before, after: null }]
  return compareOutputs(before, after, path)
}
