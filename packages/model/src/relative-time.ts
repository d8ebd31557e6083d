/** A day or moment counted from the call. */
export interface RelativeTime {
  readonly base: 'now' | 'today' | 'startOfWeek' | 'startOfMonth'
  /** What is added, an ISO 8601 duration without a sign of its own: `P7D`, `PT36H`. Absent when nothing is. */
  readonly offset?: { readonly sign: 1 | -1; readonly duration: string }
}

const form =
  /^(now|today|startOfWeek|startOfMonth)(?:([+-])(P(?=.)(?:\d{1,4}Y)?(?:\d{1,5}M)?(?:\d{1,5}W)?(?:\d{1,6}D)?(?:T(?=.)(?:\d{1,6}H)?(?:\d{1,7}M)?(?:\d{1,8}S)?)?))?$/

/** Reads `today+P7D`. Undefined for anything that is not of the closed set. */
export function parseRelativeTime(text: string): RelativeTime | undefined {
  const [, base, sign, duration] = form.exec(text) ?? []
  if (base !== 'now' && base !== 'today' && base !== 'startOfWeek' && base !== 'startOfMonth')
    return undefined
  if (duration === undefined) return { base }
  return { base, offset: { sign: sign === '-' ? -1 : 1, duration } }
}

/** Whether it is a whole day and no moment: hours and minutes lead out of the beginning of a day. */
export const isWholeDay = ({ base, offset }: RelativeTime): boolean =>
  base !== 'now' && offset?.duration.includes('T') !== true
