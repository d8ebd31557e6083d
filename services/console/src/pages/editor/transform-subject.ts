/** The value that an expression is over. */
export interface TransformSubject {
  /** The object that its fields are those of; undefined for a value without fields. */
  readonly object: string | undefined
  /** From the object to the value. */
  readonly steps: readonly string[]
  readonly type: string
  readonly jsonType: string
  /** A value as it may come, with where it is from; undefined while nobody knows one. */
  readonly sample: Sample | undefined
}

export interface Sample {
  readonly value: unknown
  readonly from: 'test' | 'example'
}

/** The first of them that is a value. */
export function sampleOf(tested: unknown, example: unknown): Sample | undefined {
  if (tested !== undefined && tested !== null && tested !== '') return { value: tested, from: 'test' }
  return example === undefined || example === '' ? undefined : { value: example, from: 'example' }
}
