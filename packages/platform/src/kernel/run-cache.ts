import type { OrganizationId } from '@bindery/model'

const lifetimeMs = 1_000
const mostEntries = 10_000

interface Entry<Value> {
  readonly value: Promise<Value>
  readonly until: number
}

interface Failed<Value> {
  readonly entries: Map<string, Entry<Value>>
  readonly key: string
  readonly value: Promise<Value>
}

/**
 * What runs of one organisation need again and again, for one second: so a change in another process is felt within it.
 * A change in this process drops the organisation's entries at once.
 */
export class RunCache<Value> {
  readonly #now: () => number
  readonly #organizations = new Map<OrganizationId, Map<string, Entry<Value>>>()
  #size = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** The value under the key, loaded when there is none younger than a second. A failed load is not kept. */
  get(organizationId: OrganizationId, key: string, load: () => Promise<Value>): Promise<Value> {
    const entries = this.#entriesOf(organizationId)
    const known = entries.get(key)
    if (known !== undefined && known.until > this.#now()) return known.value
    const value = load()
    entries.set(key, { value, until: this.#now() + lifetimeMs })
    this.#size += known === undefined ? 1 : 0
    value.catch(() => this.#drop(organizationId, { entries, key, value }))
    if (this.#size > mostEntries) this.clear()
    return value
  }

  /** Drops a failed load, unless something took its place meanwhile. */
  #drop(organizationId: OrganizationId, { entries, key, value }: Failed<Value>): void {
    if (entries.get(key)?.value !== value) return
    entries.delete(key)
    // What was forgotten as a whole is not counted any more.
    if (this.#organizations.get(organizationId) === entries) this.#size -= 1
  }

  forget(organizationId: OrganizationId): void {
    this.#size -= this.#organizations.get(organizationId)?.size ?? 0
    this.#organizations.delete(organizationId)
  }

  clear(): void {
    this.#organizations.clear()
    this.#size = 0
  }

  #entriesOf(organizationId: OrganizationId) {
    const known = this.#organizations.get(organizationId)
    if (known !== undefined) return known
    const made = new Map<string, Entry<Value>>()
    this.#organizations.set(organizationId, made)
    return made
  }
}
