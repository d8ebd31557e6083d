import { isJsonArray, isJsonObject, type JsonObject } from '@bindery/model'
import { hasStructure, isNullable, isStructural, readAnnotations, withAnnotations } from './annotations.ts'
import { anyType, hasFields, liftPlain } from './lift-plain.ts'
import { liftUnion, optionsOf } from './lift-union.ts'
import type { LiftContext, Lifted, Part } from './lifted.ts'
import { childPlace, type ObjectPlace, type Place } from './place.ts'
import { collectParts } from './schema-parts.ts'

/**
 * A schema made from several: an object with the fields of all, or the one type among them. A wrapper around a single
 * reference is that reference with other annotations. Types that exclude each other are reported, the first is kept.
 */
export function liftAllOf(context: LiftContext, place: ObjectPlace, name: string): Lifted {
  const own = readAnnotations(place, context.log)
  const nullable = isNullable(place.node)
  const wrapped = findOnlyMember(place)
  if (wrapped !== undefined) {
    const lifted = withAnnotations(context.lift(wrapped, name), own)
    return nullable && !lifted.nullable ? { ...lifted, nullable } : lifted
  }
  const parts = collectParts(context, place, name)
  const unions = parts.filter((part) => optionsOf(part.place.node) !== undefined)
  const objects = parts.filter((part) => isObjectPart(part.place.node))
  const merged = mergeParts(context, { place, name, parts, unions, objects })
  return { ...merged, ...own, nullable: nullable || merged.nullable }
}

interface Merge {
  readonly place: ObjectPlace
  readonly name: string
  readonly parts: readonly Part[]
  readonly unions: readonly Part[]
  readonly objects: readonly Part[]
}

function mergeParts(context: LiftContext, merge: Merge): Lifted {
  const { place, name, parts, unions, objects } = merge
  const [union] = unions
  if (union !== undefined && !hasAnyFields(objects)) return liftUnion(context, union.place, union.name)
  if (union !== undefined) return liftUnion(context, union.place, { name, bases: objects, node: place.node })
  if (hasAnyFields(objects)) {
    const type = context.object({ node: place.node, place, name, parts: objects })
    reportConflict(context, place, parts)
    return { type, nullable: false, isResolved: true, weight: 1 }
  }
  return liftFirst(context, place, parts)
}

/** No part has fields: the first part with a type of its own gives it. */
function liftFirst(context: LiftContext, place: ObjectPlace, parts: readonly Part[]): Lifted {
  const typed = parts.filter((part) => hasOwnType(part.place.node))
  const [first] = typed
  if (first === undefined) return { type: anyType, nullable: false, isResolved: true, weight: 1 }
  reportConflict(context, place, parts)
  const narrow = typed.find((part) => isJsonArray(part.place.node['enum'])) ?? first
  if (typed.length === 1) return liftPlain(context, narrow.place, narrow.name)
  const merged = [narrow, ...typed].reduceRight<JsonObject>(
    (node, { place: at }) => ({ ...node, ...at.node }),
    {},
  )
  return liftPlain(context, withNode(narrow.place, merged), narrow.name)
}

/** A schema in several parts, as one: what the narrowest does not say, the others do. */
const withNode = (place: ObjectPlace, node: JsonObject): ObjectPlace => ({
  file: place.file,
  pointer: place.pointer,
  depth: place.depth,
  node,
})

/** The single member that gives the type when everything beside it is annotation. */
function findOnlyMember(place: ObjectPlace): Place | undefined {
  for (const keyword in place.node)
    if (keyword !== 'allOf' && isStructural(keyword) && keyword !== 'type') return undefined
  const list = childPlace(place, 'allOf')
  let only: Place | undefined
  const count = isJsonArray(list.node) ? list.node.length : 0
  for (let index = 0; index < count; index += 1) {
    const member = childPlace(list, index)
    if (!isJsonObject(member.node) || !hasStructure(member.node)) continue
    if (only !== undefined) return undefined
    only = member
  }
  return only
}

function isObjectPart(node: JsonObject): boolean {
  if (hasFields(node)) return true
  const type = node['type']
  if (type === 'object' || (isJsonArray(type) && type.includes('object'))) return true
  return isJsonArray(node['required']) || node['additionalProperties'] !== undefined
}

const hasAnyFields = (parts: readonly Part[]): boolean => parts.some((part) => hasFields(part.place.node))

function hasOwnType(node: JsonObject): boolean {
  for (const keyword in node) {
    if (keyword !== 'allOf' && keyword !== '$ref' && keyword !== 'not' && isStructural(keyword)) return true
  }
  return false
}

function reportConflict(context: LiftContext, place: ObjectPlace, parts: readonly Part[]): void {
  const words = new Set<string>()
  for (const part of parts) {
    const word = part.place.node['type']
    if (typeof word === 'string') words.add(word)
    else if (hasFields(part.place.node)) words.add('object')
  }
  if (words.size < 2 || (words.size === 2 && words.has('integer') && words.has('number'))) return
  context.log.report({
    code: 'all_of_conflict',
    severity: 'warning',
    message: `The members of "allOf" exclude each other: ${[...words].slice(0, 5).join(', ').toWellFormed()}.`,
    pointer: place.pointer,
  })
}
