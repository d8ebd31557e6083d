/** What can be kept open between calls, and closed when nobody uses it. */
export interface Closable {
  readonly isIdle: boolean
  /** Never throws. */
  readonly close: () => void
}

/** Keeps what was opened under a name, at most `most`: the one unused for longest is closed. */
export class KeptDoors<Door extends Closable> {
  readonly #most: number
  readonly #doors = new Map<string, Door>()
  #newest: { readonly name: string; readonly door: Door } | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** The door of a name, opened on first use. */
  door(name: string, open: () => Door): Door {
    if (this.#newest?.name === name) return this.#newest.door
    const door = this.#doors.get(name) ?? open()
    this.#newest = { name, door }
    // Insertion order is the order of use: the first entry is the one unused for longest.
    this.#doors.delete(name)
    this.#doors.set(name, door)
    this.#closeUnused()
    return door
  }

  /** Every door, which are no longer kept. */
  takeAll(): readonly Door[] {
    const open = [...this.#doors.values()]
    this.#doors.clear()
    this.#newest = undefined
    return open
  }

  /** Closes doors without calls, the one unused for longest first, never the newest. More stay if all are busy. */
  #closeUnused(): void {
    if (this.#doors.size <= this.#most) return
    const olderFirst = [...this.#doors].slice(0, -1)
    for (const [name, door] of olderFirst) {
      if (this.#doors.size <= this.#most) return
      if (!door.isIdle) continue
      this.#doors.delete(name)
      door.close()
    }
  }
}
