import { readFileSync } from 'node:fs'
import { isJsonArray, isJsonObject, type Json, ownProperty, parseJson } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { otherIds, sampleSkill, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const limited = sampleSkill({ policy: { ...sampleSkill().policy, rateLimitPerMinute: 10 } })

interface Case {
  readonly id: string
  readonly arrivals: readonly number[]
  readonly admitted: number
}

test.each(readCases())('case $id admits exactly $admitted', async ({ arrivals, admitted }) => {
  const world = sampleWorld()
  const startMs = world.clock.nowMs
  const verdicts: string[] = []
  for (const arrival of arrivals) {
    world.clock.nowMs = startMs + arrival
    verdicts.push(verdictOf(await runSample(limited, { world })))
  }
  expect(verdicts.filter((verdict) => verdict === 'succeeded')).toHaveLength(admitted)
  expect(world.sent).toHaveLength(admitted)
})

test('the refusal says when to come back', async () => {
  const world = sampleWorld()
  const once = sampleSkill({ policy: { ...sampleSkill().policy, rateLimitPerMinute: 1 } })
  await runSample(once, { world })
  world.clock.nowMs += 12_000
  const result = await runSample(once, { world })
  expect(result.status === 'failed' && result.error).toMatchObject({
    code: 'action_rate_limited',
    message: '"get_ticket" may be called 1 times a minute: wait 48 s.',
    details: { retryAfterMs: 48_000 },
  })
})

test('a failing call counts, and one that only asks a person does not', async () => {
  const world = sampleWorld(() => Promise.reject(new Error('boom')))
  const once = sampleSkill({ policy: { ...sampleSkill().policy, rateLimitPerMinute: 1 } })
  expect(verdictOf(await runSample(once, { world }))).toBe('internal_error')
  expect(verdictOf(await runSample(once, { world }))).toBe('action_rate_limited')
  const confirmed = sampleWrite({ rateLimitPerMinute: 1, requiresConfirmation: true })
  const other = sampleWorld()
  for (let n = 0; n < 3; n++) {
    expect(verdictOf(await runSample(confirmed, { world: other }))).toBe('confirmation_required')
  }
})

test('skills with one key share their calls', async () => {
  const world = sampleWorld()
  const policy = { ...sampleSkill().policy, rateLimitPerMinute: 1, rateLimitKey: 'tickets' }
  const verdicts = []
  for (const functionName of ['find_ticket', 'read_ticket']) {
    verdicts.push(verdictOf(await runSample(sampleSkill({ functionName, policy }), { world })))
  }
  expect(verdicts).toEqual(['succeeded', 'action_rate_limited'])
})

test('skills without a key, and organisations, count by themselves', async () => {
  const world = sampleWorld()
  const policy = { ...sampleSkill().policy, rateLimitPerMinute: 1 }
  const once = sampleSkill({ policy })
  const shared = sampleSkill({ policy: { ...policy, rateLimitKey: 'tickets' } })
  const runs = [
    { world },
    { world, runnable: { skillId: otherIds.skill } },
    { world, call: { organizationId: otherIds.organization } },
  ]
  for (const run of runs) expect(verdictOf(await runSample(once, run))).toBe('succeeded')
  expect(verdictOf(await runSample(shared, { world }))).toBe('succeeded')
  const elsewhere = sampleSkill({ integration: 'crm', policy: { ...policy, rateLimitKey: 'tickets' } })
  expect(verdictOf(await runSample(elsewhere, { world }))).toBe('succeeded')
  expect(verdictOf(await runSample(once, { world }))).toBe('action_rate_limited')
})

test('a limiter that cannot be reached stops the call', async () => {
  const limits = { take: () => Promise.reject(new Error('database is gone')) }
  const world = sampleWorld(undefined, { limits })
  const result = await runSample(limited, { world })
  expect(result.status === 'failed' && result.error).toMatchObject({
    code: 'internal_error',
    details: { reason: 'gate_rate_limit' },
  })
  expect(world.sent).toEqual([])
})

function readCases(): readonly Case[] {
  const file = new URL('../../../../fixtures/security/open/rate-limits.json', import.meta.url)
  const document = parseJson(readFileSync(file, 'utf8'))
  const cases = isJsonObject(document) ? ownProperty(document, 'cases') : undefined
  return cases !== undefined && isJsonArray(cases) ? cases.map(toCase) : []
}

function toCase(value: Json): Case {
  if (!isJsonObject(value)) throw new TypeError('Not a case.')
  const { id, arrivals, admitted } = value
  if (typeof id !== 'string' || typeof admitted !== 'number' || !isJsonArray(arrivals))
    throw new TypeError('Not a case.')
  return { id, admitted, arrivals: arrivals.map(Number) }
}
