import {
  AnyBinding,
  canonicalJson,
  isJsonArray,
  isJsonObject,
  parseJson,
  type Json,
  type JsonObject,
} from '@bindery/model'

/** Something that both sides changed, each in its own way. The operator's word stands. */
export interface MergeConflict {
  /** Members of lists by what names them: `['projection', 'customer_name', 'path']`. */
  readonly path: readonly string[]
  readonly base: Json | undefined
  readonly ours: Json | undefined
  readonly theirs: Json | undefined
}

export interface BindingVersions {
  /** The preset as it was installed. */
  readonly base: AnyBinding
  /** What the operator made of it. */
  readonly ours: AnyBinding
  /** The preset as it is now. */
  readonly theirs: AnyBinding
}

export interface BindingMerge {
  readonly binding: AnyBinding
  readonly conflicts: readonly MergeConflict[]
}

/**
 * Brings a newer preset into a binding that an operator may have edited: what only one side changed is taken, what both
 * changed stays the operator's and is listed. Steps that both sides have keep the order of the side that moved them, each new one
 * behind the step that it came behind. Whether a skill is enabled is not part of it.
 */
export function mergeBindings({ base, ours, theirs }: BindingVersions): BindingMerge {
  const conflicts: MergeConflict[] = []
  const [first, second, third] = [base, ours, theirs].map(toDocument)
  const merged = mergeValue({ base: first, ours: second, theirs: third }, { path: [], member: '' }, conflicts)
  const parsed = AnyBinding.safeParse(isJsonObject(merged) ? { ...merged, enabled: ours.enabled } : merged)
  if (parsed.success) return { binding: parsed.data, conflicts }
  return { binding: ours, conflicts: [{ path: [], base: first, ours: second, theirs: third }] }
}

interface Versions {
  readonly base: Json | undefined
  readonly ours: Json | undefined
  readonly theirs: Json | undefined
}

function toDocument(binding: AnyBinding): Json {
  const document = parseJson(canonicalJson({ ...binding, enabled: false }))
  if (document === undefined) throw new Error('A binding is a JSON document.')
  return document
}

/** Where a value is. `member` is its name in an object, and empty for what stands in a list. */
interface Place {
  readonly path: readonly string[]
  readonly member: string
}

function mergeValue(versions: Versions, place: Place, conflicts: MergeConflict[]): Json | undefined {
  const { base, ours, theirs } = versions
  if (isSame(ours, base)) return theirs
  if (isSame(theirs, base) || isSame(ours, theirs)) return ours
  const { path, member } = place
  if (isMembers(ours) && isMembers(theirs) && !wholeValues.has(member)) {
    return mergeObject({ base: isMembers(base) ? base : {}, ours, theirs }, path, conflicts)
  }
  const lists = toNamedLists(versions, member)
  if (lists !== undefined) {
    const merged = mergeObject(lists, path, conflicts)
    return Object.values(sequences.has(member) ? inSequence(merged, lists) : merged)
  }
  conflicts.push({ path, ...versions })
  return ours
}

interface ObjectVersions {
  readonly base: JsonObject
  readonly ours: JsonObject
  readonly theirs: JsonObject
}

/** Members in the order of the operator's version, then those that only the newer one has. */
function mergeObject(
  versions: ObjectVersions,
  path: readonly string[],
  conflicts: MergeConflict[],
): JsonObject {
  const { base, ours, theirs } = versions
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  const members = [...names].flatMap((name): readonly (readonly [string, Json])[] => {
    const of = (value: JsonObject): Json | undefined => (Object.hasOwn(value, name) ? value[name] : undefined)
    const inner: Versions = { base: of(base), ours: of(ours), theirs: of(theirs) }
    const isItem = name.startsWith(mark)
    const place = { path: [...path, isItem ? name.slice(1) : name], member: isItem ? '' : name }
    const merged = mergeValue(inner, place, conflicts)
    return merged === undefined ? [] : [[name, merged]]
  })
  return Object.fromEntries(members)
}

/** Values that mean something as a whole only. */
const wholeValues: ReadonlySet<string> = new Set(['const', 'default', 'example'])

/** What tells the members of a list apart, for lists whose members have something of the kind. */
const listKeys: Readonly<Record<string, string>> = {
  inputs: 'argument',
  inputObjectMap: 'field',
  projection: 'leaf',
  fields: 'leaf',
  columns: 'column',
  constants: 'column',
  keys: 'column',
  steps: 'id',
}
const wordLists: ReadonlySet<string> = new Set([
  'contextParams',
  'allowSensitive',
  'phases',
  'allowedStates',
  'distinguishBy',
])

/** Lists whose order means something. */
const sequences: ReadonlySet<string> = new Set(['steps'])

/** The members of a merge in the order of the side that moved any, the operator's where both did. */
function inSequence(merged: JsonObject, { base, ours, theirs }: ObjectVersions): JsonObject {
  const names = (list: JsonObject): readonly string[] =>
    Object.keys(list).filter((name) => Object.hasOwn(merged, name))
  const among = (list: JsonObject, other: JsonObject): string =>
    JSON.stringify(names(list).filter((name) => Object.hasOwn(other, name)))
  const isOursMoved = among(ours, base) !== among(base, ours)
  const [first, second] = isOursMoved ? [names(ours), names(theirs)] : [names(theirs), names(ours)]
  const order = [...first]
  for (const [at, name] of second.entries()) {
    if (order.includes(name)) continue
    const before = second[at - 1]
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name)
  }
  return Object.fromEntries(
    order.flatMap((name): readonly (readonly [string, Json])[] => {
      const member = merged[name]
      return member === undefined ? [] : [[name, member]]
    }),
  )
}

/** Lists as objects by the names of their members; undefined when members have no names or share them. */
function toNamedLists({ base, ours, theirs }: Versions, name: string): ObjectVersions | undefined {
  const [first, second, third] = [base ?? [], ours, theirs].map((list) => toNamedList(list, name))
  if (first === undefined || second === undefined || third === undefined) return undefined
  return { base: first, ours: second, theirs: third }
}

// Keeps names that look like numbers in their order, and tells items of a list from members of an object.
const mark = '.'

function toNamedList(list: Json | undefined, name: string): JsonObject | undefined {
  if (!isJsonArray(list)) return undefined
  const key = listKeys[name]
  const entries = list.map((item): readonly [unknown, Json] => {
    if (wordLists.has(name)) return [item, item]
    return [key !== undefined && isJsonObject(item) ? item[key] : undefined, item]
  })
  const names = entries.flatMap(([word]) => (typeof word === 'string' ? [word] : []))
  if (names.length < list.length || new Set(names).size < names.length) return undefined
  return Object.fromEntries(entries.map(([word, item]) => [`${mark}${String(word)}`, item]))
}

const isMembers = (value: Json | undefined): value is JsonObject => value !== undefined && isJsonObject(value)

const isSame = (left: Json | undefined, right: Json | undefined): boolean =>
  left === undefined || right === undefined ? left === right : canonicalJson(left) === canonicalJson(right)
