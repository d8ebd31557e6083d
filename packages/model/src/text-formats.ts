import type { ScalarName } from './scalar.ts'
import { textForms } from './text-form.ts'

/**
 * What a text of this scalar must look like, for messages; undefined when the text is fine. Linear in its length. The one
 * judge of a text: of what a caller gives, and of what a binding sends in a caller's place.
 */
export function formatProblem(scalar: ScalarName, text: string): string | undefined {
  if (!text.isWellFormed() || text.includes('\u0000')) return 'text without NUL and broken characters'
  const format = formats[scalar]
  if (format === undefined) return undefined
  const { maxLength = Number.POSITIVE_INFINITY } = textForms[scalar] ?? {}
  return text.length <= maxLength && format.accepts(text) ? undefined : format.expected
}

interface TextFormat {
  readonly expected: string
  readonly accepts: (text: string) => boolean
}

const formats: { readonly [scalar in ScalarName]?: TextFormat } = {
  date: { expected: 'a calendar date such as 2026-11-30', accepts: isDate },
  time: { expected: 'a time such as 14:30 or 14:30:00+01:00', accepts: isTime },
  datetime: { expected: 'a date and time such as 2026-11-30T14:30:00+01:00', accepts: isDateTime },
  duration: { expected: 'an ISO 8601 duration such as PT30M', accepts: isDuration },
  uuid: {
    expected: 'a UUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    accepts: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  },
  email: { expected: 'an e-mail address such as ada@example.com', accepts: isEmail },
  phone: { expected: 'a telephone number such as +31612345678', accepts: matches('phone') },
  uri: { expected: 'an absolute URI such as https://example.com/a', accepts: isUri },
  binary: {
    expected: 'base64',
    accepts: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
  },
  int64: { expected: 'a whole number such as "42"', accepts: matches('int64') },
  decimal: { expected: 'a decimal number such as "19.95"', accepts: matches('decimal') },
}

/** By the very pattern that the published schema has. */
function matches(scalar: ScalarName): (text: string) => boolean {
  const pattern = new RegExp(textForms[scalar]?.pattern ?? '')
  return (text) => pattern.test(text)
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (parts === null) return false
  const year = Number(parts[1])
  const month = Number(parts[2])
  const day = Number(parts[3])
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isTime(text: string): boolean {
  // A leap second is a time that providers know: 60 is allowed.
  return /^(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/i.test(
    text,
  )
}

function isDateTime(text: string): boolean {
  // RFC 3339 lets a blank stand for the T, and databases write it so.
  return /^.{10}[Tt ]/.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11))
}

function isDuration(text: string): boolean {
  const shape =
    /^-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,9})?S)?)?$/
  return shape.test(text)
}

function isEmail(text: string): boolean {
  return /^[^\s@<>"(),:;\\[\]\u0000-\u001f\u007f]+@[^\s@<>"(),:;\\[\]\u0000-\u001f\u007f]+\.[^\s@<>"(),:;\\[\].\u0000-\u001f\u007f]+$/.test(
    text,
  )
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[\x21-\x7e]*$/i.test(text)
}
