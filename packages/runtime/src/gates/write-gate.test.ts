import { Guardrail } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { ids, sampleSkill, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const gate = (mode: string) => ({
  guardrails: [Guardrail.parse({ policyType: 'write_gate', config: { mode } })],
})

test('no write runs where none is allowed, and reads do', async () => {
  const world = sampleWorld()
  expect(verdictOf(await runSample(sampleWrite(), { world, runnable: gate('deny') }))).toBe(
    'state_not_allowed',
  )
  expect(world.sent).toEqual([])
  expect(verdictOf(await runSample(sampleSkill(), { world, runnable: gate('deny') }))).toBe('succeeded')
})

test('a write waits for an operator even when its skill asks for nobody', async () => {
  const world = sampleWorld()
  const paused = await runSample(sampleWrite(), { world, runnable: gate('operator') })
  if (paused.status !== 'confirmation_required')
    throw new TypeError(`Expected a pause, got ${verdictOf(paused)}.`)
  const { confirmationId } = paused
  expect(world.sent).toEqual([])
  await world.state.approve(confirmationId)
  const call = { confirmationId }
  expect(verdictOf(await runSample(sampleWrite(), { world, runnable: gate('operator'), call }))).toBe(
    'succeeded',
  )
})

test.each([
  [sampleWrite({ requiresConfirmation: true }), {}, undefined],
  [sampleWrite({ requiresConfirmation: true, requiresHumanApproval: true }), {}, true],
  [sampleWrite(), gate('operator'), true],
])('says whether only an operator may approve', async (skill, runnable, needsOperator) => {
  const world = sampleWorld()
  const paused = await runSample(skill, { world, runnable })
  if (paused.status !== 'confirmation_required')
    throw new TypeError(`Expected a pause, got ${verdictOf(paused)}.`)
  await world.state.approve(paused.confirmationId)
  const spent = await world.state.confirmations.spend(ids.organization, paused.confirmationId)
  expect(spent?.needsOperator).toBe(needsOperator)
})
