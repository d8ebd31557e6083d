import type { ScalarName } from './scalar.ts'

/** A type as a value. Objects are named, never inlined, so cycles in provider schemas are harmless. */
export type TypeRef = ScalarType | EnumType | ObjectRef | ListType | MapType | UnionType

export interface ScalarType {
  readonly kind: 'scalar'
  readonly scalar: ScalarName
  /** The provider's own word (`int32`, `varchar(80)`, `ISO8601DateTime`) when it says more than `scalar`. */
  readonly format?: string
  /** Of text and bytes: how they are carried, when the provider says it. */
  readonly content?: ScalarContent
}

/**
 * `bytes` as they are (a file), bytes as `base64` text, or `text` of a language of its own; with the media type of what
 * is carried.
 */
export interface ScalarContent {
  readonly as: 'bytes' | 'base64' | 'text'
  readonly mediaType?: string
}

/** A closed set of values, in the provider's order. */
export interface EnumType {
  readonly kind: 'enum'
  readonly scalar: ScalarName
  readonly values: readonly (string | number | boolean)[]
  readonly name?: string
  /** As of a scalar. */
  readonly format?: string
}

/** A reference to `SchemaCatalog.objects` by name. */
export interface ObjectRef {
  readonly kind: 'object'
  readonly name: string
}

export interface ListType {
  readonly kind: 'list'
  readonly items: TypeRef
  readonly itemsNullable: boolean
}

/** An object with open names, all of one value type. */
export interface MapType {
  readonly kind: 'map'
  readonly values: TypeRef
  readonly valuesNullable: boolean
}

/** One of several types; `discriminator` names the property that tells them apart, with its value per object name. */
export interface UnionType {
  readonly kind: 'union'
  readonly members: readonly TypeRef[]
  readonly discriminator?: {
    readonly property: string
    readonly mapping: readonly { readonly value: string; readonly object: string }[]
  }
}

/** A type together with whether the value may be null. */
export interface Typed {
  readonly type: TypeRef
  readonly nullable: boolean
}

export const scalarType = (scalar: ScalarName): ScalarType => ({ kind: 'scalar', scalar })

/** Values of an enumeration that a prompt can carry. */
const maxListedValues = 100

/**
 * Whether all values of an enumeration are told to a caller, and so are all that it may give. Of a longer one the provider
 * is the judge: nobody can be held to a list that was not shown.
 */
export const isListed = ({ values }: EnumType): boolean => values.length <= maxListedValues

/** Short text for people: `string`, `enum(open, closed)`, `Ticket`, `Ticket[]`, `map<string>`, `A | B`. */
export function describeType(type: TypeRef): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar
    case 'enum':
      return `enum(${describeEnumValues(type.values)})`
    case 'object':
      return type.name
    case 'list':
      return `${type.items.kind === 'union' ? `(${describeType(type.items)})` : describeType(type.items)}[]`
    case 'map':
      return `map<${describeType(type.values)}>`
    case 'union':
      return type.members.map(describeType).join(' | ')
  }
}

function describeEnumValues(values: EnumType['values']): string {
  const shown = values.slice(0, 8).map(String).join(', ')
  return values.length > 8 ? `${shown}, ... ${values.length - 8} more` : shown
}
