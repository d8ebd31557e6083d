import type { Json } from '@bindery/model'

export type TypeKind = 'SCALAR' | 'OBJECT' | 'INTERFACE' | 'UNION' | 'ENUM' | 'INPUT_OBJECT'

/** A schema as it was described, by SDL or by introspection, before anything is concluded from it. */
export interface SchemaParts {
  readonly description?: string
  /** Names of the root types, whether or not they exist. */
  readonly roots: { readonly query?: string; readonly mutation?: string }
  /** Types by name; names are valid and do not begin with `__`. */
  readonly types: ReadonlyMap<string, TypePart>
}

export interface TypePart {
  readonly name: string
  readonly kind: TypeKind
  readonly description?: string
  /** Output fields of objects and interfaces, input fields of input objects, unique by name. */
  readonly fields: readonly FieldPart[]
  /** Names of the interfaces that an object or an interface implements. */
  readonly interfaces: readonly string[]
  /** Names of the types that a union or an interface itself lists; interfaces in SDL list none. */
  readonly members: readonly string[]
  readonly values: readonly string[]
  /** An input of which exactly one field is given. */
  readonly isOneOf: boolean
  readonly specifiedBy?: string
  /** `12:6` in SDL, `Type` in an introspection. */
  readonly pointer: string
}

export interface InputPart {
  readonly name: string
  /** The provider's own type words: `[Int!]!`. Undefined when they cannot be read. */
  readonly type: string | undefined
  readonly description?: string
  readonly default?: Json
  readonly deprecated?: string
  /** Where it stands in SDL, `12:3`; absent in an introspection, where a part is known by its names. */
  readonly pointer?: string
}

export interface FieldPart extends InputPart {
  readonly arguments: readonly InputPart[]
}

/** Where a field is: its place in SDL, else `Type.field`. */
export const pointerOf = (owner: string, part: InputPart): string => part.pointer ?? `${owner}.${part.name}`

/** Where an argument is: its place in SDL, else the schema coordinate `Type.field(argument:)`. */
export const argumentPointer = (owner: string, field: InputPart, part: InputPart): string =>
  part.pointer ?? `${owner}.${field.name}(${part.name}:)`

const nameText = /^[_A-Za-z][_0-9A-Za-z]*$/

/** True for a name by the grammar of GraphQL that is not reserved for introspection. */
export const isUsableName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 400 && nameText.test(name) && !name.startsWith('__')

/** The name at the heart of type words: `[Int!]!` gives `Int`. */
export function baseOf(words: string): string {
  const last = words.charCodeAt(words.length - 1)
  return last === 0x21 || last === 0x5d ? words.replaceAll(/[[\]!]/g, '') : words
}
