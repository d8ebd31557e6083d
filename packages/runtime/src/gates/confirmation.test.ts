import type { SkillCall, SkillResult } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import {
  ids,
  otherIds,
  type SampleWorld,
  sampleSkill,
  sampleWorld,
  sampleWrite,
} from '../testing/sample-run.ts'

const skill = sampleWrite({ requiresConfirmation: true })

type Paused = Extract<SkillResult, { readonly status: 'confirmation_required' }>

async function ask(world: SampleWorld, call: Partial<SkillCall> = {}): Promise<Paused> {
  const result = await runSample(skill, { world, call })
  if (result.status !== 'confirmation_required')
    throw new TypeError(`Expected a pause, got ${result.status}.`)
  return result
}

const confirm = (
  world: SampleWorld,
  { confirmationId }: Paused,
  change: Partial<SkillCall> = {},
): Promise<string> => runSample(skill, { world, call: { confirmationId, ...change } }).then(verdictOf)

test('the first call shows what would happen and sends nothing', async () => {
  const world = sampleWorld()
  const paused = await ask(world)
  expect(paused).toMatchObject({
    summary: 'Get ticket 4711. This creates a record in desk.',
    preview: {
      kind: 'http',
      request: { method: 'POST', url: 'https://desk.example/tickets', body: { id: '4711' } },
    },
    expiresAt: new Date(world.clock.nowMs + 300_000),
  })
  expect([world.sent, world.state.records()]).toEqual([[], []])
})

test('the approved call runs once; 50 approvals at once still run once', async () => {
  const world = sampleWorld()
  const paused = await ask(world)
  await world.state.approve(paused.confirmationId)
  const verdicts = await Promise.all(Array.from({ length: 50 }, () => confirm(world, paused)))
  expect(verdicts.filter((verdict) => verdict === 'succeeded')).toHaveLength(1)
  expect(new Set(verdicts)).toEqual(new Set(['succeeded', 'confirmation_expired']))
  expect(world.sent).toHaveLength(1)
})

test('without an approval it does not run', async () => {
  const world = sampleWorld()
  expect(await confirm(world, await ask(world))).toBe('confirmation_expired')
})

test('after five minutes it does not run', async () => {
  const world = sampleWorld()
  const paused = await ask(world)
  await world.state.approve(paused.confirmationId)
  world.clock.nowMs += 300_000
  expect(await confirm(world, paused)).toBe('confirmation_expired')
})

test('a store that gives an expired confirmation out is not believed', async () => {
  const world = sampleWorld()
  const paused = await ask(world)
  await world.state.approve(paused.confirmationId)
  const spent = await world.state.confirmations.spend(ids.organization, paused.confirmationId)
  const confirmations = {
    open: world.state.confirmations.open.bind(world.state.confirmations),
    waiting: world.state.confirmations.waiting.bind(world.state.confirmations),
    spend: () => Promise.resolve(spent),
  }
  world.clock.nowMs += 300_000
  const careless = { ...world, ports: { ...world.ports, confirmations } }
  expect(await confirm(careless, paused)).toBe('confirmation_expired')
})

test.each([
  ['arguments', { params: { ticket_id: '4712' } }],
  ['environment', { environment: 'staging' as const }],
])('other %s than the approved ones do not run', async (_, change) => {
  const world = sampleWorld()
  const paused = await ask(world)
  await world.state.approve(paused.confirmationId)
  expect(await confirm(world, paused, change)).toBe('confirmation_mismatch')
  expect(world.sent).toEqual([])
})

test.each([
  ['skill', { skillId: otherIds.skill }],
  ['agent', { agentId: otherIds.agent }],
])('another %s with the same bytes does not run on it', async (_, change) => {
  const world = sampleWorld()
  const paused = await ask(world)
  await world.state.approve(paused.confirmationId)
  expect(await confirm(world, paused, change)).toBe('confirmation_mismatch')
  expect(world.sent).toEqual([])
})

test('what the caller told of the conversation is what was approved', async () => {
  const world = sampleWorld()
  const told = { 'context.amount': '5' }
  const paused = await ask(world, { told })
  await world.state.approve(paused.confirmationId)
  expect(await confirm(world, paused, { told: { 'context.amount': '500' } })).toBe('confirmation_mismatch')
  const again = await ask(world, { told })
  await world.state.approve(again.confirmationId)
  expect(await confirm(world, again, { told })).toBe('succeeded')
})

test('a key that waits for another call is refused, and opens nothing', async () => {
  const world = sampleWorld()
  await ask(world, { idempotencyKey: 'order-1' })
  const other = { idempotencyKey: 'order-1', params: { ticket_id: '4712' } }
  const result = await runSample(skill, { world, call: other })
  expect(result.status === 'failed' && result.error).toMatchObject({
    code: 'idempotency_key_reused',
    details: { sent: 'no' },
  })
})

test('a key whose run is known is answered by the ledger, and nobody is asked again', async () => {
  const world = sampleWorld()
  const call = { idempotencyKey: 'order-1' }
  const paused = await ask(world, call)
  await world.state.approve(paused.confirmationId)
  expect(await confirm(world, paused, call)).toBe('succeeded')
  expect(await runSample(skill, { world, call })).toMatchObject({ status: 'succeeded', isReplay: true })
  const other = { ...call, params: { ticket_id: '4712' } }
  expect(verdictOf(await runSample(skill, { world, call: other }))).toBe('idempotency_key_reused')
  expect(world.sent).toHaveLength(1)
})

test('a confirmation keeps nothing of what the first call did not say', async () => {
  const world = sampleWorld()
  const { confirmationId } = await ask(world)
  await world.state.approve(confirmationId)
  const spent = await world.state.confirmations.spend(ids.organization, confirmationId)
  const unsaid = ['conversationId', 'idempotencyKey', 'isCallerVerified', 'verifiedAt', 'phase', 'state']
  expect(Object.keys(spent ?? {})).not.toEqual(expect.arrayContaining(['context']))
  expect(unsaid.filter((name) => Object.hasOwn(spent ?? {}, name))).toEqual([])
})

test('a confirmation keeps what the approved run needs of the first call', async () => {
  const world = sampleWorld()
  const kept = {
    conversationId: 'c-1',
    idempotencyKey: 'order-1',
    isCallerVerified: true,
    verifiedAt: new Date(world.clock.nowMs),
    phase: 'booking',
    state: 'open',
    context: { medium: 'chat' },
    told: { 'context.medium': 'chat' },
  }
  const result = await runSample(skill, { world, call: kept })
  if (result.status !== 'confirmation_required') throw new TypeError('Expected a pause.')
  await world.state.approve(result.confirmationId)
  const spent = await world.state.confirmations.spend(ids.organization, result.confirmationId)
  expect(spent).toMatchObject(kept)
})

test('a call that the preview refuses opens no confirmation', async () => {
  const world = sampleWorld(undefined, { preview: () => Promise.reject(new Error('no such slot')) })
  expect(verdictOf(await runSample(skill, { world }))).toBe('internal_error')
})

test('ids that are no UUIDs are a fault of the wiring', async () => {
  let count = 0
  const good = sampleWorld()
  const newId = (): string => (count++ === 0 ? good.ports.newId() : 'c-1')
  expect(verdictOf(await runSample(skill, { world: sampleWorld(undefined, { newId }) }))).toBe(
    'internal_error',
  )
  const world = sampleWorld(undefined, { newId: () => 'e-1' })
  await expect(runSample(sampleSkill(), { world })).rejects.toThrow('newId')
})

test('a call whose outcome the ledger knows is not asked about again', async () => {
  const world = sampleWorld()
  const paused = await ask(world, { idempotencyKey: 'again' })
  const repeated = await ask(world, { idempotencyKey: 'again' })
  expect(repeated.confirmationId).toBe(paused.confirmationId)
})
