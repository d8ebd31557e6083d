import { Bulkhead, type BulkheadLimits } from '@bindery/connection'
import type { OrganizationId } from '@bindery/model'

/** What one organisation may have in flight in one process: a noisy one waits and is refused, the others are not. */
const limits: BulkheadLimits = { inFlight: 64, queue: 128, waitMs: 1_000 }

/** The places of every organisation that has calls under way. */
export class OrganizationPlaces {
  readonly #places = new Map<OrganizationId, Bulkhead>()

  /** Runs work in a place of the organisation. Throws `overloaded` when it has too much under way. */
  async run<Value>(organizationId: OrganizationId, work: () => Promise<Value>): Promise<Value> {
    const places = this.#places.get(organizationId) ?? new Bulkhead(limits)
    this.#places.set(organizationId, places)
    try {
      return await places.run(work)
    } finally {
      if (places.isIdle) this.#places.delete(organizationId)
    }
  }
}
