import type { Json } from './json.ts'

/** By id of the condition, what each of them compares its field with in one call. One that is left out is absent. */
export interface ComparedValues {
  readonly [id: string]: ComparedValue
}

export type ComparedValue = { readonly kind: 'value'; readonly value: Json } | ComparedMoment

/**
 * A moment, or a whole day, as the span from its first to its last microsecond: a field is equal to it when it lies within,
 * and after it when it is after `last`. What is no moment at all, as a day that a place never had, has its last before its
 * first. It is of the years 1 to 9999, which every database holds; in UTC it may begin or end a day beyond them.
 */
export interface ComparedMoment {
  readonly kind: 'moment'
  /** In UTC, `2026-11-29T23:00:00.000000Z`, and `+010000-01-01T04:59:59.999999Z` beyond four digits. Absent for a day, or a moment without a zone, while no zone is known. */
  readonly instants?: Span
  /** As it was written, without a zone: `2026-11-30T00:00:00.000000`. Absent for what has a zone of its own. */
  readonly local?: Span
}

interface Span {
  readonly low: string
  readonly last: string
}
