import { isConfirmationId } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleWorld, sampleWrite } from '../testing/sample-run.ts'

const skill = sampleWrite({ nonParallelizable: true })
const call = { conversationId: 'c-1' }

test('of two writes of one conversation side by side, one runs', async () => {
  const world = sampleWorld()
  const results = await Promise.all([runSample(skill, { world, call }), runSample(skill, { world, call })])
  expect(results.map(verdictOf).sort()).toEqual(['conversation_busy', 'succeeded'])
  expect(world.sent).toHaveLength(1)
})

test('one after the other both run, also after a failure', async () => {
  let count = 0
  const world = sampleWorld(() =>
    count++ === 0 ? Promise.reject(new Error('boom')) : Promise.resolve({ subject: 'x' }),
  )
  expect(verdictOf(await runSample(skill, { world, call }))).toBe('outcome_unknown')
  expect(verdictOf(await runSample(skill, { world, call }))).toBe('succeeded')
})

test('calls outside a conversation, and of other conversations, do not wait', async () => {
  const world = sampleWorld()
  const calls = [{}, {}, { conversationId: 'a' }, { conversationId: 'b' }]
  const results = await Promise.all(calls.map((one) => runSample(skill, { world, call: one })))
  expect(results.map(verdictOf)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded'])
})

test('a turn is given back when a later gate stops the call', async () => {
  const world = sampleWorld()
  const confirmed = sampleWrite({ nonParallelizable: true, requiresConfirmation: true })
  const id = '00000000-0000-4000-8000-00000000dead'
  const spent = await runSample(confirmed, { world, call: { ...call, ...confirmationCall(id) } })
  expect(verdictOf(spent)).toBe('confirmation_expired')
  expect(verdictOf(await runSample(skill, { world, call }))).toBe('succeeded')
})

test('a turn that cannot be given back does not spoil the result', async () => {
  const conversations = { take: async () => ({ release: () => Promise.reject(new Error('gone')) }) }
  const world = sampleWorld(undefined, { conversations })
  expect(verdictOf(await runSample(skill, { world, call }))).toBe('succeeded')
})

function confirmationCall(id: string) {
  if (!isConfirmationId(id)) throw new TypeError('Not a UUID.')
  return { confirmationId: id }
}
