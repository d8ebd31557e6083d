import { type ExpressionProblem, describeProblem } from './expression-problem.ts'
import { limits } from './limits.ts'

/**
 * Looks at the raw text before the parser does, so that no text can exhaust the parser's stack or memory: length,
 * nesting of brackets, and nesting of `??` and `?:`, whose left side the parser copies. Undefined when it may be parsed.
 */
export function checkText(text: string): ExpressionProblem | undefined {
  if (text.length > limits.textLength) {
    return describeProblem(
      `The expression has ${text.length} characters; at most ${limits.textLength} are allowed. Split it over several outputs.`,
      limits.textLength,
    )
  }
  return new NestingScanner(text).scan()
}

class NestingScanner {
  readonly #text: string
  readonly #fallbackLevels = new Set<number>()
  #depth = 0
  #minuses = 0
  #questions = 0

  constructor(text: string) {
    this.#text = text
  }

  scan(): ExpressionProblem | undefined {
    // Texts, names in backticks and comments hide brackets.
    const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\*[\s\S]*?\*\/|\?\?|\?:|\S/gs
    for (const token of this.#text.matchAll(tokens)) {
      const message = this.#read(token[0])
      if (message !== undefined) return describeProblem(message, token.index)
    }
    return undefined
  }

  #read(token: string): string | undefined {
    this.#minuses = token === '-' ? this.#minuses + 1 : 0
    if (token === '(' || token === '[' || token === '{') this.#depth += 1
    if (token === ')' || token === ']' || token === '}') this.#depth -= 1
    if (token === '?') this.#questions += 1
    if (token === '??' || token === '?:') this.#fallbackLevels.add(this.#depth)
    if (this.#depth > limits.depth || this.#minuses > limits.depth || this.#questions > limits.depth) {
      return `The expression is nested more than ${limits.depth} levels deep. Make it flatter.`
    }
    if (this.#levelsOfFallbacks(token) <= limits.fallbackLevels) return undefined
    return `"??" and "?:" are nested more than ${limits.fallbackLevels} levels deep. Write them one after another: a ?? b ?? c.`
  }

  /** Behind a slash a regular expression may hide a quote, and a quote anything: from there on every one counts. */
  #levelsOfFallbacks(token: string): number {
    return token === '/' ? [...this.#text.matchAll(/\?\?|\?:/g)].length : this.#fallbackLevels.size
  }
}
