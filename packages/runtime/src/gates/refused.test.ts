import { Guardrail, isConfirmationId, type SkillCall } from '@bindery/model'
import { expect, test } from 'vitest'
import type { RunnableSkill } from '../ports.ts'
import { runSample } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const stepUp = { stepUpSeconds: 60 }
const blocked = { scoping: { blockedObjects: [], blockedFields: ['Ticket.subject'] } }
const night = Guardrail.parse({
  policyType: 'business_hours',
  config: { timezone: 'UTC', days: ['mon'], from: '01:00', to: '02:00', appliesTo: 'all' },
})

/** One refusal of each gate that a single call can meet. */
test.each<[string, Partial<RunnableSkill>, Partial<SkillCall>, ReturnType<typeof sampleSkill>]>([
  ['skill_disabled', { isEnabled: false }, {}, sampleSkill()],
  ['no_published_version', { isPublished: false }, {}, sampleSkill()],
  ['skill_tampered', {}, { skillHash: 'sha256:other' }, sampleSkill()],
  ['identity_not_verified', stepUp, {}, sampleSkill()],
  ['identity_not_verified', stepUp, { isCallerVerified: true }, sampleSkill()],
  ['skill_stale', blocked, {}, sampleSkill({ uses: { objects: [], fields: ['Ticket.subject'] } })],
  ['outside_business_hours', { guardrails: [night] }, {}, sampleSkill()],
  ['state_not_allowed', {}, {}, sampleWrite({ phases: ['booking'] })],
  ['max_successful_calls_reached', {}, {}, sampleWrite({ maxSuccessfulCalls: 1 })],
  ['validation_error', {}, { params: {} }, sampleSkill()],
  ['confirmation_expired', {}, { confirmationId: lost() }, sampleWrite({ requiresConfirmation: true })],
])('%s says that nothing was sent', async (...[code, runnable, call, skill]) => {
  const world = sampleWorld()
  const result = await runSample(skill, { world, runnable, call })
  expect(result.status === 'failed' && result.error).toMatchObject({ code, details: { sent: 'no' } })
  expect(world.sent).toEqual([])
})

function lost(): NonNullable<SkillCall['confirmationId']> {
  const id: string = '00000000-0000-4000-9000-0000000000c1'
  if (!isConfirmationId(id)) throw new TypeError('Not a UUID.')
  return id
}
