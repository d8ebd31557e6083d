import { expect, test } from 'vitest'
import { filterOf, isReversed, readActivitySearch } from './activity-search.ts'

const id = '01a2b3c4-d5e6-4f70-8192-a3b4c5d6e7f8'

test.each([
  ['a date that is none', { from: 'yesterday', to: '2026-99-99' }, {}],
  ['a year that nobody lives in', { from: '-200000-01-01T00:00:00Z' }, {}],
  [
    'ten thousand characters',
    { from: 'x'.repeat(10_000), agent: 'y'.repeat(10_000), status: 'z'.repeat(10_000) },
    {},
  ],
  ['an id that is none', { agent: 'front-desk', skill: 7 }, {}],
  ['a time below nothing', { minMs: '-1' }, {}],
  ['a channel that is none', { channel: 'pigeon' }, {}],
  [
    'what it knows',
    { agent: id, from: '2026-01-01T01:00:00+01:00', minMs: '500', channel: 'mcp', live: 'on' },
    {
      agent: id,
      from: '2026-01-01T00:00:00.000Z',
      minMs: 500,
      channel: 'mcp',
      live: 'on',
    },
  ],
])('reads %s', (_, search, read) => expect(readActivitySearch(search)).toEqual(read))

test('the API is asked by its own names, and not whether new calls are told of', () => {
  expect(filterOf({ agent: id, skill: id, minMs: 5, live: 'on', environment: 'staging' })).toEqual({
    agentId: id,
    skillId: id,
    minMs: '5',
    environment: 'staging',
  })
})

test('an end before the beginning is known for what it is', () => {
  const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']
  expect([
    isReversed({ from: late, to: early }),
    isReversed({ from: early, to: late }),
    isReversed({ from: late }),
  ]).toEqual([true, false, false])
})
