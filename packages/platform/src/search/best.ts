import type { Match } from './match.ts'

interface Held<Item> {
  readonly item: Item
  readonly match: Match
}

/** The best of many, however many come by: no more than `limit` are held, and all are counted. */
export class Best<Item> {
  readonly #limit: number
  readonly #held: Held<Item>[] = []
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** What comes first stays before what fits as well. */
  add(item: Item, match: Match): void {
    this.#total += 1
    const last = this.#held.at(-1)
    if (this.#held.length === this.#limit && last !== undefined && compare(match, last.match) >= 0) return
    const behind = this.#held.findIndex((held) => compare(match, held.match) < 0)
    this.#held.splice(behind < 0 ? this.#held.length : behind, 0, { item, match })
    if (this.#held.length > this.#limit) this.#held.pop()
  }

  get total(): number {
    return this.#total
  }

  get rows(): readonly Held<Item>[] {
    return this.#held
  }
}

/** The better first; of two that fit as well, the shorter. */
export const compare = (a: Match, b: Match): number => a.rank - b.rank || a.label.length - b.label.length
