import { expect, test } from 'vitest'
import { memoryPorts } from './memory-ports.ts'
import { failing } from './testing/failing.ts'
import { runSample, verdictOf } from './testing/run-sample.ts'
import { answersTicket, type Behaviour, sampleSkill, sampleWorld, sampleWrite } from './testing/sample-run.ts'

const restored = { epoch: 1_796_000_000, backupAt: new Date('2026-11-20T10:00:00Z') }

function restoredWorld(behaviour: Behaviour = answersTicket) {
  const { ledger } = memoryPorts(() => new Date(Date.UTC(2026, 10, 21)), restored)
  return sampleWorld(behaviour, { ledger })
}

const write = sampleWrite()
const asking = sampleWrite({ requiresConfirmation: true })

const keyed = { idempotencyKey: 'k' }
const known = { ...keyed, epoch: restored.epoch }

test.each([
  ['a write under a key of its caller', { skill: write, call: keyed, ends: ['restored', 0] }],
  ['one that a person would be asked about', { skill: asking, call: keyed, ends: ['restored', 0] }],
  ['one that names another epoch', { skill: write, call: { ...keyed, epoch: 1 }, ends: ['restored', 0] }],
  ['one that names this epoch', { skill: write, call: known, ends: ['succeeded', 1] }],
  [
    'one that is to be asked about and names it',
    { skill: asking, call: known, ends: ['confirmation_required', 0] },
  ],
  ['a write without a key', { skill: write, call: {}, ends: ['succeeded', 1] }],
  ['a read under a key', { skill: sampleSkill(), call: keyed, ends: ['succeeded', 1] }],
])('after a restore %s', async (_, { skill, call, ends }) => {
  const world = restoredWorld()
  expect([verdictOf(await runSample(skill, { world, call })), world.sent.length]).toEqual(ends)
})

test('what the ledger knows is answered as ever, and a failure that may pass is not repeated unseen', async () => {
  const done = restoredWorld()
  await runSample(write, { world: done, call: known })
  expect(verdictOf(await runSample(write, { world: done, call: keyed }))).toBe('succeeded')
  expect(done.sent).toHaveLength(1)
  const failed = restoredWorld(failing('upstream_unreachable', { sent: 'no' }))
  await runSample(write, { world: failed, call: known })
  expect(verdictOf(await runSample(write, { world: failed, call: keyed }))).toBe('restored')
})

test('a refusal says of when the backup was and which epoch it is', async () => {
  const result = await runSample(write, { world: restoredWorld(), call: keyed })
  expect(result).toMatchObject({
    error: {
      details: { sent: 'no', members: { epoch: restored.epoch, backupAt: '2026-11-20T10:00:00.000Z' } },
    },
  })
})
