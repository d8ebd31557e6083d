import { expect, test } from 'vitest'
import { needOf } from './need-of.ts'

const well = {
  status: 'connected' as const,
  openDrift: 0,
  runningJob: null,
  lastError: null,
  catalogHash: 'h',
}
const now = Date.UTC(2026, 0, 1)

test.each([
  ['nothing ends', null, undefined],
  ['it ends in a month', '2026-02-01T00:00:00Z', undefined],
  [
    'it ends in three days',
    '2026-01-04T00:00:00Z',
    { meaning: 'warn', says: expect.stringMatching(/^Its credential ends in 3/) },
  ],
  ['it has ended', '2025-12-31T00:00:00Z', { meaning: 'bad', says: 'Its credential has ended' }],
])('a provider that is well, of which %s', (_, credentialExpiresAt, need) =>
  expect(needOf({ ...well, credentialExpiresAt }, now)).toEqual(need),
)

test('what is wrong already comes before what will be', () => {
  const refused = {
    ...well,
    status: 'credential_refused' as const,
    credentialExpiresAt: '2026-01-02T00:00:00Z',
  }
  expect(needOf(refused, now)?.meaning).toBe('bad')
})
