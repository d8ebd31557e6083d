import { Guardrail } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const limit = (per: string) => ({
  guardrails: [Guardrail.parse({ policyType: 'rate_limit', config: { perMinute: 2, per } })],
})

test.each([
  ['agent', ['succeeded', 'succeeded', 'guardrail_rate_limited', 'guardrail_rate_limited']],
  ['conversation', ['succeeded', 'succeeded', 'succeeded', 'guardrail_rate_limited']],
])('two calls a minute per %s', async (per, verdicts) => {
  const world = sampleWorld()
  const seen: string[] = []
  for (const conversationId of ['a', 'a', 'b', 'a']) {
    const run = { world, runnable: limit(per), call: { conversationId } }
    seen.push(verdictOf(await runSample(sampleSkill(), run)))
  }
  expect(seen).toEqual(verdicts)
})

test.each(['agent', 'conversation'])('calls without a conversation count together per %s', async (per) => {
  const world = sampleWorld()
  const seen: string[] = []
  for (let count = 0; count < 3; count++)
    seen.push(verdictOf(await runSample(sampleSkill(), { world, runnable: limit(per) })))
  expect(seen).toEqual(['succeeded', 'succeeded', 'guardrail_rate_limited'])
})

test('a call that only asks a person does not count', async () => {
  const world = sampleWorld()
  const asking = sampleWrite({ requiresConfirmation: true })
  for (let count = 0; count < 3; count++) {
    const result = await runSample(asking, { world, runnable: limit('agent') })
    expect(verdictOf(result)).toBe('confirmation_required')
  }
})

test('the refusal says when to come back', async () => {
  const world = sampleWorld()
  const run = { world, runnable: limit('agent') }
  for (let count = 0; count < 2; count++) await runSample(sampleSkill(), run)
  const result = await runSample(sampleSkill(), run)
  expect(result.status === 'failed' && result.error).toMatchObject({
    message: 'A guardrail allows 2 calls a minute per agent: wait 60 s.',
    details: { retryAfterMs: 60_000 },
  })
})
