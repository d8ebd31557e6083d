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

  constructor(most: number) {
    this.#most = most
  }

  /** The door of a name, opened on first use. */
  door(name: string, open: () => Door): Door {
    const door = this.#doors.get(name) ?? open()
    // Insertion order is the order of use: the first entry is the one unused for longest.
    this.#doors.delete(name)
    this.#doors.set(name, door)
    this.#closeUnused(door)
    return door
  }

  /** Every door, which are no longer kept. */
  takeAll(): readonly Door[] {
    const open = [...this.#doors.values()]
    this.#doors.clear()
    return open
  }

  /** Closes doors without calls, the one unused for longest first, never the newest. More stay if all are busy. */
  #closeUnused(newest: Door): void {
    for (const [name, door] of this.#doors) {
      if (this.#doors.size <= this.#most) return
      if (door === newest || !door.isIdle) continue
      this.#doors.delete(name)
      door.close()
    }
  }
}
