import { isJsonObject, parseJson, PlatformError } from '@bindery/model'
import type { CustomFetch } from 'openid-client'
import type { Egress } from '../egress/egress.ts'
import type { Incoming } from '../http/exchange.ts'
import { sendOnce, toResponse } from '../http/send-once.ts'

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
      const { egress, key, signal } = options
      const request = {
        url: new URL(url),
        method,
        headers: Object.entries(headers).flat(),
        body: Buffer.from(body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : ''),
        maxResponseBytes,
      }
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(tokenDeadlineMs)])
      const answer = await sendOnce({ egress, key }, request, deadline)
      witness.status = answer.status
      return asResponse(options, answer)
    } catch (error) {
      if (error instanceof PlatformError) witness.failure = error
      throw error
    }
  }
}

/** A lease of a refresh outlives it. */
export const tokenDeadlineMs = 10_000

const asResponse = ({ idTokens }: GuardedFetch, answer: Incoming): Response =>
  toResponse(idTokens === 'kept' ? answer : { ...answer, body: withoutIdToken(answer.body) })

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
