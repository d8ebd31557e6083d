import { dress, locale } from './translate.ts'

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' })
const absolute = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "2 hr ago", for lists. `now` in ms. */
export function since(at: string, now = Date.now()): string {
  const passed = new Date(at).getTime() - now
  const [unit, ms] = steps.find(([, size]) => Math.abs(passed) >= size) ?? ['second', 1000]
  return dress(relative.format(Math.trunc(passed / ms), unit))
}

/** Date and time, for details. */
export const atTime = (at: string): string => dress(absolute.format(new Date(at)))

const milliseconds = new Intl.NumberFormat(locale, {
  style: 'unit',
  unit: 'millisecond',
  maximumFractionDigits: 0,
})

/** "1,204 ms". */
export const formatMs = (ms: number): string => dress(milliseconds.format(ms))

const bytesAs = (unit: string, digits: number, unitDisplay: 'short' | 'long' = 'short'): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: digits })

/** "2.1 kB", "257 bytes": the short form of bytes is "257 byte". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return dress(bytesAs('byte', 0, 'long').format(bytes))
  if (bytes < 1_000_000) return dress(bytesAs('kilobyte', 1).format(bytes / 1000))
  return dress(bytesAs('megabyte', 1).format(bytes / 1_000_000))
}
