import {
  type EnumType,
  type MapType,
  type ObjectRef,
  type ScalarName,
  type ScalarType,
  type TypeRef,
  wireTypeOf,
} from '@bindery/model'

/** The type of what an expression gives: types of the catalog, and objects that the expression makes itself. */
export type InferredType =
  | ScalarType
  | EnumType
  | ObjectRef
  | MapType
  | InferredList
  | InferredUnion
  | RecordType
  | NothingType

interface InferredList {
  readonly kind: 'list'
  readonly items: InferredType
  readonly itemsNullable: boolean
}

interface InferredUnion {
  readonly kind: 'union'
  readonly members: readonly InferredType[]
}

/** An object made by a constructor. */
export interface RecordType {
  readonly kind: 'record'
  readonly fields: readonly { readonly name: string; readonly value: Inferred }[]
}

/** Always null or missing. */
interface NothingType {
  readonly kind: 'nothing'
}

/** A type, whether the value may be null, and whether there may be none. */
export interface Inferred {
  readonly type: InferredType
  readonly nullable: boolean
  readonly missing: boolean
}

export const anything: Inferred = { type: { kind: 'scalar', scalar: 'any' }, nullable: true, missing: true }
export const nothing: Inferred = { type: { kind: 'nothing' }, nullable: false, missing: true }

/** A value that is always there. */
export const present = (type: InferredType): Inferred => ({ type, nullable: false, missing: false })
export const scalar = (name: ScalarName): Inferred => present({ kind: 'scalar', scalar: name })
export const listOf = (items: InferredType, itemsNullable: boolean): Inferred =>
  present({ kind: 'list', items, itemsNullable })

/** The same value, which may also be missing. */
export const maybe = (value: Inferred): Inferred => ({ ...value, missing: true })

export const isAny = (type: InferredType | TypeRef): boolean =>
  type.kind === 'scalar' && type.scalar === 'any'

/** Whether null may stand there: it is a value of JSON that nobody describes. */
export const mayBeNull = ({ type, nullable }: Pick<Inferred, 'type' | 'nullable'>): boolean =>
  nullable || holdsAny(type)

/** Whether a value may be JSON that nobody describes. */
export function holdsAny(type: InferredType): boolean {
  return type.kind === 'union' ? type.members.some(holdsAny) : isAny(type)
}

/** A type that holds the values of both; `any` when nothing closer does. */
function joinTypes(a: InferredType, b: InferredType): InferredType {
  if (a.kind === 'nothing') return b
  if (b.kind === 'nothing' || JSON.stringify(a) === JSON.stringify(b)) return a
  if (a.kind === 'list' && b.kind === 'list') {
    return {
      kind: 'list',
      items: joinTypes(a.items, b.items),
      itemsNullable: a.itemsNullable || b.itemsNullable,
    }
  }
  const isLeaf = (a.kind === 'scalar' || a.kind === 'enum') && (b.kind === 'scalar' || b.kind === 'enum')
  return isLeaf
    ? { kind: 'scalar', scalar: joinScalars(a.scalar, b.scalar) }
    : { kind: 'scalar', scalar: 'any' }
}

export function join(a: Inferred, b: Inferred): Inferred {
  return {
    type: joinTypes(a.type, b.type),
    nullable: a.nullable || b.nullable,
    missing: a.missing || b.missing,
  }
}

function joinScalars(a: ScalarName, b: ScalarName): ScalarName {
  if (a === b) return a
  const wires = [wireTypeOf(a), wireTypeOf(b)]
  if (wires.every((wire) => wire === 'integer' || wire === 'number')) return 'number'
  return wires[0] === wires[1] ? wireTypeOf(a) : 'any'
}

/** The letters of JSONata's signatures that a value of the type may be: `s`, `n`, `b`, `o`, `a`; all when not known. */
export function lettersOf(type: InferredType): string {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
      return lettersOfScalar(type.scalar)
    case 'list':
      return 'a'
    case 'object':
    case 'map':
    case 'record':
      return 'o'
    case 'union':
      return type.members.map(lettersOf).join('')
    case 'nothing':
      return 'snbloa'
  }
}

function lettersOfScalar(name: ScalarName): string {
  // Exact numbers are text on their way to agents, but an answer may still hold them as numbers.
  if (name === 'int64' || name === 'decimal') return 'sn'
  const letters = { string: 's', boolean: 'b', integer: 'n', number: 'n', any: 'snbloa' }
  return letters[wireTypeOf(name)]
}

/** Short text for people: `string`, `Ticket[]`, `{name, total}`. */
export function describeInferred(type: InferredType): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar
    case 'enum':
      return type.name ?? 'enum'
    case 'object':
      return type.name
    case 'list':
      return `${describeInferred(type.items)}[]`
    case 'map':
      return 'map'
    case 'record':
      return `{${type.fields.map((field) => field.name).join(', ')}}`
    case 'union':
      return type.members.map(describeInferred).join(' | ')
    case 'nothing':
      return 'nothing'
  }
}
