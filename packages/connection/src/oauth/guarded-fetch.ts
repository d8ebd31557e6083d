import { PlatformError, Secret, within } from '@bindery/model'
import type { CustomFetch } from 'openid-client'
import { type Reach, requireReach } from '../auth/reach.ts'
import type { Egress } from '../egress/egress.ts'
import type { Incoming } from '../http/exchange.ts'
import { toTokenAnswer } from './token-answer.ts'
import { sendOnce, toResponse } from '../http/send-once.ts'
import type { Witness } from './witness.ts'

export interface GuardedFetch {
  readonly egress: Egress
  readonly key: string
  readonly signal: AbortSignal
  /** Where what is asked with may go. */
  readonly reach: Reach
  /** What the answer is: a token in whatever form, or something else, which is left as it came. */
  readonly answers: 'token' | 'other'
  /** Id tokens of an issuer that nobody named cannot be checked, so they are taken out of the answer. */
  readonly idTokens: 'kept' | 'dropped'
}

/** More than any token endpoint has to say. */
const maxResponseBytes = 262_144

/** `fetch` for an OAuth library: through the egress guard, one request, no redirect, no log. */
export function guardedFetch(options: GuardedFetch, witness: Witness): CustomFetch {
  return async (url, { method, headers, body }) => {
    try {
      const { egress, key, signal, reach } = options
      requireReach(reach, new URL(url).origin)
      const request = {
        url: new URL(url),
        method,
        headers: Object.entries(headers).flat(),
        body: Buffer.from(body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : ''),
        maxResponseBytes,
      }
      const answer = await within(signal, tokenDeadlineMs, (deadline) =>
        sendOnce({ egress, key }, request, deadline),
      )
      witness.status = answer.status
      return asResponse(options, answer, witness)
    } catch (error) {
      if (error instanceof PlatformError) witness.failure = error
      throw error
    }
  }
}

/** A lease of a refresh outlives it. */
export const tokenDeadlineMs = 10_000

function asResponse({ answers, idTokens }: GuardedFetch, answer: Incoming, witness: Witness): Response {
  if (answers === 'other') return toResponse(answer)
  const { incoming, refreshToken, isErrorUnderSuccess } = toTokenAnswer(answer, idTokens)
  if (refreshToken !== undefined) witness.onRefreshToken?.(new Secret(refreshToken))
  if (isErrorUnderSuccess) witness.isErrorUnderSuccess = true
  return toResponse(incoming)
}
