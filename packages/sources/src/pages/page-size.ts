import {
  type CheckedBinding,
  type Json,
  type JsonObject,
  knownPagination,
  type Operation,
  ownProperty,
  type Pagination,
  type TypeRef,
} from '@bindery/model'
import { isSizeName, type Paging } from '@bindery/model/pages'
import { z } from 'zod'

/** How many items a page of an operation holds: the argument that says it, and how many come without it. */
export const PageSize = z.strictObject({
  sizeArgument: z.string().exactOptional(),
  size: z.int().exactOptional(),
  /** Where the answer says how to go on. */
  nextPath: z.array(z.string()).exactOptional(),
})
export type PageSize = z.infer<typeof PageSize>

/** Undefined for an operation that neither has pages nor takes a number of items. */
export function toPageSize(
  { arguments: all }: Operation,
  pagination: Pagination | undefined,
): PageSize | undefined {
  // An operation that cannot be asked for another page may still be asked for so many.
  const counting = all.find(
    ({ name, place, type }) => !fixedPlaces.has(place) && isSizeName(name) && isNumber(type),
  )
  if (pagination === undefined && counting === undefined) return undefined
  const { sizeArgument = counting?.name, nextPath } = pagination ?? {}
  const byDefault = all.find(({ name }) => name === sizeArgument)?.default
  return {
    ...(sizeArgument === undefined ? {} : { sizeArgument }),
    ...(typeof byDefault === 'number' && Number.isSafeInteger(byDefault) ? { size: byDefault } : {}),
    ...(nextPath === undefined ? {} : { nextPath: [...nextPath] }),
  }
}

/** That of a binding that says something of the rows it reads; undefined for one that says nothing, whose plan stays as it is. */
export function toReadPageSize(
  operation: Operation,
  { reading, reach }: CheckedBinding,
): PageSize | undefined {
  if (reading === undefined) return undefined
  return toPageSize(operation, knownPagination(operation, reach?.object ?? (() => undefined)))
}

/** What is known of the pages of a call: one that says how many it wants has that page size. */
export function pagingOf(page: PageSize | undefined, given: JsonObject, pinned?: Json): Paging | undefined {
  if (page === undefined) return undefined
  const { sizeArgument, size, nextPath } = page
  const asked = sizeArgument === undefined ? undefined : (ownProperty(given, sizeArgument) ?? pinned)
  return { size: typeof asked === 'number' ? asked : size, nextPath }
}

/** Where nothing stands that says how many items come. */
const fixedPlaces = new Set(['path', 'header', 'cookie'])

const isNumber = (type: TypeRef): boolean =>
  type.kind === 'scalar' && (type.scalar === 'integer' || type.scalar === 'number')
