import { canonicalJson } from '../canonical-json.ts'
import { wireTypeOf, type ScalarName } from '../scalar.ts'
import type { EnumType, TypeRef, UnionType } from '../type-ref.ts'

/**
 * How the values of one type relate to those of another: `same`; `wider`, every old value is still one; `narrower`, every
 * new value was one; `other`. The provider's own word for a scalar says nothing about values.
 */
export type TypeRelation = 'same' | 'wider' | 'narrower' | 'other'

export function compareTypes(before: TypeRef, after: TypeRef): TypeRelation {
  if (before.kind === 'union' || after.kind === 'union')
    return compareUnions(membersOf(before), membersOf(after))
  if (before.kind === 'list' && after.kind === 'list') {
    const items = compareTypes(before.items, after.items)
    return both(items, compareFlags(before.itemsNullable, after.itemsNullable))
  }
  if (before.kind === 'map' && after.kind === 'map') {
    const values = compareTypes(before.values, after.values)
    return both(values, compareFlags(before.valuesNullable, after.valuesNullable))
  }
  if (before.kind === 'object' && after.kind === 'object')
    return before.name === after.name ? 'same' : 'other'
  if (isLeaf(before) && isLeaf(after)) return compareLeaves(before, after)
  if (before.kind === 'scalar' && before.scalar === 'any') return 'narrower'
  return after.kind === 'scalar' && after.scalar === 'any' ? 'wider' : 'other'
}

/** Two independent relations as one. */
export function both(a: TypeRelation, b: TypeRelation): TypeRelation {
  if (a === 'same') return b
  return b === 'same' || a === b ? a : 'other'
}

/** Allowing more (null, absence) is wider. */
export function compareFlags(before: boolean, after: boolean): TypeRelation {
  if (before === after) return 'same'
  return after ? 'wider' : 'narrower'
}

type Leaf = Extract<TypeRef, { readonly kind: 'scalar' | 'enum' }>

const isLeaf = (type: TypeRef): type is Leaf => type.kind === 'scalar' || type.kind === 'enum'

function compareLeaves(before: Leaf, after: Leaf): TypeRelation {
  if (before.kind === 'enum' && after.kind === 'enum') return compareEnums(before, after)
  if (before.kind === 'enum') return holds(after.scalar, before.scalar) ? 'wider' : 'other'
  if (after.kind === 'enum') return holds(before.scalar, after.scalar) ? 'narrower' : 'other'
  if (before.scalar === after.scalar) return 'same'
  if (holds(after.scalar, before.scalar)) return 'wider'
  return holds(before.scalar, after.scalar) ? 'narrower' : 'other'
}

/** Whether every value of the second scalar is one of the first, on the wire too. */
function holds(scalar: ScalarName, inner: ScalarName): boolean {
  if (scalar === inner || scalar === 'any') return true
  if (scalar === 'string') return wireTypeOf(inner) === 'string'
  if (scalar === 'number') return inner === 'integer'
  return scalar === 'decimal' && inner === 'int64'
}

function compareEnums(before: EnumType, after: EnumType): TypeRelation {
  const old = new Set(before.values)
  const now = new Set(after.values)
  return compareSets(
    before.values.filter((value) => !now.has(value)).length,
    after.values.filter((value) => !old.has(value)).length,
  )
}

function compareUnions(before: readonly TypeRef[], after: readonly TypeRef[]): TypeRelation {
  const old = new Set(before.map(canonicalJson))
  const now = new Set(after.map(canonicalJson))
  return compareSets(
    [...old].filter((member) => !now.has(member)).length,
    [...now].filter((member) => !old.has(member)).length,
  )
}

function compareSets(lost: number, gained: number): TypeRelation {
  if (lost > 0) return gained > 0 ? 'other' : 'narrower'
  return gained > 0 ? 'wider' : 'same'
}

const membersOf = (type: TypeRef): readonly TypeRef[] => (isUnion(type) ? type.members : [type])

const isUnion = (type: TypeRef): type is UnionType => type.kind === 'union'
