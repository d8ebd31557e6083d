import { expect, test } from 'vitest'
import { previewSkill } from './preview-skill.ts'
import { callOf, runnableOf, sampleSkill, sampleWorld, sampleWrite } from './testing/sample-run.ts'

const write = sampleWrite({
  requiresConfirmation: true,
  requiresVerifiedIdentity: true,
  rateLimitPerMinute: 1,
})

test('shows what a disabled, unverified, unconfirmed write would send, as often as asked', async () => {
  const world = sampleWorld()
  const runnable = runnableOf(write, { isEnabled: false, isPublished: false })
  for (let n = 0; n < 3; n++) {
    expect(await previewSkill(runnable, callOf(write), world.ports)).toEqual({
      status: 'previewed',
      preview: {
        kind: 'http',
        request: { method: 'POST', url: 'https://desk.example/tickets', body: { id: '4711' } },
      },
      summary: 'Get ticket 4711. This creates a record in desk.',
    })
  }
  expect([world.sent, world.state.records()]).toEqual([[], []])
})

test.each([
  ['bad input', { params: {} }, {}, 'validation_error'],
  ['another hash', { skillHash: 'sha256:x' }, {}, 'skill_tampered'],
])('%s is refused as in a run', async (...[, change, runnable, code]) => {
  const result = await previewSkill(runnableOf(write, runnable), callOf(write, change), sampleWorld().ports)
  expect(result.status === 'failed' && result.error.code).toBe(code)
})

test('what an adapter refuses before sending is the answer', async () => {
  const executorOf = () => Promise.resolve({ execute: () => Promise.reject(new Error('no slot')) })
  const result = await previewSkill(
    runnableOf(write),
    callOf(write),
    sampleWorld(undefined, { executorOf }).ports,
  )
  expect(result.status === 'failed' && [result.error.code, result.error.cause]).toEqual([
    'internal_error',
    new Error('no slot'),
  ])
})

test('an adapter that sends nothing has no preview', async () => {
  const executorOf = () =>
    Promise.resolve({ execute: () => Promise.resolve({ data: null, status: 200, bytes: 0 }) })
  const result = await previewSkill(
    runnableOf(write),
    callOf(write),
    sampleWorld(undefined, { executorOf }).ports,
  )
  expect(result.status === 'failed' && result.error.details.reason).toBe('no_preview')
})

test('a skill that cannot be prepared fails', async () => {
  const broken = sampleSkill({
    assignments: [
      {
        target: [],
        targetType: { kind: 'object', name: 'x' },
        targetNullable: true,
        source: { from: 'constant', value: 1 },
      },
    ],
  })
  const result = await previewSkill(runnableOf(broken), callOf(broken), sampleWorld().ports)
  expect(result.status).toBe('failed')
})
