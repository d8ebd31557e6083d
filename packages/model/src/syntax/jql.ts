import { failure, success } from '../result.ts'
import { backslash, controlProblem, type TextSyntax, type WriteText } from './text-syntax.ts'

/**
 * The query language of Jira. Texts stand between double or single quotes with backslash escapes. Behind `~` a text is a
 * search of words with operators of its own. A quoted text may name a field too: before an operator, and in `order by`.
 */
export const jql: TextSyntax = {
  enclosures: [
    { kind: 'quotes', open: '"', close: '"', escape: backslash },
    { kind: 'quotes', open: "'", close: "'", escape: backslash },
  ],
  hasEscapes: true,
  writeText: (value) => writeLiteral(value),
  pattern: {
    behind: /~\s*$/,
    write: (value) => {
      const isSearch =
        /[-+&|!(){}[\]^~*?:\\"/]/.test(value) || /(?:^|\s)(?:and|or|not|to)(?:\s|$)/i.test(value)
      return isSearch
        ? failure('holds an operator of a search for words (a sign such as * or -, or and, or, not)')
        : writeLiteral(value)
    },
  },
  isName: (before, after) =>
    /\border\s+by\b/i.test(before) || /^\s*(?:[=!~<>]|(?:in|not|is|was|changed)\b)/i.test(after),
}

const writeLiteral: WriteText = (value) => {
  const problem = controlProblem(value)
  return problem === undefined ? success(`"${value.replaceAll(/["\\]/g, '\\$&')}"`) : failure(problem)
}
