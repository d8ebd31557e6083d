/** What a provider showed of how much it copes with. */
export type Pressure = 'fine' | 'too much'

/** Signs that come together are of one moment: the calls that were under way when the first of them came. */
const momentMs = 1_000

/**
 * How many calls a provider copes with at once: one more for every round of calls that went well, half as many where it said
 * that there are too many (additive increase, multiplicative decrease: Chiu & Jain 1989). Begins with the most.
 */
export class AdaptiveLimit {
  readonly #most: number
  readonly #now: () => number
  #limit: number
  #pressedAt = Number.NEGATIVE_INFINITY

  constructor(most: number, now: () => number) {
    this.#most = most
    this.#now = now
    this.#limit = most
  }

  /** A whole number, 1 at least. */
  get value(): number {
    return Math.max(1, Math.floor(this.#limit))
  }

  note(pressure: Pressure): void {
    if (pressure === 'fine') {
      this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit)
      return
    }
    const now = this.#now()
    if (now - this.#pressedAt < momentMs) return
    this.#pressedAt = now
    this.#limit = Math.max(1, this.#limit / 2)
  }
}
