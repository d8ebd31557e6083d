/**
 * Why an evaluation stopped. `syntax`: the text is no usable expression. `type`: a value has the wrong type for an
 * operator or function. `absent`: there is null, or nothing, where it needs a value. `value`: right type, impossible value
 * (not finite, malformed). `budget`: too much work or output.
 */
export type ExpressionErrorCode = 'syntax' | 'type' | 'absent' | 'value' | 'budget'

/** Why values do not fit where they stand: null is a value that is not there, everything else one of another type. */
export const misfitCode = (...values: readonly unknown[]): 'absent' | 'type' =>
  values.includes(null) ? 'absent' : 'type'

/** Thrown by a compiled expression. The message names the construct, never a value of the data. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly code: ExpressionErrorCode
  /** Character of the expression where it happened, from 0. */
  readonly position: number | undefined

  constructor(code: ExpressionErrorCode, message: string, position?: number) {
    super(message)
    this.code = code
    this.position = position
  }
}
