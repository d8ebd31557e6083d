import { createHash } from 'node:crypto'

const maxLength = 160

/** Hands out each name once. A name that is taken gets ` (2)`, ` (3)` ...; a very long one is cut and ends in a hash. */
export class UniqueNames {
  readonly #taken = new Set<string>()
  readonly #reserved = new Set<string>()
  readonly #next = new Map<string, number>()

  /** Names that only `take(name, 'reserved')` gives out. */
  reserve(names: Iterable<string>): void {
    for (const name of names) this.#reserved.add(clean(name))
  }

  take(wanted: string, right: 'free' | 'reserved'): string {
    const name = clean(wanted)
    if (!this.#taken.has(name) && (right === 'reserved' || !this.#reserved.has(name))) {
      this.#taken.add(name)
      return name
    }
    let number = this.#next.get(name) ?? 2
    while (this.#isTaken(`${name} (${number})`)) number += 1
    this.#next.set(name, number + 1)
    this.#taken.add(`${name} (${number})`)
    return `${name} (${number})`
  }

  #isTaken(name: string): boolean {
    return this.#taken.has(name) || this.#reserved.has(name)
  }
}

function clean(name: string): string {
  const wellFormed = name.isWellFormed() ? name : name.toWellFormed()
  if (wellFormed.length <= maxLength) return wellFormed === '' ? 'unnamed' : wellFormed
  const hash = createHash('sha256').update(wellFormed).digest('hex').slice(0, 12)
  return `${wellFormed.slice(0, maxLength - 14)}…${hash}`.toWellFormed()
}
