import { argumentError } from './argument-error.ts'
import { percentEncode } from './percent-encode.ts'

/** One value inside one path segment: empty values, dot segments and control characters are refused, the rest encoded. */
export function encodeSegmentValue(text: string, argument: string): string {
  if (text === '') throw argumentError(argument, 'must not be empty')
  if (text === '.' || text === '..') throw argumentError(argument, 'must not be a dot segment')
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) throw argumentError(argument, 'holds control characters')
  return percentEncode(text, argument)
}

/** True for a path in which a segment is `.` or `..`, spelt out or encoded. */
export const hasDotSegment = (path: string): boolean =>
  path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))
