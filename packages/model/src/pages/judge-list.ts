import { isJsonObject, type JsonObject } from '../json.ts'
import type { PartialList } from '../source-adapter.ts'
import {
  isIncomplete,
  isWrapper,
  mayGoOn,
  readDone,
  readFlag,
  readNext,
  readPageNumbers,
  readTotal,
} from './page-signs.ts'

/** What is known of the pages of an operation beside its answer. */
export interface Paging {
  /** Items that a page holds at most; undefined when nothing says it. */
  readonly size?: number | undefined
  /** Where the answer says how to go on. */
  readonly nextPath?: readonly string[] | undefined
}

/** A list as far as it was read. */
export interface ListRead {
  readonly paging: Paging | undefined
  /** Items on this page. */
  readonly items: number
  /** Items on this page and on those before it. */
  readonly read: number
}

/** Whether there is more of a list than was read, by the places that speak of it. */
export function judgePlaces(places: readonly JsonObject[], list: ListRead): Judgement {
  const { paging, items } = list
  const said = judge(places, list)
  const isFull = paging !== undefined && isFullPage(items, paging.size)
  return said ?? { more: isFull ? 'possible' : 'none' }
}

export interface Judgement {
  readonly more: PartialList['more'] | 'none'
  readonly total?: number
}

/** The surest sign decides: a total above what is there, a flag, page numbers, a way on; then what may mean either. */
function judge(places: readonly JsonObject[], { items, read }: ListRead): Judgement | undefined {
  const total = places.map(readTotal).find((each) => each !== undefined && each.count >= read)
  const flag = places.map(readFlag).find(isSaid)
  if (total !== undefined && total.count > read)
    return { more: 'certain', ...(total.isExact ? { total: total.count } : {}) }
  if (flag === true) return { more: 'certain' }
  if (places.some(isIncomplete)) return { more: 'possible' }
  if (total?.isExact === true || flag === false) return { more: 'none' }
  return judgeNumbers(places) ?? judgeNext(places) ?? judgeRest(places, items)
}

/** Where pages may be counted from 0 or from 1, a page may be the last or the one before. */
function judgeNumbers(places: readonly JsonObject[]): Judgement | undefined {
  const { page, last, pages } = readPageNumbers(places)
  if (page !== undefined && last !== undefined) return { more: page < last ? 'certain' : 'none' }
  if (pages === undefined) return undefined
  if (pages <= 1) return { more: 'none' }
  if (page === undefined) return undefined
  if (page === 0 || page < pages - 1) return { more: 'certain' }
  return page === pages ? { more: 'none' } : undefined
}

function judgeNext(places: readonly JsonObject[]): Judgement | undefined {
  const next = places.map(readNext).filter(isSaid)
  if (next.length === 0) return undefined
  return { more: next.includes(true) ? 'certain' : 'none' }
}

function judgeRest(places: readonly JsonObject[], items: number): Judgement | undefined {
  const done = places.map(readDone).find(isSaid)
  if (done === true) return { more: 'none' }
  const { pages } = readPageNumbers(places)
  const isOpen = done === false || pages !== undefined || places.some((place) => mayGoOn(place, items))
  return isOpen ? { more: 'possible' } : undefined
}

const isSaid = (sign: boolean | undefined): sign is boolean => sign !== undefined

const deepestWrapper = 3

/** An object and the wrappers in it, which speak of the page beside them. */
export function withWrappers(place: JsonObject, depth = 0): readonly JsonObject[] {
  if (depth === deepestWrapper) return [place]
  const inner = Object.entries(place).flatMap(([name, member]) =>
    isWrapper(name) && isJsonObject(member) ? withWrappers(member, depth + 1) : [],
  )
  return [place, ...inner]
}

/** Providers cap pages at round numbers: where no size is known, a round number of items may be such a page. */
export function isFullPage(count: number, size: number | undefined): boolean {
  if (size !== undefined) return count > 0 && count >= size
  return count >= 10 && count % 5 === 0
}
