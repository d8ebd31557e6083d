import { PlatformError } from '@bindery/model'

/** Failures in a row that open a breaker, and how long it then stays open at first and at most. */
const failuresToOpen = 5
const firstOpenMs = 5_000
const longestOpenMs = 120_000

/**
 * Stops calling a provider that does not answer (circuit breaker; Nygard, "Release It!", 2007): after five failures in a
 * row calls are refused at once; after a while one call is let through as a probe, and how it ends decides. Each probe
 * that fails doubles the while. Answers with an error of the provider's own are no failures, gateways' are.
 */
export class Breaker {
  readonly #now: () => number
  #failures = 0
  #openUntil = 0
  #openMs = firstOpenMs
  #isProbing = false

  constructor(now: () => number) {
    this.#now = now
  }

  /** Runs `work` unless the breaker is open; `isFailure` looks at what it gave. Throws `upstream_unreachable`. */
  async run<Value>(work: () => Promise<Value>, isFailure: (value: Value) => boolean): Promise<Value> {
    const kind = this.#enter()
    try {
      const value = await work()
      this.#settle(kind, isFailure(value) ? 'failed' : 'worked')
      return value
    } catch (error) {
      this.#settle(kind, isOutage(error) ? 'failed' : 'neither')
      throw error
    }
  }

  #enter(): 'probe' | 'call' {
    if (this.#failures < failuresToOpen) return 'call'
    const waitMs = this.#openUntil - this.#now()
    if (waitMs > 0 || this.#isProbing) throw open(Math.max(waitMs, 1_000))
    this.#isProbing = true
    return 'probe'
  }

  /** Calls that began before it opened may end while a probe is under way: the probe goes on. */
  #settle(kind: 'probe' | 'call', ending: 'worked' | 'failed' | 'neither'): void {
    if (kind === 'probe') this.#isProbing = false
    if (ending === 'neither') return
    if (ending === 'worked') {
      this.#failures = 0
      this.#openMs = firstOpenMs
      return
    }
    this.#failures += 1
    if (this.#failures < failuresToOpen) return
    if (kind === 'probe') this.#openMs = Math.min(this.#openMs * 2, longestOpenMs)
    this.#openUntil = this.#now() + this.#openMs
  }
}

function isOutage(error: unknown): boolean {
  if (!(error instanceof PlatformError)) return false
  return error.code === 'upstream_timeout' || error.code === 'upstream_unreachable'
}

function open(retryAfterMs: number): PlatformError {
  const message = 'The provider has not answered several times in a row, so it is left alone for a moment.'
  return new PlatformError('upstream_unreachable', message, {
    reason: 'breaker_open',
    retryAfterMs,
    sent: 'no',
  })
}
