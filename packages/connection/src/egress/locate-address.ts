import { type HttpPlace, toUrl } from '@bindery/model'
import { type BaseUrl, isInside, isPlainPath, joinTarget } from './join-url.ts'

export interface Locating {
  readonly base: BaseUrl
  /** Names in the query that the credential sets: what an address says of them is left out. */
  readonly reserved: ReadonlySet<string> | undefined
}

/**
 * Where an address of an answer leads, under the base; relative ones are read from the request that was answered. Undefined
 * for another origin, a path outside of the base, or one that could be read as leaving it.
 */
export function locateAddress(
  address: string,
  from: HttpPlace,
  { base, reserved }: Locating,
): HttpPlace | undefined {
  const url = toUrl(address, `${base.origin}${joinTarget(base, from.path, from.query)}`)
  if (url === undefined || !isInside(url, base)) return undefined
  const path = url.pathname.slice(base.path.length)
  if (!isPlainPath(path)) return undefined
  return { path, query: toPlainQuery(url.search.slice(1), reserved ?? new Set()) }
}

/** Parsing leaves signs in a query that no request may hold, and providers write percent signs that stand for themselves. */
function toPlainQuery(query: string, reserved: ReadonlySet<string>): string {
  const pairs = query.split('&').filter((pair) => !reserved.has(nameOf(pair)))
  return pairs
    .join('&')
    .replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replaceAll(/[\\^`"<>\s]/g, (sign) => encodeURIComponent(sign))
}

const nameOf = (pair: string): string => [...new URLSearchParams(pair).keys()][0] ?? ''
