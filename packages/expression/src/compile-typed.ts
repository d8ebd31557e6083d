import { isJsonArray, type Json } from '@bindery/model'
import { compileExpression } from './compile-expression.ts'
import type { Expression } from './expression.ts'

/**
 * Compiles an expression whose output type is known to be a list or not. JSONata gives one item as the item and none as
 * nothing; here a list stays a list, of one or of none, and anything else that is missing is null.
 */
export function compileTyped(
  expression: string | Expression,
  shape: 'list' | 'value',
): (input: Json) => Json {
  const evaluate = compileExpression(expression)
  if (shape === 'value') return (input) => evaluate(input) ?? null
  return (input) => {
    const output = evaluate(input) ?? null
    if (isJsonArray(output)) return output
    return output === null ? [] : [output]
  }
}
