import { expect, test } from 'vitest'
import { failing } from '../testing/failing.ts'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { answersTicket, otherIds, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const skill = sampleWrite({ maxSuccessfulCalls: 2 })
const call = { conversationId: 'c-1' }

test('of 20 side by side as many succeed as one conversation may', async () => {
  const world = sampleWorld()
  const results = await Promise.all(Array.from({ length: 20 }, () => runSample(skill, { world, call })))
  const verdicts = results.map(verdictOf)
  expect(verdicts.filter((verdict) => verdict === 'succeeded')).toHaveLength(2)
  expect(new Set(verdicts)).toEqual(new Set(['succeeded', 'max_successful_calls_reached']))
  expect(world.sent).toHaveLength(2)
})

test('a call that certainly failed does not count, one of unknown outcome does', async () => {
  let count = 0
  const behaviours = [
    failing('upstream_error', { upstreamStatus: 422 }),
    failing('upstream_timeout', { sent: 'maybe' }),
  ]
  const world = sampleWorld((...args) => (behaviours[count++] ?? answersTicket)(...args))
  const verdicts: string[] = []
  for (let index = 0; index < 4; index++) verdicts.push(verdictOf(await runSample(skill, { world, call })))
  expect(verdicts).toEqual(['upstream_error', 'outcome_unknown', 'succeeded', 'max_successful_calls_reached'])
})

test('each conversation, skill, agent and organisation counts by itself', async () => {
  const world = sampleWorld()
  const once = sampleWrite({ maxSuccessfulCalls: 1 })
  const own = { world, call }
  expect(verdictOf(await runSample(once, own))).toBe('succeeded')
  expect(verdictOf(await runSample(once, own))).toBe('max_successful_calls_reached')
  const others = [
    { world, call: { conversationId: 'c-2' } },
    { world, call: { ...call, agentId: otherIds.agent } },
    { world, call: { ...call, organizationId: otherIds.organization } },
    { world, call, runnable: { skillId: otherIds.skill } },
  ]
  for (const other of others) expect(verdictOf(await runSample(once, other))).toBe('succeeded')
})

test('without a conversation there is nothing to count in', async () => {
  expect(verdictOf(await runSample(skill))).toBe('max_successful_calls_reached')
})
