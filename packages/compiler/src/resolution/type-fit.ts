import type { InferredType } from '@bindery/expression'
import { type ScalarName, type TypeRef, wireTypeOf } from '@bindery/model'

/** Whether a value of one type can be sent where another is wanted. Exact numbers take numbers; `any` fits everywhere. */
export function fitsType(given: InferredType, wanted: TypeRef): boolean {
  if (isUnknown(given) || isUnknown(wanted)) return true
  if (wanted.kind === 'union') return wanted.members.some((member) => fitsType(given, member))
  if (given.kind === 'union') return given.members.some((member) => fitsType(member, wanted))
  if (given.kind === 'list' || wanted.kind === 'list') {
    return given.kind === 'list' && wanted.kind === 'list' && fitsType(given.items, wanted.items)
  }
  const isLeaf = (type: InferredType | TypeRef) => type.kind === 'scalar' || type.kind === 'enum'
  if (isLeaf(given) !== isLeaf(wanted)) return false
  if (given.kind === 'object' && wanted.kind === 'object') return given.name === wanted.name
  const scalars = [given, wanted].flatMap((type) => ('scalar' in type ? [type.scalar] : []))
  const [from, to] = scalars
  return from === undefined || to === undefined || fitsScalar(from, to)
}

function isUnknown(type: InferredType | TypeRef): boolean {
  return type.kind === 'nothing' || (type.kind === 'scalar' && type.scalar === 'any')
}

function fitsScalar(given: ScalarName, wanted: ScalarName): boolean {
  const from = wireTypeOf(given)
  const to = wireTypeOf(wanted)
  if (from === to || (from === 'integer' && to === 'number')) return true
  const isExact = wanted === 'int64' || wanted === 'decimal'
  return isExact && (from === 'integer' || (wanted === 'decimal' && from === 'number'))
}
