import { isJsonObject, parseJson, PlatformError } from '@bindery/model'
import type { CustomFetch } from 'openid-client'
import { checkUrl } from '../egress/check-url.ts'
import type { Egress } from '../egress/egress.ts'
import { egressBlocked } from '../egress/egress-error.ts'
import { exchange, type Incoming } from '../http/exchange.ts'

/** What became of a request, for the error that is made of it. */
export interface Witness {
  failure: PlatformError | undefined
  status: number | undefined
}

export interface GuardedFetch {
  readonly egress: Egress
  readonly key: string
  readonly signal: AbortSignal
  /** Id tokens of an issuer that nobody named cannot be checked, so they are taken out of the answer. */
  readonly idTokens: 'kept' | 'dropped'
}

/** More than any token endpoint has to say. */
const maxResponseBytes = 262_144

/** `fetch` for an OAuth library: through the egress guard, one request, no redirect, no log. */
export function guardedFetch(options: GuardedFetch, witness: Witness): CustomFetch {
  return async (url, { method, headers, body }) => {
    try {
      const answer = await send(options, {
        url: new URL(url),
        method,
        headers: Object.entries(headers).flat(),
        body: Buffer.from(body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : ''),
      })
      witness.status = answer.status
      return toResponse(answer, options.idTokens)
    } catch (error) {
      if (error instanceof PlatformError) witness.failure = error
      throw error
    }
  }
}

interface Request {
  readonly url: URL
  readonly method: string
  readonly headers: string[]
  readonly body: Uint8Array
}

function send({ egress, key, signal }: GuardedFetch, request: Request): Promise<Incoming> {
  const { url, method, headers, body } = request
  const verdict = checkUrl(url.href, egress.policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  const door = egress.door(key, url.origin)
  const target = `${url.pathname}${url.search}`
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(tokenDeadlineMs)])
  return door.bulkhead.run(() =>
    exchange(
      door.pool,
      { method, target, headers, body: body.length === 0 ? undefined : body, maxResponseBytes },
      deadline,
    ),
  )
}

/** A lease of a refresh outlives it. */
export const tokenDeadlineMs = 10_000

/** Statuses whose answers have no body, which `Response` insists on. */
const bodyless = new Set([204, 205, 304])

function toResponse({ status, headers, body }: Incoming, idTokens: GuardedFetch['idTokens']): Response {
  const kept = [...headers].filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
  const content = idTokens === 'kept' ? body : withoutIdToken(body)
  return new Response(bodyless.has(status) ? null : Buffer.from(content), { status, headers: kept })
}

function withoutIdToken(body: Uint8Array): Uint8Array {
  try {
    const parsed = parseJson(Buffer.from(body).toString('utf8'))
    if (!isJsonObject(parsed) || !Object.hasOwn(parsed, 'id_token')) return body
    const { id_token: _, ...rest } = parsed
    return Buffer.from(JSON.stringify(rest))
  } catch {
    return body
  }
}
