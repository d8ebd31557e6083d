import { RE2JS } from 're2js'
import { ExpressionError } from '../expression-error.ts'
import type { PatternArgument } from '../expression.ts'
import type { Run } from '../evaluate/run.ts'
import { limits } from '../limits.ts'

/** One place where a pattern matched. Groups that took no part are null. */
export interface PatternMatch {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | null)[]
}

/** A regular expression on a linear engine (RE2): no input makes it run away. */
export class Pattern {
  readonly #compiled: RE2JS
  readonly #position: number

  /** Throws when the expression needs more than RE2 has, such as look-around or a back reference. */
  constructor(pattern: PatternArgument) {
    const ignoresCase = pattern.flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0
    const isMultiline = pattern.flags.includes('m') ? RE2JS.MULTILINE : 0
    this.#compiled = RE2JS.compile(RE2JS.translateRegExp(pattern.source), ignoresCase | isMultiline)
    this.#position = pattern.position
  }

  size(): number {
    return this.#compiled.programSize()
  }

  /** Matches from left to right. Throws ExpressionError when a match after the first is empty: it would never end. */
  *search(text: string, run: Run): Generator<PatternMatch> {
    const matcher = this.#compiled.matcher(text)
    let from = 0
    for (let count = 0; count === 0 || from < text.length; count++) {
      run.spendSearch(this.size(), text.length - from)
      if (!matcher.find(from)) return
      const match: PatternMatch = {
        text: matcher.group() ?? '',
        start: matcher.start(),
        end: matcher.end(),
        groups: Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1)),
      }
      if (count > 0 && match.text === '') throw this.#endless()
      yield match
      from = match.end
    }
  }

  #endless(): ExpressionError {
    return new ExpressionError(
      'value',
      'The regular expression matches the empty text. Use "+" instead of "*".',
      this.#position,
    )
  }
}

/** Why a regular expression cannot be used, or undefined when it can. Total. */
export function checkPattern(pattern: PatternArgument): string | undefined {
  if (repeatsRepetition(pattern.source)) {
    return 'The regular expression repeats a group that repeats. Write it flat: "[a-z ]+" instead of "([a-z]+ ?)+".'
  }
  try {
    if (new Pattern(pattern).size() <= limits.patternSize) return undefined
    return 'The regular expression is too large. Use smaller repetition counts.'
  } catch {
    return 'The regular expression uses look-around, a back reference or a repetition above 1000. Use a simpler pattern.'
  }
}

/**
 * Whether a group that holds an unbounded repetition is itself repeated without bound, as in `(a+)+`. Such patterns run
 * away in every backtracking engine; ours is linear, but a binding should stay harmless wherever it is read.
 */
function repeatsRepetition(source: string): boolean {
  const groups: { repeats: 'yes' | 'no' }[] = [{ repeats: 'no' }]
  for (const [token] of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\)?(?:[*+]|\{\d+,\})|[()]/gs)) {
    if (token === '(') groups.push({ repeats: 'no' })
    const inner = token.startsWith(')') && groups.length > 1 ? groups.pop() : undefined
    const around = groups.at(-1)
    const isRepeated = /[*+}]$/.test(token) && !/^[\\[]/.test(token)
    if (isRepeated && inner?.repeats === 'yes') return true
    if (around !== undefined && (isRepeated || inner?.repeats === 'yes')) around.repeats = 'yes'
  }
  return false
}
