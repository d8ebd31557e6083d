import { failure, success } from '../result.ts'
import { backslash, controlProblem, type TextSyntax, type WriteText } from './text-syntax.ts'

/**
 * The query language of Salesforce. Only single quotes hold a text; the quote and the backslash are escaped. Behind `like`, `%`
 * and `_` stand for any characters and have escapes that are errors elsewhere.
 */
export const soql: TextSyntax = {
  enclosures: [{ kind: 'quotes', open: "'", close: "'", escape: backslash }],
  hasMoments: true,
  writeText: (value) => write(value, /['\\]/g),
  pattern: {
    behind: /\blike\s+(?:\(\s*)?$/i,
    // A backslash that was meant would have to be escaped for the text and for the pattern: which way is not documented.
    write: (value) => (value.includes('\\') ? failure('holds a backslash') : write(value, /['%_]/g)),
  },
}

function write(value: string, signs: RegExp): ReturnType<WriteText> {
  const problem = controlProblem(value)
  return problem === undefined ? success(`'${value.replaceAll(signs, '\\$&')}'`) : failure(problem)
}
