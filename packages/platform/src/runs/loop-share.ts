/** Late by so much, in ms, the event loop has more to do than it can. */
const lateMs = 20
/** How often that is looked at, in ms. */
const everyMs = 50

/**
 * How many calls one organisation may have under way while others have some too. Work that waits for providers costs the process
 * nothing, and everybody has as many as they like; as soon as the event loop is late, each organisation has half as many, and
 * one more for each look at which it is not (additive increase, multiplicative decrease: Chiu & Jain 1989).
 */
export class LoopShare {
  readonly #most: number
  readonly #least: number
  #limit: number
  #timer: NodeJS.Timeout | undefined

  constructor({ most, least }: { readonly most: number; readonly least: number }) {
    this.#most = most
    this.#least = least
    this.#limit = most
  }

  /** A whole number. */
  get value(): number {
    return this.#limit
  }

  /** Looks at the event loop while calls are under way. */
  watch(): void {
    if (this.#timer !== undefined) return
    let due = performance.now() + everyMs
    this.#timer = setInterval(() => {
      const now = performance.now()
      this.note(now - due)
      due = now + everyMs
    }, everyMs)
    this.#timer.unref()
  }

  rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#limit = this.#most
  }

  /** Takes in by how much the event loop was late, in ms. */
  note(byMs: number): void {
    const next = byMs > lateMs ? Math.floor(this.#limit / 2) : this.#limit + 1
    this.#limit = Math.min(this.#most, Math.max(this.#least, next))
  }
}
