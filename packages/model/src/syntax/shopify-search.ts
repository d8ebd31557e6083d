import { failure, success } from '../result.ts'
import { backslash, controlProblem, type TextSyntax, type WriteText } from './text-syntax.ts'

/**
 * The search syntax of Shopify's APIs. A value stands between double or single quotes. No escape of a quote is documented, so
 * a text takes the quotes that it does not hold, and one with both, a backslash or a wildcard is refused.
 */
export const shopifySearch: TextSyntax = {
  enclosures: [
    { kind: 'quotes', open: '"', close: '"', escape: backslash },
    { kind: 'quotes', open: "'", close: "'", escape: backslash },
  ],
  hasEscapes: true,
  writeText: (value) => writeValue(value),
  // A minus begins what must not be there.
  writeNumber: (digits) => (digits.startsWith('-') ? `"${digits}"` : digits),
}

const writeValue: WriteText = (value) => {
  if (value.includes('*')) return failure('holds a wildcard ("*")')
  if (value.includes('\\')) return failure('holds a backslash')
  if (value.includes('"') && value.includes("'")) return failure('holds both kinds of quotes')
  const problem = controlProblem(value)
  if (problem !== undefined) return failure(problem)
  return success(value.includes('"') ? `'${value}'` : `"${value}"`)
}
