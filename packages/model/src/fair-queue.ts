/** How much of something scarce there is at once, and how long one may wait for it. */
export interface FairLimits {
  readonly places: number
  /** Places that one share may have while others are there to be had by somebody else; all when absent. */
  readonly mostOfOne?: number
  /** That wait in one share, at most. */
  readonly waiting: number
  readonly waitMs: number
}

interface Waiter {
  readonly enter: () => void
  readonly timer: NodeJS.Timeout
}

/**
 * Gives the places of something scarce to shares in turn, one after another, however many wait in each: who asks for little waits
 * for one turn of each other share, and who asks for much waits for themselves. Within a share first come, first served.
 */
export class FairQueue {
  readonly #limits: FairLimits
  readonly #refusal: () => Error
  /** Those who wait, by share; the share whose turn is next comes first. */
  readonly #waiting = new Map<string, Waiter[]>()
  readonly #held = new Map<string, number>()
  #taken = 0

  /** `refusal` is what whoever waits too long, or finds too many waiting in their share, is told. */
  constructor(limits: FairLimits, refusal: () => Error) {
    this.#limits = limits
    this.#refusal = refusal
  }

  /** Runs work in a place of a share. Throws the refusal. */
  async run<Value>(share: string, work: () => Promise<Value>): Promise<Value> {
    await this.#enter(share)
    try {
      return await work()
    } finally {
      this.#leave(share)
    }
  }

  #enter(share: string): Promise<void> | undefined {
    if (this.#mayTake(share)) {
      this.#take(share)
      return undefined
    }
    const queue = this.#waiting.get(share) ?? []
    if (queue.length >= this.#limits.waiting) return Promise.reject(this.#refusal())
    this.#waiting.set(share, queue)
    return new Promise((enter, refuse) => {
      const timer = setTimeout(() => {
        this.#forget(share, waiter)
        refuse(this.#refusal())
      }, this.#limits.waitMs)
      const waiter = { enter, timer }
      queue.push(waiter)
    })
  }

  /** Nobody who waits is passed over: their share has all that it may have. */
  #mayTake(share: string): boolean {
    const { places, mostOfOne = places } = this.#limits
    return this.#taken < places && (this.#held.get(share) ?? 0) < mostOfOne
  }

  #take(share: string): void {
    this.#taken += 1
    this.#held.set(share, (this.#held.get(share) ?? 0) + 1)
  }

  #forget(share: string, waiter: Waiter): void {
    const queue = this.#waiting.get(share)?.filter((other) => other !== waiter) ?? []
    if (queue.length === 0) this.#waiting.delete(share)
    else this.#waiting.set(share, queue)
  }

  #leave(share: string): void {
    this.#taken -= 1
    const left = (this.#held.get(share) ?? 1) - 1
    if (left === 0) this.#held.delete(share)
    else this.#held.set(share, left)
    for (const [next, [waiter]] of this.#waiting) {
      if (waiter === undefined || !this.#mayTake(next)) continue
      this.#admit(next, waiter)
      return
    }
  }

  #admit(share: string, waiter: Waiter): void {
    clearTimeout(waiter.timer)
    const rest = (this.#waiting.get(share) ?? []).filter((other) => other !== waiter)
    // Behind the others: its next turn comes after theirs.
    this.#waiting.delete(share)
    if (rest.length > 0) this.#waiting.set(share, rest)
    this.#take(share)
    waiter.enter()
  }
}
