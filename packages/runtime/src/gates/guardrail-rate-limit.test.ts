import { Guardrail } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld } from '../testing/sample-run.ts'

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

test('the refusal says when to come back', async () => {
  const world = sampleWorld()
  const run = { world, runnable: limit('agent') }
  for (let count = 0; count < 2; count++) await runSample(sampleSkill(), run)
  const result = await runSample(sampleSkill(), run)
  expect(result.status === 'failed' && result.error.details.retryAfterMs).toBe(60_000)
})
