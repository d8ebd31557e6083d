const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The time on the clocks of a zone at an instant: `2026-11-30T00:00:00.000000` of `2026-11-29T23:00:00.000000Z` in
 * Europe/Amsterdam. The fraction of the second is kept as it is. Years have at least four digits; before the first one it is the
 * first moment of that.
 */
export function localTime(instant: string, timeZone: string): string {
  const [, seconds = '', fraction = ''] = /^(.{19,})(\.\d+)Z$/.exec(instant) ?? []
  const format = formats.get(timeZone) ?? makeFormat(timeZone)
  formats.set(timeZone, format)
  const parts = new Map(format.formatToParts(new Date(`${seconds}Z`)).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes, width: number): string =>
    (parts.get(type) ?? '').padStart(width, '0')
  const date = `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`
  // Years before the first one are counted backwards from it.
  if (/^000(?:0-12-31|1-01-01)/.test(instant) && !date.startsWith('0001-01'))
    return '0001-01-01T00:00:00.000000'
  return `${date}T${part('hour', 2)}:${part('minute', 2)}:${part('second', 2)}${fraction}`
}

const makeFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
