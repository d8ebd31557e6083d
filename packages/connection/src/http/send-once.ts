import { checkUrl } from '../egress/check-url.ts'
import type { Egress } from '../egress/egress.ts'
import { egressBlocked } from '../egress/egress-error.ts'
import { exchange, type Incoming } from './exchange.ts'

/** One request of a library that brings its own protocol and needs a way out. */
export interface LibraryRequest {
  readonly url: URL
  readonly method: string
  /** Names and values in turn. */
  readonly headers: string[]
  readonly body: Uint8Array
  readonly maxResponseBytes: number
}

/** Sends one request to a checked address; follows nothing, retries nothing. Throws PlatformError. */
export function sendOnce(
  { egress, key }: { readonly egress: Egress; readonly key: string },
  request: LibraryRequest,
  signal: AbortSignal,
): Promise<Incoming> {
  const { url, method, headers, body, maxResponseBytes } = request
  const verdict = checkUrl(url.href, egress.policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  const door = egress.door(key, url.origin)
  const target = `${url.pathname}${url.search}`
  return door.bulkhead.run(() =>
    exchange(
      door.pool,
      { method, target, headers, body: body.length === 0 ? undefined : body, maxResponseBytes },
      signal,
    ),
  )
}

/** Statuses whose answers have no body, which `Response` insists on. */
const bodyless = new Set([204, 205, 304])

/** An answer as libraries expect it; its body is decompressed already. */
export function toResponse({ status, headers, body }: Incoming): Response {
  const kept = [...headers].filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
  return new Response(bodyless.has(status) ? null : Buffer.from(body), { status, headers: kept })
}
