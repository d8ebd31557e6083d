import { PlatformError } from '@bindery/model'

const windowMs = 60_000
const mostTries = 10
const mostAddresses = 20_000

interface Window {
  readonly beganMs: number
  count: number
}

/**
 * Counts wrong keys and codes per address in windows of a minute, in this process alone. A try counts before its outcome is
 * known, so that many at once are no way around it; a right one is given back.
 */
export class WrongTries {
  readonly #now: () => number
  readonly #windows = new Map<string, Window>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Throws `rate_limited` for one too many; else gives what takes the try back. */
  take(address: string): () => void {
    const nowMs = this.#now()
    const window = this.#windowOf(address, nowMs)
    if (window.count >= mostTries) {
      const leftMs = window.beganMs + windowMs - nowMs
      throw new PlatformError(
        'rate_limited',
        `There were ${mostTries} wrong keys or codes within a minute: wait ${Math.ceil(leftMs / 1000)} s.`,
        { retryAfterMs: leftMs },
      )
    }
    window.count += 1
    return () => {
      window.count -= 1
    }
  }

  #windowOf(address: string, nowMs: number): Window {
    const known = this.#windows.get(address)
    if (known !== undefined && known.beganMs + windowMs > nowMs) return known
    if (this.#windows.size >= mostAddresses) this.#windows.clear()
    const made = { beganMs: nowMs, count: 0 }
    this.#windows.set(address, made)
    return made
  }
}
