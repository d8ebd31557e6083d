import { newestSkillFormat, type Skill, skillHash } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld } from '../testing/sample-run.ts'

test('a plan changed after approval is never sent', async () => {
  const world = sampleWorld()
  const approved = sampleSkill()
  const tampered = sampleSkill({ plan: { path: '/admin' } })
  const result = await runSample(tampered, {
    world,
    runnable: { skillHash: skillHash(approved) },
  })
  expect([verdictOf(result), world.sent.length]).toEqual(['skill_tampered', 0])
})

test('a plan changed after approval is not sent for a call that names the approved one either', async () => {
  const world = sampleWorld()
  const approved = skillHash(sampleSkill())
  const tampered = sampleSkill({ plan: { path: '/admin' } })
  const change = { world, runnable: { skillHash: approved }, call: { skillHash: approved } }
  expect([verdictOf(await runSample(tampered, change)), world.sent.length]).toEqual(['skill_tampered', 0])
})

test('a skill of a newer format is not sent by a server that does not know it', async () => {
  const world = sampleWorld()
  // What it is made of is not known here either.
  const newer = { formatVersion: newestSkillFormat + 1, outputs: 'of another form' }
  const skill: Skill = Object.assign(sampleSkill(), newer)
  const result = await runSample(skill, { world })
  expect([verdictOf(result), world.sent.length]).toEqual(['skill_needs_newer_server', 0])
})

test('a call for another version is not run with this one', async () => {
  expect(verdictOf(await runSample(sampleSkill(), { call: { skillHash: 'sha256:old' } }))).toBe(
    'skill_tampered',
  )
})

test('a skill cannot be changed after its hash was taken', async () => {
  const skill = sampleSkill()
  await runSample(skill)
  expect(() => Object.assign(skill.policy, { timeoutMs: 1 })).toThrow(TypeError)
})

test('a skill that cannot even be read counts as tampered, and is recorded', async () => {
  const world = sampleWorld()
  const skill = sampleSkill({
    assignments: [
      {
        target: ['__proto__'],
        targetType: { kind: 'scalar', scalar: 'any' },
        targetNullable: true,
        source: { from: 'constant', value: 1 },
      },
    ],
  })
  expect(verdictOf(await runSample(skill, { world }))).toBe('skill_tampered')
  expect(world.state.records()).toMatchObject([{ status: 'denied', errorCode: 'skill_tampered', gates: [] }])
})
