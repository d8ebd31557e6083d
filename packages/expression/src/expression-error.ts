/**
 * Why an evaluation stopped. `syntax`: the text is no usable expression. `type`: a value has the wrong type for an
 * operator or function. `value`: right type, impossible value (not finite, malformed). `budget`: too much work or output.
 */
export type ExpressionErrorCode = 'syntax' | 'type' | 'value' | 'budget'

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
