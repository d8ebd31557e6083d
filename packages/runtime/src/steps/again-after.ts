import { setTimeout as wait } from 'node:timers/promises'
import { PlatformError } from '@bindery/model'

/** How often one read of many is made when its provider says that there are too many. */
const mostTries = 4
const firstWaitMs = 250

/** The time that a run has left. */
interface Time {
  readonly leftMs: () => number
  readonly signal: AbortSignal
}

/**
 * Waits until a provider that has too many calls may be asked again: as long as it says, or twice as long as the time before.
 * False for any other failure, after four tries, and where the run would be over by then.
 */
export async function againAfter(error: unknown, tries: number, { leftMs, signal }: Time): Promise<boolean> {
  if (!isThrottled(error) || tries >= mostTries) return false
  const leastMs = error.details.retryAfterMs ?? firstWaitMs * 2 ** (tries - 1)
  // At random, so that those that were refused together do not come back together.
  const ms = leastMs + Math.random() * 0.2 * firstWaitMs
  if (ms >= leftMs()) return false
  await wait(ms, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

/** Refused before anything was done (RFC 6585, 4). */
const isThrottled = (error: unknown): error is PlatformError =>
  error instanceof PlatformError && error.details.upstreamStatus === 429
