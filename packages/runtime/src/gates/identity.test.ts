import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleWrite } from '../testing/sample-run.ts'

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
