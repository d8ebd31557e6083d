import { isJsonArray, isJsonObject, type Json, type JsonObject, type PartialList } from '@bindery/model'
import { type Judgement, judgePlaces, type ListRead, type Paging, withWrappers } from '@bindery/model/pages'
import { headerPlace } from './header-signs.ts'
import { valueAt } from './value-at.ts'

export interface PagedAnswer {
  readonly data: Json
  /** Lower-case names; the link to a next page and a total may stand there. */
  readonly headers?: ReadonlyMap<string, string> | undefined
}

/**
 * Which lists of an answer are, or may be, a page of more: by what stands beside a list (a total, a flag, page numbers, a
 * next page), by the headers for the outermost one, and where nothing is said, by a page that is full. Without `paging` an
 * operation has no pages that are known, and only what the answer says counts.
 */
export function findPartialLists(
  answer: PagedAnswer,
  lists: readonly (readonly string[])[],
  paging: Paging | undefined,
): readonly PartialList[] {
  return lists.flatMap((path) => {
    const found = valueAt(answer.data, path)
    if (!isJsonArray(found)) return []
    const { more, total } = judgeList(answer, path, { paging, items: found.length, read: found.length })
    return more === 'none' ? [] : [{ path, more, ...(total === undefined ? {} : { total }) }]
  })
}

/** Whether there is more of a list than was read, by the answer that held its last page. */
export const judgeList = (answer: PagedAnswer, path: readonly string[], list: ListRead): Judgement =>
  judgePlaces(placesOf(answer, path, list.paging), list)

/** The objects that speak of a list: what holds it, for an outer one the answer and its headers, and wrappers in them. */
export function placesOf(
  { data, headers }: PagedAnswer,
  path: readonly string[],
  paging: Paging | undefined,
): readonly JsonObject[] {
  const isOutermost = path.length <= 2
  const next = paging?.nextPath === undefined ? undefined : valueAt(data, paging.nextPath)
  const holders = [valueAt(data, path.slice(0, -1)), ...(isOutermost ? [data] : [])].filter(isJsonObject)
  return [
    ...(isOutermost ? [headerPlace(headers)] : []),
    ...new Set(holders.flatMap((holder) => withWrappers(holder))),
    ...(isOutermost && typeof next === 'string' && next !== '' ? [{ next }] : []),
  ]
}
