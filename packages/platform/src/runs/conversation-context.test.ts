import { expect, test } from 'vitest'
import { newAgentId } from '../kernel/ids.ts'
import { conversationContext } from './conversation-context.ts'

const agentId = newAgentId()
const now = new Date('2026-11-29T12:00:00Z')

test.each([
  ['what the runtime sent', 'Europe/Amsterdam', { timezone: 'Asia/Tokyo' }, 'Asia/Tokyo'],
  ['that of the agent', 'Europe/Amsterdam', {}, 'Europe/Amsterdam'],
  ['UTC, since a template has to be filled', undefined, {}, 'UTC'],
])('the zone of a conversation is %s', (...[, timezone, given, expected]) => {
  expect(conversationContext({ agentId, timezone, given, facts: {}, now })).toEqual({
    agent_uuid: agentId,
    current_datetime: '2026-11-29T12:00:00.000Z',
    timezone: expected,
  })
})

test('only a verification fills a verified name', () => {
  const given = { verified_name: 'Mallory', agent_uuid: 'x' }
  const context = conversationContext({ agentId, timezone: undefined, given, facts: { name: 'Ada' }, now })
  expect(context).toMatchObject({ agent_uuid: agentId, verified_name: 'Ada' })
})
