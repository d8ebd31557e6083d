import { isJsonArray, isJsonObject, type Json, type JsonObject, type UnionType } from '@bindery/model'
import { isNullable, readAnnotations } from './annotations.ts'
import { hasFields, liftPlain } from './lift-plain.ts'
import type { LiftContext, Lifted, Part } from './lifted.ts'
import { childPlace, type ObjectPlace, type Place } from './place.ts'
import { collectParts } from './schema-parts.ts'
import { toUnion } from './to-union.ts'

/** Fields that every alternative has besides its own, and the node that owns them. */
interface Shared {
  readonly name: string
  readonly bases: readonly Part[]
  readonly node: Json
}

const maxMerged = 100

/** The keyword that lists alternatives of a schema. Undefined when it has none. */
export function optionsOf(node: JsonObject): 'oneOf' | 'anyOf' | undefined {
  if (isJsonArray(node['oneOf']) && node['oneOf'].length > 0) return 'oneOf'
  return isJsonArray(node['anyOf']) && node['anyOf'].length > 0 ? 'anyOf' : undefined
}

/**
 * One of several types. A null alternative makes it nullable; alternatives that only demand fields say nothing about
 * types. Fields beside the alternatives belong to each of them: objects are then made of both.
 */
export function liftUnion(context: LiftContext, place: ObjectPlace, owner: string | Shared): Lifted {
  const keyword = optionsOf(place.node)
  const name = typeof owner === 'string' ? owner : owner.name
  if (keyword === undefined) return liftPlain(context, place, name)
  const options = readOptions(place, keyword)
  if (options.typed.length === 0) {
    const plain = liftPlain(context, place, name)
    return options.hasNull ? { ...plain, nullable: true } : plain
  }
  const shared = typeof owner === 'string' ? ownFields(place, name) : owner
  const members = options.typed.map((option) => liftOption(context, option, { name, shared }))
  return combine(context, { place, members, hasNull: options.hasNull })
}

interface Option {
  readonly place: Place
  readonly index: number
}

function readOptions(
  place: ObjectPlace,
  keyword: string,
): { readonly typed: readonly Option[]; readonly hasNull: boolean } {
  const list = childPlace(place, keyword)
  const items = isJsonArray(list.node) ? list.node : []
  const typed: Option[] = []
  let hasNull = false
  for (const [index, item] of items.entries()) {
    if (isNullOption(item)) hasNull = true
    else if (!isDemandOnly(item)) typed.push({ place: childPlace(list, index), index })
  }
  return { typed, hasNull }
}

/** `{type: null}`, `{enum: [null]}`, `{const: null}`, or `{nullable: true}` with nothing else. */
function isNullOption(item: Json): boolean {
  if (!isJsonObject(item)) return false
  if (item['type'] === 'null' || item['const'] === null) return true
  const values = item['enum']
  if (isJsonArray(values) && values.length === 1 && values[0] === null) return true
  return item['nullable'] === true && Object.keys(item).length === 1
}

const demands = new Set([
  'required',
  'not',
  'title',
  'description',
  'dependentRequired',
  'minProperties',
  'maxProperties',
])

function isDemandOnly(item: Json): boolean {
  if (!isJsonObject(item)) return true
  const keys = Object.keys(item)
  return keys.length > 0 && item['required'] !== undefined && keys.every((key) => demands.has(key))
}

function ownFields(place: ObjectPlace, name: string): Shared | undefined {
  return hasFields(place.node) ? { name, bases: [{ place, name }], node: place.node } : undefined
}

function liftOption(
  context: LiftContext,
  option: Option,
  owner: { readonly name: string; readonly shared: Shared | undefined },
): Lifted {
  const name = `${owner.name}.option${option.index + 1}`
  if (owner.shared === undefined || option.index >= maxMerged) return context.lift(option.place, name)
  const parts = collectParts(context, option.place, name)
  if (!parts.some((part) => hasFields(part.place.node))) return context.lift(option.place, name)
  const type = context.object({
    node: option.place.node,
    place: option.place,
    name,
    parts: [...owner.shared.bases, ...parts],
  })
  return { type, nullable: false, isResolved: true, weight: 1 }
}

function combine(
  context: LiftContext,
  union: { readonly place: ObjectPlace; readonly members: readonly Lifted[]; readonly hasNull: boolean },
): Lifted {
  const { place, members, hasNull } = union
  const own = readAnnotations(place, context.log)
  const nullable = hasNull || isNullable(place.node) || members.some((member) => member.nullable)
  const [only] = members
  if (only !== undefined && members.length === 1) return { ...only, ...own, nullable }
  return {
    type: toUnion(
      members.map((member) => member.type),
      readDiscriminator(context, place, members),
    ),
    nullable,
    isResolved: true,
    weight: members.reduce((sum, member) => sum + member.weight, 1),
    ...own,
  }
}

function readDiscriminator(
  context: LiftContext,
  place: ObjectPlace,
  members: readonly Lifted[],
): UnionType['discriminator'] {
  const node = place.node['discriminator']
  const property = isJsonObject(node) ? node['propertyName'] : undefined
  if (!isJsonObject(node) || typeof property !== 'string') return undefined
  const names = new Set(
    members.flatMap((member) => (member.type.kind === 'object' ? [member.type.name] : [])),
  )
  const mapping = isJsonObject(node['mapping']) ? node['mapping'] : {}
  const explicit = Object.keys(mapping).flatMap((value) => {
    const object = objectOfMapping(context, place, mapping[value])
    return object !== undefined && names.has(object) ? [{ value: value.toWellFormed(), object }] : []
  })
  const mapped = new Set(explicit.map((entry) => entry.object))
  const implicit = [...names]
    .filter((name) => !mapped.has(name))
    .map((name) => ({ value: name, object: name }))
  return { property: property.toWellFormed(), mapping: [...explicit, ...implicit] }
}

/** A mapping value is a reference or the bare name of a component schema. */
function objectOfMapping(context: LiftContext, place: Place, value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return undefined
  const reference = /[#/]/.test(value) ? value : `#/components/schemas/${value}`
  if (context.references.resolve(reference, place.file).status === 'missing') return undefined
  const { type } = context.liftReference(reference, place)
  return type.kind === 'object' ? type.name : undefined
}
