import { Bulkhead, type BulkheadLimits } from '@bindery/connection'
import type { OrganizationId } from '@bindery/model'
import { LoopShare } from './loop-share.ts'

/** What one organisation may have in flight in one process: a noisy one waits and is refused, the others are not. */
const limits: BulkheadLimits = { inFlight: 64, queue: 128, waitMs: 5_000 }
/** What it has at least, however busy the process is. */
const least = 2

/** The places of every organisation that has calls under way. */
export class OrganizationPlaces {
  readonly #places = new Map<OrganizationId, Bulkhead>()
  readonly #share = new LoopShare({ most: limits.inFlight, least })

  /** Whether more than one organisation has calls under way: then none may have all there is. */
  get isShared(): boolean {
    return this.#places.size > 1
  }

  /** Runs work in a place of the organisation. Throws `overloaded` when it has too much under way. */
  async run<Value>(organizationId: OrganizationId, work: () => Promise<Value>): Promise<Value> {
    const places = this.#places.get(organizationId) ?? new Bulkhead(limits, () => this.#room())
    this.#places.set(organizationId, places)
    this.#share.watch()
    try {
      return await places.run(work)
    } finally {
      if (places.isIdle) this.#places.delete(organizationId)
      if (this.#places.size === 0) this.#share.rest()
    }
  }

  #room(): number {
    return this.isShared ? this.#share.value : limits.inFlight
  }
}
