import {
  type CheckedBinding,
  findField,
  knownPagination,
  type ObjectType,
  type Json,
  type Operation,
  type Pagination,
  type PathStep,
  PlatformError,
  type Reading,
  type TypeRef,
} from '@bindery/model'
import { z } from 'zod'

/** How the next page of an answer is asked for, as far as it was known when the skill was compiled. */
export const PageSteps = z.strictObject({
  style: z.enum(['page', 'offset', 'cursor', 'link']),
  /** The argument that moves through the pages; absent where only addresses lead on. */
  argument: z.string().exactOptional(),
  takes: z.enum(['number', 'text']).exactOptional(),
  /** What the argument is in a call that does not give it. */
  begin: z.int().exactOptional(),
  sizeArgument: z.string().exactOptional(),
  /** Items of a page in a call that does not say how many. */
  size: z.int().exactOptional(),
  /** Where the answer says how to go on. */
  nextPath: z.array(z.string()).exactOptional(),
  /** Ways from a row to what tells it from all others. */
  key: z.array(z.array(z.string()).min(1)).min(1).exactOptional(),
  /** Equal rows are one row: they come whole, or with their key. */
  compares: z.literal(true).exactOptional(),
})
export type PageSteps = z.infer<typeof PageSteps>

/** The steps of a binding that says how many pages it reads; undefined for one that reads the first alone. */
export function toPageSteps(operation: Operation, binding: CheckedBinding): PageSteps | undefined {
  const { reading } = binding
  if (reading?.pages === undefined || reading.pages === 1) return undefined
  const find = binding.reach?.object ?? (() => undefined)
  const pagination = knownPagination(operation, find)
  if (pagination === undefined) {
    throw new PlatformError(
      'binding_invalid',
      `It is not known how "${operation.name}" gives its next page.`,
      {
        reason: 'pages_unknown',
      },
    )
  }
  const { style, nextPath } = pagination
  const key = keyOf(reading, rowObject(operation, namesOf(reading.rows), find), find)
  return {
    style,
    ...movingSteps(operation, pagination),
    ...sizeSteps(operation, pagination),
    ...(nextPath === undefined ? {} : { nextPath: [...nextPath] }),
    ...(key === undefined ? {} : { key: key.map((way) => [...way]) }),
  }
}

function movingSteps({ arguments: all }: Operation, pagination: Pagination): Partial<PageSteps> {
  const moving = forwardOf(pagination.arguments)
  const argument = all.find(({ name }) => name === moving)
  if (argument === undefined) return {}
  const begin = argument.default ?? (argument.constraints?.minimum === 1 ? 1 : undefined)
  return {
    argument: argument.name,
    takes: isNumber(argument.type) ? 'number' : 'text',
    ...(isWhole(begin) ? { begin } : {}),
  }
}

function sizeSteps({ arguments: all }: Operation, { sizeArgument }: Pagination): Partial<PageSteps> {
  if (sizeArgument === undefined) return {}
  const size = all.find(({ name }) => name === sizeArgument)?.default
  return { sizeArgument, ...(isWhole(size) ? { size } : {}) }
}

const isWhole = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value)

/** Names of the fields that a path goes through. */
export const namesOf = (path: readonly PathStep[]): readonly string[] =>
  path.flatMap((step) => (step.kind === 'field' ? [step.name] : []))

/** The argument that moves on: the others lead back. */
const forwardOf = (names: readonly string[]): string | undefined =>
  names.find((name) => !/before|prev|since|ending/i.test(name)) ?? names[0]

const isNumber = (type: TypeRef): boolean =>
  type.kind === 'scalar' && (type.scalar === 'integer' || type.scalar === 'number')

type Find = (name: string) => ObjectType | undefined

/** The object that each row is; undefined where the rows are no objects, or several things. */
function rowObject(operation: Operation, rows: readonly string[], find: Find): ObjectType | undefined {
  let type = operation.returns?.type
  for (const name of rows) {
    const object = type?.kind === 'object' ? find(type.name) : undefined
    type = object === undefined ? undefined : findField(object, name)?.type
  }
  return type?.kind === 'list' && type.items.kind === 'object' ? find(type.items.name) : undefined
}

type Ways = readonly (readonly string[])[]

/** Ways to what tells a row from all others: its key, an id that every row has, or that of the node that an edge holds. */
function keyOf({ key }: Reading, object: ObjectType | undefined, find: Find): Ways | undefined {
  if (key !== undefined) return key.map(({ path }) => namesOf(path))
  if (object === undefined) return undefined
  const own = ownKey(object)
  if (own !== undefined) return own
  const node = findField(object, 'node')
  const inner = node?.type.kind === 'object' ? find(node.type.name) : undefined
  if (inner === undefined || findField(object, 'cursor') === undefined) return undefined
  return ownKey(inner)?.map((way) => ['node', ...way])
}

function ownKey({ key, fields }: ObjectType): Ways | undefined {
  if (key.length > 0) return key.map((name) => [name])
  const id = fields.find(({ name }) => name === 'id')
  const isKey = id?.required === true && !id.nullable && id.type.kind === 'scalar'
  return isKey ? [['id']] : undefined
}
