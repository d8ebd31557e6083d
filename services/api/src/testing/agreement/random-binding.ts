import { Binding, findField, type ObjectType, type SchemaCatalog, type TypeRef } from '@bindery/model'
import type { Choose } from './choose.ts'

/** A binding of the only operation of a catalog that is valid as a rule: paths lead somewhere, transforms fit. */
export function randomBinding(catalog: SchemaCatalog, choose: Choose): Binding {
  const [operation] = catalog.operations
  if (operation === undefined) throw new RangeError('The catalog has no operation.')
  const find = (name: string): ObjectType | undefined =>
    catalog.objects.find((object) => object.name === name)
  const root = operation.returns?.type
  const inputs = operation.arguments
    .filter(
      ({ name, required, role }) =>
        name !== 'body' && role !== 'credential' && (required || choose.chance(50)),
    )
    .filter(({ default: byDefault }) => byDefault === undefined || choose.chance(50))
    .map(({ name }) => ({
      param: `p_${name}`,
      argument: name,
      ...(choose.chance(10) ? { required: choose.chance(80) } : {}),
    }))
  const fields = operation.inputArgument === undefined ? [] : (find('Input')?.fields ?? [])
  const bound = fields
    .filter(({ required, default: byDefault }) => (required && byDefault === undefined) || choose.chance(40))
    .flatMap(({ name, type }) =>
      type.kind === 'object'
        ? (find(type.name)?.fields ?? []).map((inner) => `${name}.${inner.name}`)
        : [name],
    )
  return Binding.parse({
    operation: 'op',
    toolName: 'Random',
    inputs,
    inputObjectMap: bound.map((field, at) => ({ field, param: `p_b${at}` })),
    projection: root === undefined ? [] : randomProjection(root, find, choose),
  })
}

type Find = (name: string) => ObjectType | undefined

interface Spot {
  readonly path: readonly (string | number)[]
  readonly type: TypeRef
}

function randomProjection(root: TypeRef, find: Find, choose: Choose): readonly object[] {
  const spots = spotsOf({ path: [], type: root }, find, 0)
  return Array.from({ length: choose.between(1, 4) }, (_, at) =>
    randomOutput({ spots, leaf: `leaf_${at}`, depth: 0 }, find, choose),
  )
}

interface Outputs {
  readonly spots: readonly Spot[]
  readonly leaf: string
  /** Lists around it. */
  readonly depth: number
}

/** A value, or rows, or rows within rows. Answers are only so deep, so these take what is near. */
function randomOutput({ spots, leaf, depth }: Outputs, find: Find, choose: Choose): object {
  const spot = choose.of(spots)
  const row = rowOf(spot.type)
  const isRows =
    depth < 2 && (row.kind === 'object' || row.kind === 'union') && choose.chance(depth === 0 ? 80 : 60)
  const inner = isRows
    ? spotsOf({ path: [], type: row }, find, depth === 0 ? 1 : 2).filter(({ path }) => path.length > 0)
    : []
  if (inner.length === 0) return { path: spot.path, leaf, ...randomTransform(spot.type, find, choose) }
  const fields = Array.from({ length: choose.between(1, 3) }, (_, index) =>
    randomOutput({ spots: inner, leaf: `field_${index}`, depth: depth + 1 }, find, choose),
  )
  return { path: spot.path, leaf, max: choose.between(1, 4), fields }
}

/** One row of what an answer may give: rows, or a single one, whichever member of a union it is. */
function rowOf(type: TypeRef): TypeRef {
  if (type.kind === 'list') return type.items
  if (type.kind !== 'union') return type
  return { kind: 'union', members: flatten(type.members).map(rowOf) }
}

/** Every place within two steps, `[0]` of lists included. */
function spotsOf(spot: Spot, find: Find, depth: number): readonly Spot[] {
  if (depth > 2) return [spot]
  return [spot, ...stepsOf(spot, find).flatMap((next) => spotsOf(next, find, depth + 1))]
}

function stepsOf({ path, type }: Spot, find: Find): readonly Spot[] {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
      return []
    case 'list':
      return [{ path: [...path, 0], type: type.items }]
    case 'map':
      return [{ path: [...path, 'any_name'], type: type.values }]
    case 'object':
      return (find(type.name)?.fields ?? []).map((field) => ({
        path: [...path, field.name],
        type: field.type,
      }))
    case 'union':
      return flatten(type.members).flatMap((member) => {
        const object = member.kind === 'object' ? find(member.name) : undefined
        return (object?.fields ?? []).map(({ name }) => ({
          path: [...path, name],
          type: joinMembers(type.members, name, find),
        }))
      })
  }
}

const flatten = (members: readonly TypeRef[]): readonly TypeRef[] =>
  members.flatMap((member) => (member.kind === 'union' ? flatten(member.members) : [member]))

function joinMembers(members: readonly TypeRef[], name: string, find: Find): TypeRef {
  const types = flatten(members).flatMap((member) => {
    const object = member.kind === 'object' ? find(member.name) : undefined
    const field = object === undefined ? undefined : findField(object, name)
    return field === undefined ? [] : [field.type]
  })
  return { kind: 'union', members: types }
}

function randomTransform(type: TypeRef, find: Find, choose: Choose): { readonly transform?: string } {
  if (isLeaf(type) && choose.chance(60)) return {}
  const transforms =
    isLeaf(type) || isLeafList(type) || type.kind === 'object' ? transformsFor(type, find) : ofWholes
  return { transform: choose.of(transforms.length === 0 ? ofWholes : transforms) }
}

function isLeaf(type: TypeRef): boolean {
  if (type.kind === 'union') return type.members.every(isLeaf)
  return type.kind === 'scalar' || type.kind === 'enum'
}

const isLeafList = (type: TypeRef): boolean => type.kind === 'list' && isLeaf(type.items)

/** What can be made of a value that is no scalar and no list of such. */
const ofWholes = ['$string($)', '$count($)', '$exists($)', '$type($)', '$count($keys($))']

/** Total but for null and for nothing: what a number beyond a double would make of them is another question. */
function transformsFor(type: TypeRef, find: Find): readonly string[] {
  const anything = ['$', '$exists($) ? $ : "none"', '$string($)', '$boolean($)', '$type($)']
  switch (type.kind) {
    case 'scalar':
      return type.scalar === 'string' ? [...anything, '$uppercase($)', '$ & "!"', '$length($)'] : anything
    case 'list':
      return ['$', '$count($)', '$join($, ", ")', '$[0]', '$reverse($)', '$string($)', '$sum($)', '$sort($)']
    case 'object':
      return (find(type.name)?.fields ?? []).flatMap(({ name }) => [
        name,
        `$uppercase(${name})`,
        `${name} & "x"`,
        `${name} > 1`,
        `$exists(${name})`,
        `${name} ?? "none"`,
        `$count(${name})`,
        `$string(${name})`,
      ])
    case 'map':
      return ['$count($keys($))', '$string($)', '$keys($)']
    case 'enum':
    case 'union':
      return anything
  }
}
