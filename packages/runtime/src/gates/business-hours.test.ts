import { Guardrail } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const hours = (config: object): Guardrail =>
  Guardrail.parse({
    policyType: 'business_hours',
    config: { timezone: 'Europe/Amsterdam', days: ['mon', 'fri'], from: '09:00', to: '17:00', ...config },
  })

/** 23 November 2026 is a Monday; Amsterdam is an hour ahead of UTC then, two on 24 July 2026, a Friday. */
test.each([
  ['2026-11-23T08:00:00Z', {}, 'succeeded'],
  ['2026-11-23T07:59:00Z', {}, 'outside_business_hours'],
  ['2026-11-23T15:59:00Z', {}, 'succeeded'],
  ['2026-11-23T16:00:00Z', {}, 'outside_business_hours'],
  ['2026-07-24T07:00:00Z', {}, 'succeeded'],
  ['2026-11-24T10:00:00Z', {}, 'outside_business_hours'],
  ['2026-11-23T20:59:00Z', { from: '22:00', to: '02:00' }, 'outside_business_hours'],
  ['2026-11-23T21:00:00Z', { from: '22:00', to: '02:00' }, 'succeeded'],
  ['2026-11-24T01:00:00Z', { from: '22:00', to: '02:00' }, 'outside_business_hours'],
  ['2026-11-23T08:00:00Z', { from: '09:00', to: '09:00' }, 'succeeded'],
  ['2026-11-23T22:00:00Z', { from: '22:00', to: '02:00' }, 'succeeded'],
  ['2026-11-24T00:30:00Z', { from: '22:00', to: '02:00' }, 'succeeded'],
  ['2026-11-23T00:30:00Z', { from: '22:00', to: '02:00' }, 'outside_business_hours'],
])('a write at %s with %j: %s', async (at, config, verdict) => {
  const world = sampleWorld()
  world.clock.nowMs = Date.parse(at)
  const result = await runSample(sampleWrite(), { world, runnable: { guardrails: [hours(config)] } })
  expect(verdictOf(result)).toBe(verdict)
})

test.each([
  ['writes', 'succeeded'],
  ['all', 'outside_business_hours'],
])('a read outside of hours that apply to %s: %s', async (appliesTo, verdict) => {
  const world = sampleWorld()
  world.clock.nowMs = Date.parse('2026-11-22T10:00:00Z')
  const runnable = { guardrails: [hours({ appliesTo })] }
  expect(verdictOf(await runSample(sampleSkill(), { world, runnable }))).toBe(verdict)
})
