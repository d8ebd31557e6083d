import { parseRelativeTime } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { type Clock, countFrom, spanOf } from './moment-span.ts'

const clock = (now: string, timezone?: string): Clock => ({ now: new Date(now), timezone })
const anyTime = clock('2026-06-01T12:00:00Z', 'Europe/Amsterdam')

describe('the span of a day or a moment', () => {
  test.each([
    [
      'a day of 24 hours',
      '2026-11-30',
      'Europe/Amsterdam',
      '2026-11-29T23:00:00.000000Z',
      '2026-11-30T22:59:59.999999Z',
    ],
    [
      'a day of 23 hours',
      '2026-03-29',
      'Europe/Amsterdam',
      '2026-03-28T23:00:00.000000Z',
      '2026-03-29T21:59:59.999999Z',
    ],
    [
      'a day of 25 hours',
      '2026-10-25',
      'Europe/Amsterdam',
      '2026-10-24T22:00:00.000000Z',
      '2026-10-25T22:59:59.999999Z',
    ],
    [
      'a day without midnight',
      '2018-11-04',
      'America/Sao_Paulo',
      '2018-11-04T03:00:00.000000Z',
      '2018-11-05T01:59:59.999999Z',
    ],
    [
      'a day that a place never had',
      '2011-12-30',
      'Pacific/Apia',
      '2011-12-30T10:00:00.000000Z',
      '2011-12-30T09:59:59.999999Z',
    ],
    ['a leap day', '2028-02-29', 'UTC', '2028-02-29T00:00:00.000000Z', '2028-02-29T23:59:59.999999Z'],
    [
      'the last day of a year',
      '2026-12-31',
      'Asia/Kolkata',
      '2026-12-30T18:30:00.000000Z',
      '2026-12-31T18:29:59.999999Z',
    ],
    [
      'a moment',
      '2026-11-30T14:30:00+01:00',
      'Europe/Amsterdam',
      '2026-11-30T13:30:00.000000Z',
      '2026-11-30T13:30:00.000000Z',
    ],
    [
      'a moment without zone',
      '2026-11-30T14:30:00',
      'Europe/Amsterdam',
      '2026-11-30T13:30:00.000000Z',
      '2026-11-30T13:30:00.000000Z',
    ],
    [
      'less than a microsecond',
      '2026-11-30T14:30:00.0000005Z',
      'UTC',
      '2026-11-30T14:30:00.000001Z',
      '2026-11-30T14:30:00.000000Z',
    ],
    [
      'more digits than anybody keeps',
      '2026-11-30T14:30:00.000001000000001Z',
      'UTC',
      '2026-11-30T14:30:00.000001Z',
      '2026-11-30T14:30:00.000001Z',
    ],
    [
      'whole microseconds',
      '2026-11-30 14:30:00.000001Z',
      'UTC',
      '2026-11-30T14:30:00.000001Z',
      '2026-11-30T14:30:00.000001Z',
    ],
  ])('%s', (...[, text, timezone, low, last]) => {
    expect(spanOf(text, { ...anyTime, timezone }).instants).toEqual({ low, last })
  })

  test('the last day of all ends beyond it in some zones', () => {
    expect(spanOf('9999-12-31', { ...anyTime, timezone: 'America/New_York' }).instants).toEqual({
      low: '9999-12-31T05:00:00.000000Z',
      last: '+010000-01-01T04:59:59.999999Z',
    })
  })

  test.each(['0000-12-31', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.9999999Z', '0000-06-01T12:00:00'])(
    '%s is of no year that databases hold',
    (text) => {
      expect(() => spanOf(text, anyTime)).toThrow(RangeError)
    },
  )

  test('without a zone a day is only what it says', () => {
    expect(spanOf('2026-11-30', { ...anyTime, timezone: undefined })).toEqual({
      kind: 'moment',
      local: { low: '2026-11-30T00:00:00.000000', last: '2026-11-30T23:59:59.999999' },
    })
  })

  test('a moment with a zone needs no other', () => {
    const { instants, local } = spanOf('2026-11-30T14:30:00Z', { ...anyTime, timezone: undefined })
    expect([instants?.low, local]).toEqual(['2026-11-30T14:30:00.000000Z', undefined])
  })

  test.each(['2026-02-30', '2026-13-01', 'tomorrow!!', '2026-02-30T10:00:00Z'])('%s is none', (text) => {
    expect(() => spanOf(text, anyTime)).toThrow()
  })
})

describe('what is counted from a call', () => {
  // A Sunday evening in Amsterdam, a Monday in Tokyo.
  const now = '2026-11-29T20:00:00Z'
  test.each([
    ['today', 'Europe/Amsterdam', '2026-11-29'],
    ['today', 'Asia/Tokyo', '2026-11-30'],
    ['today+P7D', 'Europe/Amsterdam', '2026-12-06'],
    ['today-P1M', 'Europe/Amsterdam', '2026-10-29'],
    ['startOfWeek', 'Europe/Amsterdam', '2026-11-23'],
    ['startOfWeek', 'Asia/Tokyo', '2026-11-30'],
    ['startOfWeek+P1W', 'Europe/Amsterdam', '2026-11-30'],
    ['startOfMonth', 'Europe/Amsterdam', '2026-11-01'],
    ['startOfMonth+P1M', 'Europe/Amsterdam', '2026-12-01'],
    ['now', 'Europe/Amsterdam', '2026-11-29T20:00:00.000000Z'],
    ['now-PT36H', 'Europe/Amsterdam', '2026-11-28T08:00:00.000000Z'],
    ['now+P1D', 'Europe/Amsterdam', '2026-11-30T20:00:00.000000Z'],
    ['startOfWeek+PT9H', 'Europe/Amsterdam', '2026-11-23T08:00:00.000000Z'],
    ['startOfWeek+P1DT9H', 'Europe/Amsterdam', '2026-11-24T08:00:00.000000Z'],
  ])('%s in %s is %s', (text, timezone, expected) => {
    const relative = parseRelativeTime(text)
    const found = relative === undefined ? undefined : countFrom(relative, clock(now, timezone))
    expect(found?.kind === 'day' ? found.day : found?.instant).toBe(expected)
  })

  test('a day of the calendar is no 24 hours', () => {
    const before = clock('2026-03-28T11:00:00Z', 'Europe/Amsterdam')
    const found = ['now+P1D', 'now+PT24H'].map((text) =>
      countFrom(parseRelativeTime(text) ?? { base: 'now' }, before),
    )
    expect(found).toEqual([
      { kind: 'moment', instant: '2026-03-29T10:00:00.000000Z' },
      { kind: 'moment', instant: '2026-03-29T11:00:00.000000Z' },
    ])
  })

  test.each([
    ['now', true],
    ['now-PT36H', true],
    ['today', false],
    ['now+P1D', false],
    ['startOfMonth', false],
  ])('%s without a zone: %s', (text, isKnown) => {
    expect(countFrom(parseRelativeTime(text) ?? { base: 'today' }, clock(now)) !== undefined).toBe(isKnown)
  })

  test.each([
    'today+',
    'today+7D',
    'today+P',
    'today+PT',
    'today +P7D',
    'Today',
    'now+P1.5D',
    'today+-P7D',
    'today+P7D;',
  ])('"%s" is of no such form', (text) => {
    expect(parseRelativeTime(text)).toBeUndefined()
  })
})
