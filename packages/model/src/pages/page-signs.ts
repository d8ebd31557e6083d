import { isJsonObject, type Json, type JsonObject } from '../json.ts'

/** Names as providers spell them, without case and marks: `next_page_token` and `nextPageToken` are one. */
function plain(name: string): string {
  const known = spelled.get(name)
  if (known !== undefined) return known
  const plainly = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  // An answer may hold any number of names: the usual ones come first.
  if (spelled.size < 2000 && name.length < 60) spelled.set(name, plainly)
  return plainly
}

const spelled = new Map<string, string>()

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const wrappers = words(
  'meta metadata pagination paging pager links pageinfo page responsemetadata cursors pages resultinfo resultset',
)
const things = '(?:items?|results?|records?|elements?|hits|rows|entries|matches|objects|documents|docs)'
const totals = new RegExp(
  `^(?:odatacount|numfound|${things}?total|total(?:number)?(?:of)?${things}?(?:count|size|found|available)?)$`,
)
/** Of what a filter leaves: it stands above a total of everything. */
const filtered = words('filtercount recordsfiltered totalfiltered filteredcount')
const flags = words(
  'hasmore hasnext hasnextpage hasmoreitems hasmoreresults hasmorepages morepages istruncated truncated',
)
const ends = words('islast islastpage last lastpage')
const nexts =
  /^(?:odata)?next(?:page|cursor|token|link|url|uri|href|marker|offset|key|start|continuation|batch|records|results)*$/
const otherNexts = words('continuationtoken lastevaluatedkey')
const currents = words('page currentpage pagenumber pageindex pageno pagenum number')
const counts = words('totalpages pagecount pages numpages totalpagecount numberofpages pagestotal')
const sizes = words('limit perpage pagesize maxresults maxitems resultsperpage itemsperpage top take first')

/** Whether an argument of that name says how many items come back. */
export const isSizeName = (name: string): boolean => sizes.has(plain(name))

/** Whether what has that name says something of the page beside it. */
export const isWrapper = (name: string): boolean => wrappers.has(plain(name))

/** How many items there are in all, or at least. */
export interface Total {
  readonly count: number
  readonly isExact: boolean
}

/** The total that a place says. */
export function readTotal(place: JsonObject): Total | undefined {
  return (
    firstOf(place, (name) => filtered.has(name), toTotal) ??
    firstOf(place, (name) => totals.test(name), toTotal)
  )
}

/** Whether there is a next page, where that is said as true or false. */
export const readFlag = (place: JsonObject): boolean | undefined =>
  firstOf(
    place,
    (name) => flags.has(name) || ends.has(name),
    (value, name) => (typeof value === 'boolean' ? value === flags.has(name) : undefined),
  )

/** Whether there is a way to a next page: a place for one that is empty says that there is none. */
export function readNext(place: JsonObject): boolean | undefined {
  const given = Object.entries(place).flatMap(([name, value]) => {
    if (isNextName(plain(name))) return [isGiven(value)]
    // An offset that is text is where to go on; a number is where this page began.
    return plain(name) === 'offset' && typeof value === 'string' && toCount(value) === undefined
      ? [isGiven(value)]
      : []
  })
  return given.length === 0 ? undefined : given.includes(true)
}

/** What stands in places for a next page and holds something, with the name that it has there. */
export const nextMembers = (place: JsonObject): readonly (readonly [name: string, value: Json])[] =>
  Object.entries(place).flatMap(([given, value]) =>
    isNextName(plain(given)) && isGiven(value) ? [[plain(given), value] as const] : [],
  )

/** Whether what has that name beside a list may say how the list goes on. */
export const isPageSign = (given: string): boolean => {
  const name = plain(given)
  const isCounted = totals.test(name) || filtered.has(name) || counts.has(name) || currents.has(name)
  return isCounted || flags.has(name) || ends.has(name) || isNextName(name) || name === 'lastpage'
}

const isNextName = (name: string): boolean => nexts.test(name) || otherNexts.has(name)

/** Which page it is and which is the last, as far as places say it. */
export interface PageNumbers {
  readonly page: number | undefined
  /** The number of the last page, counted as `page` is. */
  readonly last: number | undefined
  /** How many pages there are: pages may be counted from 0 or from 1. */
  readonly pages: number | undefined
}

export function readPageNumbers(places: readonly JsonObject[]): PageNumbers {
  const find = (isNamed: (name: string) => boolean) =>
    places.map((place) => firstOf(place, isNamed, toCount)).find((count) => count !== undefined)
  return {
    page: find((name) => currents.has(name)),
    last: find((name) => name === 'lastpage'),
    pages: find((name) => counts.has(name)),
  }
}

/** Whether the provider says that what it gives is not all that it would find. */
export const isIncomplete = (place: JsonObject): boolean =>
  firstOf(
    place,
    (name) => name === 'incompleteresults',
    (value) => value === true || undefined,
  ) === true

/** Whether a batch is said to be done: also the word of many things that are no batches. */
export const readDone = (place: JsonObject): boolean | undefined =>
  firstOf(
    place,
    (name) => name === 'done',
    (value) => (typeof value === 'boolean' ? value : undefined),
  )

const looseCounts = words('count resultcount numresults numberofresults itemcount recordcount found')
const cursors = words('cursor endcursor scrollid')

/** What may mean that there is more, and may as well not: a larger count, the size of the page itself, a cursor. */
export function mayGoOn(place: JsonObject, items: number): boolean {
  return Object.entries(place).some(([given, value]) => {
    const name = plain(given)
    const count = toCount(value)
    if (looseCounts.has(name)) return count !== undefined && count > items
    if (sizes.has(name)) return count !== undefined && count === items && items > 0
    return cursors.has(name) && typeof value === 'string' && value !== ''
  })
}

function firstOf<T>(
  place: JsonObject,
  isNamed: (name: string) => boolean,
  read: (value: Json, name: string) => T | undefined,
): T | undefined {
  for (const [given, value] of Object.entries(place)) {
    const name = plain(given)
    const found = isNamed(name) ? read(value, name) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

const isGiven = (value: Json): boolean =>
  value !== null &&
  value !== false &&
  value !== '' &&
  !(isJsonObject(value) && Object.keys(value).length === 0)

/** Search engines count up to a bound only, and say so beside the number. */
function toTotal(value: Json): Total | undefined {
  const [number, relation] = isJsonObject(value) ? [value['value'] ?? null, value['relation']] : [value, 'eq']
  const count = toCount(number)
  return count === undefined ? undefined : { count, isExact: relation === undefined || relation === 'eq' }
}

function toCount(value: Json): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined
  return typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : undefined
}
