import { failure, success } from '../result.ts'
import { backslash, controlProblem, type TextSyntax, type WriteText } from './text-syntax.ts'

/**
 * The classic query parser of Lucene, and what Elasticsearch and Solr made of it. A phrase in quotes has two signs of its own,
 * the quote and the backslash; some readers look for wildcards in it too.
 */
export const lucene: TextSyntax = {
  enclosures: [
    { kind: 'quotes', open: '"', close: '"', escape: backslash },
    { kind: 'pattern', open: '/', close: '/', escape: backslash },
  ],
  hasEscapes: true,
  writeText: (value) => writePhrase(value),
  // A minus begins what must not be there.
  writeNumber: (digits) => (digits.startsWith('-') ? `"${digits}"` : digits),
}

const writePhrase: WriteText = (value) => {
  const problem = /[*?]/.test(value) ? 'holds a wildcard ("*" or "?")' : controlProblem(value)
  return problem === undefined ? success(`"${value.replaceAll(/["\\]/g, '\\$&')}"`) : failure(problem)
}
