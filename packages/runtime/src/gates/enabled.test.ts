import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld } from '../testing/sample-run.ts'

test('skill_disabled: nothing is sent, and the denial is recorded', async () => {
  const world = sampleWorld()
  const result = await runSample(sampleSkill(), { world, runnable: { isEnabled: false } })
  expect([verdictOf(result), world.sent.length]).toEqual(['skill_disabled', 0])
  expect(world.state.records()).toMatchObject([{ status: 'denied', errorCode: 'skill_disabled' }])
  expect(world.state.records()[0]?.gates.at(-1)).toEqual({
    gate: 'enabled',
    verdict: 'stopped',
    code: 'skill_disabled',
  })
})
