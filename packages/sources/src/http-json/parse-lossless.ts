import { type Json, parseJson, withoutTrailing } from '@bindery/model'

/** Sixteen digits in a row (a dot may be among them) or an exponent: only such numbers can lose anything in a double. */
const suspicious = /\d[\d.]{15}|\d[eE][+-]?\d/

/** A string, or a number outside of strings. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * Parses JSON without rounding: integers beyond 2^53 and other numbers that a double cannot hold become strings with
 * their exact text. The second pass is only taken for text that may hold one. Throws SyntaxError.
 */
export function parseLossless(text: string): Json {
  const parsed = parseJson(text)
  if (!suspicious.test(text)) return parsed
  let isChanged = false
  const quoted = text.replaceAll(token, (found) => {
    if (found.startsWith('"') || isExact(found)) return found
    isChanged = true
    return `"${found}"`
  })
  return isChanged ? parseJson(quoted) : parsed
}

/** True when a double says the same number: its own digits are the digits of the text. */
function isExact(text: string): boolean {
  const value = Number(text)
  if (!Number.isFinite(value)) return false
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false
  return digitsOf(text) === digitsOf(String(value))
}

/** Significant digits and the power of ten: `-1.50e3` gives `-15e2`. */
function digitsOf(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const kept = withoutTrailing(digits, '0')
  if (kept === '') return '0'
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`
}
