import { setTimeout as wait } from 'node:timers/promises'
import { type HttpRequest, PlatformError } from '@bindery/model'
import type { Door } from '../egress/egress.ts'
import type { BaseUrl } from '../egress/join-url.ts'
import type { Incoming, Outgoing } from './exchange.ts'
import { exchange } from './exchange.ts'
import { followRedirect, isRedirect, refusedRedirect } from './redirect.ts'

export interface Sending {
  readonly door: Door
  readonly base: BaseUrl
  /** `again` for what provably reads. */
  readonly leaves: 'once' | 'again'
  /** Puts what the credential adds into the query of a redirect inside the base. */
  readonly authoriseQuery: (query: string) => string
}

const maxRedirects = 3

/**
 * Whether a request may leave a second time, after a failure, a redirect or a refused token. That a call reads is often
 * concluded from its name only; then the method must say so too (RFC 9110, 9.2.1), or the protocol.
 */
export function leavesOf({ method, effect, isSafe }: HttpRequest): Sending['leaves'] {
  const isProved = isSafe === true || /^(?:GET|HEAD|OPTIONS)$/i.test(method)
  return effect === 'read' && isProved ? 'again' : 'once'
}

/**
 * Sends a request within the rules of its kind. What provably reads may be repeated once, within the door's budget, after
 * a lost or refused connection, 503, or 429 with a wait of at most 1 s; and follows at most 3 redirects inside its own base.
 * Anything else leaves at most once and follows nothing.
 */
export async function sendRequest(
  outgoing: Outgoing,
  sending: Sending,
  signal: AbortSignal,
): Promise<Incoming> {
  if (sending.leaves === 'once') return sendOnce(outgoing, sending, signal)
  let current = outgoing
  for (let redirects = 0; ; redirects++) {
    const answer = await sendRead(current, sending.door, signal)
    if (!isRedirect(answer.status)) return answer
    if (redirects === maxRedirects || outgoing.body !== undefined) throw refusedRedirect(answer.status)
    // The credential goes along: origin and base path are the ones that it was given for.
    const { path, query } = followRedirect(answer, current.target, sending.base)
    current = { ...current, target: toTarget(path, sending.authoriseQuery(query)) }
  }
}

const toTarget = (path: string, query: string): string => (query === '' ? path : `${path}?${query}`)

async function sendOnce(outgoing: Outgoing, sending: Sending, signal: AbortSignal): Promise<Incoming> {
  const answer = await exchange(sending.door.pool, outgoing, signal)
  if (isRedirect(answer.status)) throw refusedRedirect(answer.status)
  return answer
}

async function sendRead(outgoing: Outgoing, door: Door, signal: AbortSignal): Promise<Incoming> {
  door.retries.earn()
  const first = await exchange(door.pool, outgoing, signal).catch((error: unknown) => {
    if (mayRepeatAfter(error) && door.retries.spend()) return undefined
    throw error
  })
  if (first !== undefined && !(asksForRepeat(first) && door.retries.spend())) return first
  await pause(first === undefined ? 0 : retryAfterMs(first), signal)
  return exchange(door.pool, outgoing, signal)
}

function mayRepeatAfter(error: unknown): boolean {
  if (!(error instanceof PlatformError) || error.code !== 'upstream_unreachable') return false
  const reason = error.details.reason
  return reason === 'connect' || reason === 'connection_lost'
}

function asksForRepeat(answer: Incoming): boolean {
  const hasWait = answer.headers.has('retry-after')
  if (answer.status === 429) return hasWait && retryAfterMs(answer) <= 1000
  return answer.status === 503 && retryAfterMs(answer) <= 1000
}

/** The wait that an answer asks for, in ms; 0 without one. A date counts as too long to wait for. */
function retryAfterMs(answer: Incoming): number {
  const text = answer.headers.get('retry-after') ?? '0'
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : Number.POSITIVE_INFINITY
}

/** The wait plus 20 to 100 ms at random, so that callers that failed together do not return together. */
async function pause(leastMs: number, signal: AbortSignal): Promise<void> {
  // An abort ends the pause; the next exchange then reports it.
  await wait(leastMs + 20 + Math.random() * 80, undefined, { signal }).catch(() => undefined)
}
