import { isJsonArray, isJsonObject, type Json, ownProperty } from './json.ts'
import type { TypeRef } from './type-ref.ts'

/**
 * What no value of an object may hold when a whole object is given: members that the provider calls read-only, that only a
 * credential fills, that are too sensitive for a write, or that were blocked; and where objects with such members lie.
 */
export interface WithheldMembers {
  readonly object: string
  readonly members: readonly string[]
  /** Members that lead to objects with withheld members. */
  readonly inside: readonly { readonly name: string; readonly type: TypeRef }[]
  /** The type of members under open names, when it leads there. */
  readonly open?: TypeRef
}

/** The way to the first member of a value that is withheld, or undefined. A value of a union is held to all of its members. */
export function findWithheld(
  value: Json,
  type: TypeRef,
  withheld: readonly WithheldMembers[],
): readonly (string | number)[] | undefined {
  if (isJsonArray(value)) return type.kind === 'list' ? inItems(value, type.items, withheld) : undefined
  if (!isJsonObject(value)) return undefined
  switch (type.kind) {
    case 'map':
      return firstOf(Object.keys(value), (name) =>
        within({ step: name, value: ownProperty(value, name) }, type.values, withheld),
      )
    case 'union':
      return firstOf(membersFor(value, type), (member) => findWithheld(value, member, withheld))
    case 'object':
      return firstOf(
        withheld.filter(({ object }) => object === type.name),
        (entry) => inObject(value, entry, withheld),
      )
    case 'list':
    case 'scalar':
    case 'enum':
      return undefined
  }
}

type Way = readonly (string | number)[] | undefined

function inItems(items: readonly Json[], type: TypeRef, withheld: readonly WithheldMembers[]): Way {
  return firstOf([...items.keys()], (at) => within({ step: at, value: items[at] }, type, withheld))
}

function inObject(
  value: Readonly<Record<string, Json>>,
  { members, inside, open }: WithheldMembers,
  withheld: readonly WithheldMembers[],
): Way {
  const own = members.find((name) => ownProperty(value, name) !== undefined)
  if (own !== undefined) return [own]
  const known = new Set(inside.map(({ name }) => name))
  return (
    firstOf(inside, ({ name, type }) =>
      within({ step: name, value: ownProperty(value, name) }, type, withheld),
    ) ??
    (open === undefined
      ? undefined
      : firstOf(
          Object.keys(value).filter((name) => !known.has(name)),
          (name) => within({ step: name, value: ownProperty(value, name) }, open, withheld),
        ))
  )
}

interface Step {
  readonly step: string | number
  readonly value: Json | undefined
}

function within({ step, value }: Step, type: TypeRef, withheld: readonly WithheldMembers[]): Way {
  const found = value === undefined ? undefined : findWithheld(value, type, withheld)
  return found === undefined ? undefined : [step, ...found]
}

/** The one that a discriminator names, or all: any of them may be meant. */
function membersFor(
  value: Readonly<Record<string, Json>>,
  { members, discriminator }: Extract<TypeRef, { readonly kind: 'union' }>,
): readonly TypeRef[] {
  const word = discriminator === undefined ? undefined : ownProperty(value, discriminator.property)
  const named = discriminator?.mapping.find((entry) => entry.value === word)?.object
  const one = members.filter((member) => member.kind === 'object' && member.name === named)
  return one.length > 0 ? one : members
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => Way): Way {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
