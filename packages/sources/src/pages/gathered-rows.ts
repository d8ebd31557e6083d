import { isDeepStrictEqual } from 'node:util'
import type { Json } from '@bindery/model'
import { valueAt } from '../http-json/value-at.ts'

type Key = string | number | undefined

/** The rows of all pages so far, each row once where it is known what tells it from the others. */
export class GatheredRows {
  readonly #keyOf: (row: Json) => Key
  readonly #rows: Json[] = []
  readonly #pages: (readonly Json[])[] = []
  readonly #seen = new Set<Key>()
  /** Rows of all pages, repeated ones too. */
  read = 0
  repeated = 0

  constructor(key: readonly (readonly string[])[] | undefined) {
    this.#keyOf = keyReader(key)
  }

  get rows(): readonly Json[] {
    return this.#rows
  }

  /** Whether a page holds what an earlier one held: the same rows, or none that is not known by its key. */
  isKnown(page: readonly Json[]): boolean {
    if (page.length === 0) return false
    if (page.every((row) => this.#isSeen(this.#keyOf(row)))) return true
    // A row of a key that is new is on no earlier page.
    if (page.some((row) => this.#keyOf(row) !== undefined)) return false
    return this.#pages.some((earlier) => isSamePage(earlier, page))
  }

  /** Takes a page in. Rows that are alike on one page are what the provider means by it: only other pages count. */
  add(page: readonly Json[]): void {
    const keys: Key[] = []
    for (const row of page) {
      const key = this.#keyOf(row)
      if (this.#isSeen(key)) {
        this.repeated += 1
        continue
      }
      this.#rows.push(row)
      keys.push(key)
    }
    for (const key of keys) this.#seen.add(key)
    this.#pages.push(page)
    this.read += page.length
  }

  #isSeen(key: Key): boolean {
    return key !== undefined && this.#seen.has(key)
  }
}

/** A part that is missing tells no row from another. */
function keyReader(key: readonly (readonly string[])[] | undefined): (row: Json) => Key {
  const [way, second] = key ?? []
  if (key === undefined || way === undefined) return () => undefined
  if (second === undefined) {
    return (row) => {
      const value = valueAt(row, way)
      return isPlain(value) ? value : undefined
    }
  }
  return (row) => {
    const values = key.map((each) => valueAt(row, each))
    return values.every(isPlain) ? JSON.stringify(values) : undefined
  }
}

const isPlain = (value: Json | undefined): value is string | number =>
  typeof value === 'string' || typeof value === 'number'

const isSamePage = (one: readonly Json[], other: readonly Json[]): boolean =>
  one.length === other.length && isDeepStrictEqual(one, other)
