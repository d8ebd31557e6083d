import type { ComparedMoment, RelativeTime } from '@bindery/model'
import { Temporal } from 'temporal-polyfill'

/** When a call is made, and in which zone its agent means days. */
export interface Clock {
  readonly now: Date
  readonly timezone: string | undefined
}

/** A day as a date, or the span that a moment or a day is. */
export type CountedTime =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'moment'; readonly instant: string }

/**
 * The span of a day, a moment, or a moment without a zone, which are counted in the zone of the agent: a day there begins at
 * its first moment, which is not always midnight, and lasts 23 to 25 hours. Without a zone a day, and a moment without one
 * of its own, is only what it says. Throws RangeError for what is no date, or of no year from 1 to 9999.
 */
export function spanOf(text: string, { timezone }: Clock): ComparedMoment {
  if (text.length === 10) return daySpan(Temporal.PlainDate.from(text), timezone)
  // No database keeps, and no library reads, more than nine digits of a second.
  const written = text.replace(' ', 'T').replace(/(\.\d{9})\d+/, '$1')
  return hasZone(written) ? { kind: 'moment', instants: instantSpan(written) } : localSpan(written, timezone)
}

const hasZone = (text: string): boolean => /(?:z|[+-]\d\d:?\d\d)$/i.test(text)

function daySpan(day: Temporal.PlainDate, timezone: string | undefined): ComparedMoment {
  const local = { low: `${day.toString()}T00:00:00.000000`, last: `${day.toString()}T23:59:59.999999` }
  if (!isHeld(day)) throw outOfRange()
  if (timezone === undefined) return { kind: 'moment', local }
  const start = (of: Temporal.PlainDate): Temporal.Instant => of.toZonedDateTime(timezone).toInstant()
  const last = start(day.add({ days: 1 })).subtract({ microseconds: 1 })
  return { kind: 'moment', local, instants: { low: micros(start(day)), last: micros(last) } }
}

/** To the microsecond, as databases keep moments: what lies between two of them is no moment there. */
function instantSpan(text: string) {
  const exact = Temporal.Instant.from(text)
  const low = exact.round({ smallestUnit: 'microsecond', roundingMode: 'ceil' })
  const last = exact.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
  if (![low, last].every((end) => isHeld(end.toZonedDateTimeISO('UTC')))) throw outOfRange()
  return { low: micros(low), last: micros(last) }
}

function localSpan(text: string, timezone: string | undefined): ComparedMoment {
  const exact = Temporal.PlainDateTime.from(text)
  const low = exact.round({ smallestUnit: 'microsecond', roundingMode: 'ceil' })
  const last = exact.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
  if (!isHeld(low) || !isHeld(last)) throw outOfRange()
  const write = (of: Temporal.PlainDateTime): string => of.toString({ fractionalSecondDigits: 6 })
  const local = { low: write(low), last: write(last) }
  if (timezone === undefined) return { kind: 'moment', local }
  const instant = (of: Temporal.PlainDateTime): string => micros(of.toZonedDateTime(timezone).toInstant())
  return { kind: 'moment', local, instants: { low: instant(low), last: instant(last) } }
}

/** Years that every database holds, and that are written with four digits. */
const isHeld = ({ year }: { readonly year: number }): boolean => year >= 1 && year <= 9999

const outOfRange = (): RangeError => new RangeError('Only the years 1 to 9999 are compared.')

const micros = (instant: Temporal.Instant): string => instant.toString({ fractionalSecondDigits: 6 })

/**
 * The day or moment that something counted from a call is. Days, weeks, months and years are those of the calendar in the
 * zone of the agent, hours are hours. Undefined where that needs a zone and none is known.
 */
export function countFrom(relative: RelativeTime, { now, timezone }: Clock): CountedTime | undefined {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime())
  const { base, offset } = relative
  if (base === 'now' && (offset === undefined || offset.duration.startsWith('PT')))
    return moment(offset === undefined ? instant : shift(instant, offset))
  if (timezone === undefined) return undefined
  const here = instant.toZonedDateTimeISO(timezone)
  if (base === 'now') return moment(offset === undefined ? instant : shift(here, offset).toInstant())
  const day = startOf(base, here.toPlainDate())
  if (offset === undefined) return { kind: 'day', day: day.toString() }
  if (!offset.duration.includes('T')) return { kind: 'day', day: shift(day, offset).toString() }
  return moment(shift(day.toZonedDateTime(timezone), offset).toInstant())
}

const moment = (instant: Temporal.Instant): CountedTime => ({ kind: 'moment', instant: micros(instant) })

function startOf(
  base: 'today' | 'startOfWeek' | 'startOfMonth',
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  if (base === 'startOfMonth') return today.with({ day: 1 })
  return base === 'today' ? today : today.subtract({ days: today.dayOfWeek - 1 })
}

interface Shiftable<Self> {
  readonly add: (duration: Temporal.Duration) => Self
}

function shift<Self>(from: Shiftable<Self>, { sign, duration }: NonNullable<RelativeTime['offset']>): Self {
  const length = Temporal.Duration.from(duration)
  return from.add(sign === 1 ? length : length.negated())
}
