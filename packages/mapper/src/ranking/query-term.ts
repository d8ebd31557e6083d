/** One word of a goal against the terms of a catalog. */
export interface QueryTerm {
  readonly text: string
  readonly isVerb: boolean
  /** How well each term of the catalog means it, 0 to 1, by the number of the term. */
  readonly matches: Float32Array
  /** Some term of the catalog means it. */
  readonly isKnown: boolean
  /** How much it tells, from how few labels it fits. */
  readonly weight: number
}
