/** One reason why a text is not a usable expression. */
export interface ExpressionProblem {
  readonly code: 'transform_invalid'
  /** Names the construct and says what to use instead. */
  readonly message: string
  /** Character at which the parser took it in, from 0: just behind a name, at an operator. */
  readonly position: number
  readonly suggestions?: readonly string[]
}

export function describeProblem(message: string, position: number): ExpressionProblem {
  return { code: 'transform_invalid', message, position }
}
