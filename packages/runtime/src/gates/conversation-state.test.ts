import type { SkillCall } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleWrite } from '../testing/sample-run.ts'

const skill = sampleWrite({ phases: ['booking'], allowedStates: ['open', 'held'] })

test.each<[Partial<SkillCall>, string]>([
  [{ phase: 'booking', state: 'open' }, 'succeeded'],
  [{ phase: 'booking', state: 'held' }, 'succeeded'],
  [{ phase: 'greeting', state: 'open' }, 'state_not_allowed'],
  [{ phase: 'booking', state: 'closed' }, 'state_not_allowed'],
  [{ phase: 'booking' }, 'state_not_allowed'],
  [{}, 'state_not_allowed'],
])('a call with %j: %s', async (call, verdict) => {
  expect(verdictOf(await runSample(skill, { call }))).toBe(verdict)
})

test.each<[Partial<SkillCall>, string]>([
  [{ phase: 'greeting', state: 'open' }, 'the phase of the conversation is none of "booking".'],
  [{ phase: 'booking', state: 'closed' }, 'the state of the conversation is none of "open", "held".'],
  [
    { phase: 'booking' },
    'it needs to know the state of the conversation. Send "state" as one of "open", "held".',
  ],
])('the refusal of %j says what is missing', async (call, why) => {
  const result = await runSample(skill, { call })
  expect(result.status === 'failed' && result.error.message).toBe(`"create_ticket" may not run now: ${why}`)
})

test('a skill that names none runs anywhere', async () => {
  expect(verdictOf(await runSample(sampleWrite(), { call: { phase: 'x', state: 'y' } }))).toBe('succeeded')
})
