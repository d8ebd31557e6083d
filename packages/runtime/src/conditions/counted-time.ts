import { type Assignment, parseRelativeTime, PlatformError } from '@bindery/model'
import { type Clock, countFrom, spanOf } from './moment-span.ts'

/**
 * A day or a moment counted from the call, as an argument takes it: the first moment of a day where a moment is due. Throws
 * `validation_error` where that needs the zone of the agent and it has none, and for what is of no year from 1 to 9999.
 */
export function countedTime(text: string, { target, targetType }: Assignment, clock: Clock): string {
  const relative = parseRelativeTime(text)
  const found = relative === undefined ? undefined : countFrom(relative, clock)
  if (found === undefined) {
    const message = `"${text}" is counted in the time zone of the agent, and it has none: set its time zone.`
    throw refused('timezone_missing', message)
  }
  const written = found.kind === 'day' ? found.day : found.instant
  // Years of more digits are written with a sign, which nobody reads.
  if (!/^\d/.test(written)) {
    const message = `"${text}" leads to no year from 1 to 9999, and "${target.join('.')}" takes no other.`
    throw refused('condition_value', message)
  }
  const isMoment = targetType.kind === 'scalar' && targetType.scalar === 'datetime'
  if (found.kind === 'moment' || !isMoment) return written
  return spanOf(written, clock).instants?.low ?? written
}

function refused(code: string, message: string): PlatformError {
  const issue = { code, severity: 'error', path: ['params'], message } as const
  return new PlatformError('validation_error', message, { reason: code, issues: [issue], sent: 'no' })
}
