import type { Run } from '../evaluate/run.ts'
import type { Pattern, PatternMatch } from './pattern.ts'

export interface ReplaceOrder {
  readonly text: string
  readonly replacement: string
  /** At most this many replacements, from the left. */
  readonly most: number
}

/** Replaces a plain text; `$` in the replacement has no meaning. */
export function replaceText(wanted: string, { text, replacement, most }: ReplaceOrder, run: Run): string {
  run.spendText(text.length)
  const parts: string[] = []
  let from = 0
  let at = text.indexOf(wanted)
  let size = text.length
  while (at !== -1 && parts.length < most) {
    parts.push(text.slice(from, at))
    size += replacement.length - wanted.length
    run.spend(1)
    from = at + wanted.length
    at = text.indexOf(wanted, from)
  }
  run.checkLength(size)
  return [...parts, text.slice(from)].join(replacement)
}

/** Replaces what a pattern matches; `$0` is the match, `$1` its first group, `$$` a dollar sign. */
export function replacePattern(
  pattern: Pattern,
  { text, replacement, most }: ReplaceOrder,
  run: Run,
): string {
  if (most === 0) return text
  let result = ''
  let from = 0
  let count = 0
  for (const match of pattern.search(text, run)) {
    if (count >= most) break
    result += text.slice(from, match.start) + substitute(replacement, match)
    run.checkLength(result.length)
    from = match.end
    count += 1
  }
  return run.text(result + text.slice(from))
}

/** A group number takes as many digits as the number of groups has, less when that names no group. */
function substitute(replacement: string, match: PatternMatch): string {
  const { groups } = match
  const digits = groups.length === 0 ? 1 : Math.floor(Math.log10(groups.length)) + 1
  let result = ''
  let from = 0
  for (let at = replacement.indexOf('$'); at !== -1; at = replacement.indexOf('$', from)) {
    result += replacement.slice(from, at)
    const next = replacement.charAt(at + 1)
    const number =
      next === '$' || next === '0' ? undefined : groupNumber(replacement.slice(at + 1), digits, groups.length)
    from = at + 1 + (number === undefined ? Number(next === '$' || next === '0') : String(number).length)
    if (number !== undefined) result += groups[number - 1] ?? ''
    else result += next === '0' ? match.text : '$'
  }
  return result + replacement.slice(from)
}

function groupNumber(text: string, digits: number, groups: number): number | undefined {
  const number = Number.parseInt(text.slice(0, digits), 10)
  const shorter = digits > 1 && number > groups ? Number.parseInt(text.slice(0, digits - 1), 10) : number
  return Number.isNaN(shorter) ? undefined : shorter
}
