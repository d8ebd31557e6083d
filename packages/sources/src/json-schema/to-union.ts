import { type EnumType, scalarType, type TypeRef, type UnionType } from '@bindery/model'

/**
 * One type for several. Members of unions are taken up, equal ones fall together, enumerations of one scalar become one
 * enumeration, and an enumeration beside its own scalar is that scalar. `any` beside others is `any`; none is `any`.
 */
export function toUnion(types: readonly TypeRef[], discriminator?: UnionType['discriminator']): TypeRef {
  const members = mergeEnums(distinct(types.flatMap(membersOf)))
  const [only] = members
  if (only === undefined) return scalarType('any')
  if (members.length === 1) return only
  if (members.some((member) => member.kind === 'scalar' && member.scalar === 'any')) return scalarType('any')
  return discriminator === undefined ? { kind: 'union', members } : { kind: 'union', members, discriminator }
}

function membersOf(type: TypeRef): readonly TypeRef[] {
  return type.kind === 'union' && type.discriminator === undefined ? type.members : [type]
}

function distinct(types: readonly TypeRef[]): readonly TypeRef[] {
  if (types.length < 2) return types
  const seen = new Map<string, TypeRef>()
  for (const type of types) {
    const id = idOf(type)
    if (!seen.has(id)) seen.set(id, type)
  }
  return [...seen.values()]
}

/** Formats do not tell members apart: two strings are one. */
function idOf(type: TypeRef): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar
    case 'object':
      return `object ${type.name}`
    case 'enum':
    case 'list':
    case 'map':
    case 'union':
      return JSON.stringify(type)
  }
}

function mergeEnums(types: readonly TypeRef[]): readonly TypeRef[] {
  const plain = new Set(types.flatMap((type) => (type.kind === 'scalar' ? [type.scalar] : [])))
  const enums = new Map<string, EnumType>()
  const others: TypeRef[] = []
  for (const type of types) {
    if (type.kind !== 'enum') {
      others.push(type)
      continue
    }
    if (plain.has(type.scalar)) continue
    const earlier = enums.get(type.scalar)
    enums.set(type.scalar, earlier === undefined ? type : joinEnums(earlier, type))
  }
  return [...others, ...enums.values()]
}

function joinEnums(a: EnumType, b: EnumType): EnumType {
  return { kind: 'enum', scalar: a.scalar, values: [...new Set([...a.values, ...b.values])] }
}
