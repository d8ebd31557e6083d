import { isJsonArray, isJsonObject, type JsonObject, type TypeRef } from '@bindery/model'
import type { LiftContext, Sized } from './lifted.ts'
import { childPlace, type ObjectPlace } from './place.ts'
import { toUnion } from './to-union.ts'

/** True for a list whose places have schemas of their own: `prefixItems`, or `items` that is a list itself. */
export const isTuple = (node: JsonObject): boolean =>
  isJsonArray(node['prefixItems']) || isJsonArray(node['items'])

/**
 * A list whose items are of the types of its places. Without a `type` word a list of object schemas under `items` is
 * what some providers mean as "one of these", and JSON Schema says nothing about it: then it is one of the members, or
 * undescribed when a member is no object.
 */
export function liftTuple(context: LiftContext, place: ObjectPlace, name: string): Sized {
  const { node } = place
  const items = liftPlaces(context, place, name)
  const isList = node['type'] !== undefined || isJsonArray(node['prefixItems'])
  context.log.report({
    code: 'items_not_one_schema',
    severity: isList ? 'info' : 'warning',
    message: isList
      ? 'A list has a schema for each of its places; it is read as a list whose items are of any of their types.'
      : '"items" must be one schema. Nothing here says "array", so the place is read as one of its schemas.',
    pointer: place.pointer,
  })
  if (isList) {
    const type: TypeRef = { kind: 'list', items: items.type, itemsNullable: items.nullable }
    return { type, weight: items.weight + 1 }
  }
  return items.areObjects
    ? items
    : { type: { kind: 'scalar', scalar: 'any' }, weight: 1, nullable: items.nullable }
}

interface Places extends Sized {
  readonly nullable: boolean
  readonly areObjects: boolean
}

function liftPlaces(context: LiftContext, place: ObjectPlace, name: string): Places {
  const keyword = isJsonArray(place.node['prefixItems']) ? 'prefixItems' : 'items'
  const list = childPlace(place, keyword)
  const places = (isJsonArray(list.node) ? list.node : []).map((_, index) => childPlace(list, index))
  const rest = childPlace(place, keyword === 'items' ? 'additionalItems' : 'items')
  const all = isJsonObject(rest.node) ? [...places, rest] : places
  const typed = all.filter(({ node }) => !isNullSchema(node))
  const lifted = typed.map((at, index) => context.lift(at, `${name}.item${index + 1}`))
  const types = lifted.map(({ type }) => type)
  return {
    type: toUnion(types),
    weight: lifted.reduce((sum, { weight }) => sum + weight, 1),
    nullable: typed.length < all.length || lifted.some(({ nullable }) => nullable),
    areObjects: types.length > 0 && types.every(({ kind }) => kind === 'object' || kind === 'map'),
  }
}

const isNullSchema = (node: unknown): boolean =>
  typeof node === 'object' && node !== null && 'type' in node && node.type === 'null'
