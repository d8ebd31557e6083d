import { z } from 'zod'

/** Whether days and hours can be told by it. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A name of the IANA database: an offset such as +02:00 knows no summer, so it is none. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(
    (name) => /^[A-Za-z]/.test(name) && isTimeZone(name),
    'Expected an IANA time zone such as Europe/Amsterdam',
  )
  // By this a form knows what to ask for.
  .meta({ format: 'timezone' })
