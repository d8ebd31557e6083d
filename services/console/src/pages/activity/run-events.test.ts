import { expect, test } from 'vitest'
import { fits, readEndedCall } from './run-events.ts'

const told = {
  id: 'e1',
  agentId: 'a1',
  skillId: 's1',
  status: 'failed',
  environment: 'production',
  channel: 'mcp',
  durationMs: 40,
  createdAt: '2026-01-02T00:00:00.000Z',
}
const call = readEndedCall(JSON.stringify(told))

test.each(['', 'null', '7', '[]', '{"id": 1}', '{"id": "e1"}', '{not json'])('%j tells of no call', (data) =>
  expect(readEndedCall(data)).toBeUndefined(),
)

test.each([
  [{}, true],
  [{ agentId: 'a1', status: 'failed', environment: 'production', channel: 'mcp' } as const, true],
  [{ status: 'failed_or_unknown' } as const, true],
  [{ status: 'succeeded' } as const, false],
  [{ agentId: 'a2' }, false],
  [{ skillId: 's2' }, false],
  [{ channel: 'http' } as const, false],
  [{ minMs: '40' }, true],
  [{ minMs: '41' }, false],
  [{ from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' }, true],
  [{ to: '2026-01-02T00:00:00.000Z' }, false],
])('a call is told of where the filter %j has it: %s', (filter, expected) => {
  expect(call && fits(call, filter)).toBe(expected)
})
