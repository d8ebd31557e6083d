import { type ErrorCode, type ErrorDetails, PlatformError, type Skill, toRefusal } from '@bindery/model'
import { expect, test } from 'vitest'
import { recallRun } from './recall-run.ts'
import { failing } from './testing/failing.ts'
import { runSample, verdictOf } from './testing/run-sample.ts'
import { answersTicket, callOf, sampleSkill, sampleWorld, sampleWrite } from './testing/sample-run.ts'

const write = sampleWrite()
const keyed = { idempotencyKey: 'order-1' }

test.each<[string, Skill, ErrorCode, ErrorDetails]>([
  ['a read that a busy provider refused', sampleSkill(), 'upstream_error', { upstreamStatus: 503 }],
  ['a write that a throttling provider refused', write, 'upstream_error', { upstreamStatus: 429 }],
  ['a write that did not leave', write, 'upstream_unreachable', { sent: 'no' }],
])('the same call under the same key may be made again after %s', async (...[, skill, code, details]) => {
  const refuse = failing(code, details)
  let isBusy = true
  const world = sampleWorld((call, signal) => (isBusy ? refuse : answersTicket)(call, signal))
  expect(verdictOf(await runSample(skill, { world, call: keyed }))).toBe(code)
  isBusy = false
  expect(await runSample(skill, { world, call: keyed })).toMatchObject({
    status: 'succeeded',
    isReplay: false,
  })
  expect(await runSample(skill, { world, call: keyed })).toMatchObject({
    status: 'succeeded',
    isReplay: true,
  })
  expect(world.state.records().map(({ status }) => status)).toEqual(['failed', 'succeeded'])
})

test('a replayed "not found" is the same answer, with what the provider said', async () => {
  const refusal = toRefusal([{ message: 'No such ticket.' }])
  const details = { upstreamStatus: 404, addressedBy: ['id'], ...(refusal === undefined ? {} : { refusal }) }
  const world = sampleWorld(() => Promise.reject(new PlatformError('upstream_error', 'Refused.', details)))
  const first = await runSample(write, { world, call: keyed })
  expect(first).toMatchObject({ status: 'not_found', provider: { message: 'No such ticket.' } })
  expect(await runSample(write, { world, call: keyed })).toEqual({ ...first, isReplay: true })
})

test('what came of a call is recalled without a gate, a record or anything sent', async () => {
  const world = sampleWorld()
  const first = await runSample(write, { world, call: keyed })
  const call = callOf(write, keyed)
  const { records, ledger } = world.state
  expect(await recallRun({ skill: write }, call, ledger)).toEqual({ ...first, isReplay: true })
  expect(
    await recallRun({ skill: write }, callOf(write, { idempotencyKey: 'other' }), ledger),
  ).toBeUndefined()
  expect(await recallRun({ skill: write }, callOf(write), ledger)).toBeUndefined()
  const reused = callOf(write, { ...keyed, params: { ticket_id: '1' } })
  expect(await recallRun({ skill: write }, reused, ledger)).toMatchObject({
    status: 'failed',
    error: { code: 'idempotency_key_reused' },
  })
  expect([records().length, world.sent.length]).toEqual([1, 1])
})
