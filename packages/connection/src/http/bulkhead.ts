import { PlatformError } from '@bindery/model'

export interface BulkheadLimits {
  readonly inFlight: number
  readonly queue: number
  readonly waitMs: number
}

/** How many calls of one connection may be under way at once, and how many may wait for those. */
export interface CallBounds {
  readonly atOnce: number
  readonly waiting: number
}

/**
 * What holds where nobody set anything: one slow provider cannot hold the sockets and memory of the others, and one that is as
 * quick as most refuses nobody. A database has a session for each call at once. Of HTTP fewer are under way where the
 * provider does not cope.
 */
export const standardBounds: { readonly [kind in 'http' | 'sql']: CallBounds } = {
  http: { atOnce: 32, waiting: 256 },
  sql: { atOnce: 4, waiting: 256 },
}

/** How long a call may wait for its turn at a provider, in ms. */
const turnMs = 10_000

export const toLimits = ({ atOnce, waiting }: CallBounds): BulkheadLimits => ({
  inFlight: atOnce,
  queue: waiting,
  waitMs: turnMs,
})

interface Waiter {
  readonly enter: () => void
  readonly refuse: (error: PlatformError) => void
  readonly timer: NodeJS.Timeout
}

/** Bounds how many calls run at once. First come, first served. */
export class Bulkhead {
  readonly #limits: BulkheadLimits
  readonly #room: () => number
  readonly #waiting: Waiter[] = []
  #inFlight = 0

  /** `room` says how many may run now, at most `limits.inFlight`; always that many when absent. */
  constructor(limits: BulkheadLimits, room: () => number = () => limits.inFlight) {
    this.#limits = limits
    this.#room = room
  }

  /** Nothing runs and nothing waits. */
  get isIdle(): boolean {
    return this.#inFlight === 0
  }

  /** Runs `work` when there is room. Throws `overloaded` when the queue is full or the wait too long. */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#inFlight >= this.#room()) await this.#wait()
    else this.#inFlight += 1
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#limits.queue) return Promise.reject(overloaded())
    return new Promise((enter, refuse) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        refuse(overloaded())
      }, this.#limits.waitMs)
      const waiter = { enter, refuse, timer }
      this.#waiting.push(waiter)
    })
  }

  /** Hands the place to the next in line, so that a newcomer cannot take it in between; more where there is more room now. */
  #leave(): void {
    this.#inFlight -= 1
    while (this.#inFlight < this.#room()) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      clearTimeout(next.timer)
      this.#inFlight += 1
      next.enter()
    }
  }
}

function overloaded(): PlatformError {
  const message = 'Too many calls to this provider are running: try again in a moment.'
  return new PlatformError('overloaded', message, { reason: 'bulkhead', retryAfterMs: 1000, sent: 'no' })
}
