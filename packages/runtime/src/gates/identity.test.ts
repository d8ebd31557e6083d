import { Guardrail } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const skill = sampleWrite({ requiresVerifiedIdentity: true })

test.each([
  [undefined, 'identity_not_verified'],
  [false, 'identity_not_verified'],
  [true, 'succeeded'],
])('a caller with isCallerVerified %s: %s', async (isCallerVerified, verdict) => {
  const call = isCallerVerified === undefined ? {} : { isCallerVerified }
  expect(verdictOf(await runSample(skill, { call }))).toBe(verdict)
})

test('the refusal says how to verify', async () => {
  const result = await runSample(skill)
  expect(result.status === 'failed' && result.error.message).toContain('POST /agents/{agentId}/verifications')
})

test.each([
  [0, 'succeeded'],
  [60_000, 'succeeded'],
  [60_001, 'identity_not_verified'],
])('a step-up of a minute takes a proof that is %d ms old: %s', async (ageMs, verdict) => {
  const world = sampleWorld()
  const call = { isCallerVerified: true, verifiedAt: new Date(world.clock.nowMs - ageMs) }
  const result = await runSample(sampleSkill(), { world, call, runnable: { stepUpSeconds: 60 } })
  expect(verdictOf(result)).toBe(verdict)
})

test.each([
  ['none', 'succeeded'],
  ['contact', 'identity_not_verified'],
  ['pii', 'identity_not_verified'],
] as const)('a guardrail on contact data and a skill that reads %s: %s', async (sensitivity, verdict) => {
  const guardrails = [Guardrail.parse({ policyType: 'verify_before_disclose' })]
  expect(verdictOf(await runSample(sampleSkill({ sensitivity }), { runnable: { guardrails } }))).toBe(verdict)
})
