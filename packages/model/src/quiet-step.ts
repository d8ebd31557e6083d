import type { JsonObject } from './json.ts'

/** Of a skill of several steps: which of them found nothing, or too much, to go on with. */
export interface QuietStep {
  readonly step: string
  /** Rows that it found, of those that were read. */
  readonly count?: number
  /** What tells them apart, of `ambiguous`. */
  readonly choices?: readonly JsonObject[]
}
