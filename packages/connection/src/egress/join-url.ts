import { PlatformError } from '@bindery/model'

/** The base of a connection, parsed once. */
export interface BaseUrl {
  readonly origin: string
  /** Without a slash at the end; empty for the root. */
  readonly path: string
}

/** Reads a base URL that `checkUrl` accepts. Throws `template_invalid` when it has a query or a fragment. */
export function parseBaseUrl(text: string): BaseUrl {
  const url = new URL(text)
  if (url.search !== '' || url.hash !== '') {
    throw new PlatformError(
      'template_invalid',
      'A base URL has no "?" and no "#": move them to the operation.',
      {
        reason: 'base_url',
        sent: 'no',
      },
    )
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') }
}

/**
 * The request target under a base: path and query, as they go into the request line. Nothing in `path` or `query` can
 * leave the origin or the base path: throws `template_invalid` on anything that is not plain encoded path segments.
 */
export function joinTarget(base: BaseUrl, path: string, query: string): string {
  if (!isPlainPath(path)) throw unsafe('path')
  if (!isPlainQuery(query)) throw unsafe('query')
  const joined = base.path === '' && path === '' ? '/' : `${base.path}${path}`
  return query === '' ? joined : `${joined}?${query}`
}

/** Whether a URL is of the origin and under the base path, so that what a connection holds was given for it. */
export function isInside(url: URL, { origin, path }: BaseUrl): boolean {
  if (url.origin !== origin || url.username !== '' || url.password !== '') return false
  if (url.pathname !== path && !url.pathname.startsWith(`${path}/`)) return false
  // Parsing resolves dots, and not those that an encoded slash stands beside.
  return !hasDotSegment(url.pathname)
}

/** Whether a server that decodes a path before it reads it would see a segment of one or two dots in it. */
export const hasDotSegment = (path: string): boolean => dotSegment.test(path)

// RFC 3986 pchar and "/": no backslash, "?", "#", space, control or non-ASCII character; percent signs only as escapes.
const pathText = /^(?:\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*)*$/
const queryText = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]{}|]|%[0-9A-Fa-f]{2})*$/
// A segment of one or two dots, each perhaps percent-encoded; an encoded slash or backslash beside dots counts as one.
const dotSegment = /(?:^|\/|%2f|%5c)(?:\.|%2e){1,2}(?:$|\/|%2f|%5c)/i

/** Whether a path may be appended to a base as it is. */
export function isPlainPath(path: string): boolean {
  return pathText.test(path) && !path.startsWith('//') && !hasDotSegment(path)
}

const isPlainQuery = (query: string): boolean => queryText.test(query)

function unsafe(part: 'path' | 'query'): PlatformError {
  return new PlatformError(
    'template_invalid',
    `The ${part} of the request would leave its place: encode every value with percent signs.`,
    { reason: `unsafe_${part}`, sent: 'no' },
  )
}
