import { RE2JS } from 're2js'
import type { IssueLog } from './issue-log.ts'
import type { Addressed } from './read-text.ts'

type Verdict = 'linear' | 'backtracking' | 'unsupported' | 'invalid'

const verdicts = new Map<string, Verdict>()
const maxLength = 1000

/** A group that holds a quantifier or an alternative and is itself repeated: exponential in engines that backtrack. */
const nested = /\([^()]*[|+*][^()]*\)[+*{]/

/**
 * Reports a pattern that is not a regular expression, that a linear engine does not take, or that is dangerous
 * elsewhere. Compiles with re2js only; a pattern is never run here and never given to `RegExp`.
 */
export function checkPattern(pattern: string, at: Addressed, log: IssueLog): void {
  const verdict = verdicts.get(pattern) ?? judge(pattern)
  if (verdicts.size < 20_000) verdicts.set(pattern, verdict)
  if (verdict === 'linear') return
  log.report({
    code: `pattern_${verdict}`,
    severity: 'info',
    message: messages[verdict],
    pointer: at.pointer,
  })
}

const messages = {
  backtracking: 'The pattern takes exponential time in engines that backtrack; it is kept as text.',
  unsupported:
    'The pattern uses look-around or back references, which no linear engine has; it is kept as text.',
  invalid: 'The pattern is not a valid regular expression; it is kept as text.',
} as const

function judge(pattern: string): Verdict {
  if (pattern.length > maxLength) return 'unsupported'
  if (/\(\?<?[=!]|\\[1-9]|\\k</.test(pattern)) return 'unsupported'
  try {
    RE2JS.compile(pattern)
  } catch {
    return 'invalid'
  }
  return nested.test(pattern) ? 'backtracking' : 'linear'
}
