import { isJsonArray, type Json } from '@bindery/model'
import { compileNode } from './evaluate/compile-node.ts'
import { Run } from './evaluate/run.ts'
import { isMarked, settle, toWrapper } from './evaluate/value.ts'
import type { Expression } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import { parseExpression } from './parse-expression.ts'

/** A compiled expression: the input in, the output out; undefined when there is none. Throws ExpressionError. */
export type CompiledExpression = (input: Json) => Json | undefined

/**
 * Composes the closures of an expression. Pure and synchronous: the same input gives the same output, and no input
 * takes more than the step budget. Throws ExpressionError (`syntax`) when the text is not a usable expression.
 */
export function compileExpression(expression: string | Expression): CompiledExpression {
  const { root } = typeof expression === 'string' ? parseOrThrow(expression) : expression
  const evaluate = compileNode(root)
  return (input) => {
    try {
      const value = evaluate(isJsonArray(input) ? toWrapper(input) : input, new Run(input))
      return isJsonArray(value) && isMarked(value) ? unmark(settle(value)) : value
    } catch (error) {
      // Data nested thousands of levels deep exhausts the stack: that is a budget too.
      if (!(error instanceof RangeError)) throw error
      throw new ExpressionError('budget', 'The data is nested too deeply for the expression.')
    }
  }
}

function parseOrThrow(text: string): Expression {
  const parsed = parseExpression(text)
  if (parsed.ok) return parsed.value
  const [problem] = parsed.failure
  throw new ExpressionError('syntax', problem?.message ?? 'The expression is malformed.', problem?.position)
}

/** A caller gets a list without the evaluator's marks. */
function unmark(value: Json | undefined): Json | undefined {
  return isJsonArray(value) ? [...value] : value
}
