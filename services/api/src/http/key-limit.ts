import { PlatformError } from '@bindery/model'

/** What the answer to a request says about the requests that its key has left. */
export type RateHeaders = Readonly<
  Record<'ratelimit-limit' | 'ratelimit-remaining' | 'ratelimit-reset', string>
>

const windowMs = 60_000
const mostKeys = 20_000

interface Window {
  readonly beganMs: number
  count: number
}

/**
 * Counts requests per API key in windows of a minute, in this process alone: it protects the server from one key that
 * runs wild. Limits that are promised to somebody are those of skills and guardrails, which hold across processes.
 */
export class KeyLimit {
  readonly #perMinute: number
  readonly #now: () => number
  readonly #windows = new Map<string, Window>()

  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute
    this.#now = now
  }

  /** Counts one request. Throws `rate_limited` for one too many. */
  take(keyId: string): RateHeaders {
    const nowMs = this.#now()
    const window = this.#windowOf(keyId, nowMs)
    window.count += 1
    const leftMs = window.beganMs + windowMs - nowMs
    if (window.count > this.#perMinute) {
      throw new PlatformError(
        'rate_limited',
        `This API key has made ${this.#perMinute} requests within a minute: wait ${Math.ceil(leftMs / 1000)} s.`,
        { retryAfterMs: leftMs },
      )
    }
    return {
      'ratelimit-limit': String(this.#perMinute),
      'ratelimit-remaining': String(this.#perMinute - window.count),
      'ratelimit-reset': String(Math.ceil(leftMs / 1000)),
    }
  }

  #windowOf(keyId: string, nowMs: number): Window {
    const known = this.#windows.get(keyId)
    if (known !== undefined && known.beganMs + windowMs > nowMs) return known
    if (this.#windows.size >= mostKeys) this.#windows.clear()
    const made = { beganMs: nowMs, count: 0 }
    this.#windows.set(keyId, made)
    return made
  }
}
