import { expect, test } from 'vitest'
import type { ScalarName } from './scalar.ts'
import { formatProblem } from './text-formats.ts'

/** Processor time of this process so far: what others do on the machine is no part of it. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const good: readonly (readonly [ScalarName, readonly string[]])[] = [
  ['string', ['', 'anything']],
  ['date', ['2024-02-29', '2000-02-29', '2026-12-31', '2026-04-30']],
  ['time', ['00:00', '23:59:60', '14:30:00.123Z', '14:30+01:00']],
  [
    'datetime',
    [
      '2026-11-30T14:30:00+01:00',
      '2026-11-30t14:30z',
      '2026-11-30 14:30',
      '2026-11-30T14:30:00.1234567890+01',
    ],
  ],
  ['duration', ['PT30M', 'P1Y2M3W4DT5H6M7.5S', '-P1D']],
  ['uuid', ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3F2504E0-4F89-41D3-9A0C-0305E82C3301']],
  ['email', ['ada@example.com', "o'brien+x@sub.example.co"]],
  ['phone', ['+31612345678', '112', '(020) 123-4567 ext. 12', '+1 555.123.4567']],
  ['uri', ['https://example.com/a?b#c', 'mailto:a@b.c', 'https://', 'http://a:99999']],
  ['binary', ['', 'YQ==', 'YWJj']],
  ['int64', ['0', '-9223372036854775808', '9223372036854775807', '9'.repeat(80), '007']],
  ['decimal', ['0', '-0.50', '123456789012345678901234567890.12', '1e3', '01', '1'.repeat(401)]],
]

test.each(good.flatMap(([scalar, texts]) => texts.map((text) => [scalar, text] as const)))(
  '%s takes %j',
  (scalar, text) => {
    expect(formatProblem(scalar, text)).toBeUndefined()
  },
)

const bad: readonly (readonly [ScalarName, readonly string[]])[] = [
  ['string', ['\u0000', 'a\ud800']],
  [
    'date',
    [
      '2024-02-30',
      '2023-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-00-01',
      '2026-01-00',
      '2026-04-31',
      '26-01-01',
      '2026-1-1',
    ],
  ],
  ['time', ['24:00', '12:60', '12', '12:00:61', '12:00+25:00']],
  ['datetime', ['2026-11-30', '2026-11-30_14:30', '2026-02-30T00:00Z', '2026-11-30T25:00Z']],
  ['duration', ['P', 'PT', '30M', 'P1H', `P${'1'.repeat(100)}D`]],
  ['uuid', ['3f2504e0-4f89-41d3-9a0c', 'g'.repeat(36)]],
  ['email', ['a@b.c\r\nBcc: x@y', 'a@b', '@b.c', 'a b@c.d', 'a@b@c.d', `${'a'.repeat(250)}@b.co`, 'a@.']],
  ['phone', ['', 'abc', '+', '12', '+31 6\n1234', '1'.repeat(30)]],
  ['uri', ['/relative', 'https', 'https://a b', 'https://a\r\n']],
  ['binary', ['YQ', 'YQ=', 'Y===', 'Y Q=']],
  ['int64', ['', '1.0', '1e3', '+1', '-0x1', '--1']],
  ['decimal', ['', '.5', '5.', '1e', 'NaN']],
]

test.each(bad.flatMap(([scalar, texts]) => texts.map((text) => [scalar, text] as const)))(
  '%s refuses %j',
  (scalar, text) => {
    expect(formatProblem(scalar, text)).toBeDefined()
  },
)

test.each(['email', 'uri', 'phone', 'duration', 'decimal', 'binary'] as const)(
  '%s is judged in linear time',
  (scalar) => {
    const started = processorMs()
    for (const text of ['a@'.repeat(50_000), '1'.repeat(100_000), `a@${'a.'.repeat(50_000)}`])
      formatProblem(scalar, text)
    expect(processorMs() - started).toBeLessThan(100)
  },
)
