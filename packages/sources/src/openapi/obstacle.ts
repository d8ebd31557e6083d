import type { AvailabilityReason } from '@bindery/model'

/** A reason with what it does to the operation: `limit` leaves it usable, `quarantine` does not. */
export interface Obstacle {
  readonly weight: 'limit' | 'quarantine'
  readonly reason: AvailabilityReason
}
