import jsonata from 'jsonata'
import { failure, isJsonObject, type Result, success } from '@bindery/model'
import { checkText } from './check-text.ts'
import type { Expression } from './expression.ts'
import { describeProblem, type ExpressionProblem } from './expression-problem.ts'
import { SyntaxReader } from './syntax-reader.ts'

/**
 * Reads JSONata text and checks that it stays inside the allowed subset. Total: any text gives an expression or every
 * reason against it, in the order of the text. Costs at most a few ms for any text.
 */
export function parseExpression(text: string): Result<Expression, readonly ExpressionProblem[]> {
  const tooMuch = checkText(text)
  if (tooMuch !== undefined) return failure([tooMuch])
  const tree = parseSyntax(text)
  if (!tree.ok) return failure([tree.failure])
  const reader = new SyntaxReader()
  const root = reader.read(tree.value)
  const problems = reader.problems
  if (problems.length > 0) return failure([...problems].sort((a, b) => a.position - b.position))
  return success({ text, root })
}

function parseSyntax(text: string): Result<unknown, ExpressionProblem> {
  try {
    return success(jsonata(text).ast())
  } catch (error) {
    return failure(toProblem(error))
  }
}

/** The parser throws plain objects with a position for its own findings, and errors for what it did not foresee. */
function toProblem(error: unknown): ExpressionProblem {
  if (!isJsonObject(error)) return describeProblem('The expression cannot be parsed.', 0)
  const position = typeof error['position'] === 'number' ? error['position'] : 0
  const token = typeof error['token'] === 'string' ? ` near "${error['token'].slice(0, 40)}"` : ''
  if (error['code'] === 'S0217') {
    return describeProblem(
      'The parent operator "%" is not supported. Start the path one level higher.',
      position,
    )
  }
  if (
    error['code'] === 'S0301' ||
    (error instanceof SyntaxError && /regular expression/i.test(error.message))
  ) {
    return describeProblem(
      'The regular expression is malformed. Check its brackets and repetitions.',
      position,
    )
  }
  return describeProblem(
    `The expression breaks off or is malformed${token} at character ${position + 1}. Check brackets, quotes and operators.`,
    position,
  )
}
