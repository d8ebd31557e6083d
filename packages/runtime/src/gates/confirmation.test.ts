import type { SkillCall, SkillResult } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { ids, type SampleWorld, sampleSkill, sampleWorld, sampleWrite } from '../testing/sample-run.ts'

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
    summary: 'create_ticket will POST /tickets with ticket_id "4711".',
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

test('a confirmation keeps what the approved run needs of the first call', async () => {
  const world = sampleWorld()
  const kept = { conversationId: 'c-1', idempotencyKey: 'order-1', isCallerVerified: true }
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
