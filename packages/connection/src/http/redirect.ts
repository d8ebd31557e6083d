import { PlatformError, toUrl } from '@bindery/model'
import { type BaseUrl, isInside } from '../egress/join-url.ts'
import type { Incoming } from './exchange.ts'

/** Where a redirect leads, under the same origin. */
export interface RedirectTarget {
  readonly path: string
  readonly query: string
}

/** True for the answers that tell a client to go elsewhere. */
export const isRedirect = (status: number): boolean =>
  status === 301 || status === 302 || status === 303 || status === 307 || status === 308

/**
 * The request target of a redirect that a read may follow: same origin, inside the base path. Throws `upstream_error`
 * with reason `redirect` for any other, so that neither a credential nor a request can be led elsewhere.
 */
export function followRedirect(answer: Incoming, current: string, base: BaseUrl): RedirectTarget {
  const location = answer.headers.get('location')
  const from = `${base.origin}${current}`
  const url = location === undefined ? undefined : toUrl(location, from)
  if (url === undefined || !isInside(url, base)) throw refusedRedirect(answer.status)
  return { path: url.pathname, query: url.search.slice(1) }
}

/** The error for a redirect that is not followed. Never shows where it led. */
export function refusedRedirect(status: number): PlatformError {
  return new PlatformError(
    'upstream_error',
    `The provider redirected the call (status ${status}), which is not followed: correct the base URL or path.`,
    { reason: 'redirect', upstreamStatus: status, sent: 'maybe' },
  )
}
