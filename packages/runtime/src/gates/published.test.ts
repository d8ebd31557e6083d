import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld } from '../testing/sample-run.ts'

test('no_published_version: nothing is sent, and the denial is recorded', async () => {
  const world = sampleWorld()
  const result = await runSample(sampleSkill(), { world, runnable: { isPublished: false } })
  expect([verdictOf(result), world.sent.length]).toEqual(['no_published_version', 0])
  expect(world.state.records()).toMatchObject([{ status: 'denied', errorCode: 'no_published_version' }])
  expect(world.state.records()[0]?.gates.at(-1)).toEqual({
    gate: 'published',
    verdict: 'stopped',
    code: 'no_published_version',
  })
})
