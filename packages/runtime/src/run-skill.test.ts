import type { Executor, PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { gates } from './gate-order.ts'
import { runSample, verdictOf } from './testing/run-sample.ts'
import {
  answersTicket,
  type Behaviour,
  executionId,
  sampleSkill,
  sampleWorld,
  sampleWrite,
} from './testing/sample-run.ts'
import { failing } from './testing/failing.ts'

test('runs a read: arguments in, outputs out, one record', async () => {
  const world = sampleWorld()
  const result = await runSample(sampleSkill({ messages: { success: 'Here it is.' } }), { world })
  expect(result).toEqual({
    status: 'succeeded',
    executionId: '00000000-0000-4000-8000-000000000001',
    output: { subject: 'Brake squeaks' },
    warnings: [],
    durationMs: 0,
    isReplay: false,
    message: 'Here it is.',
  })
  expect(world.sent).toEqual([
    {
      operation: 'getTicket',
      effect: 'read',
      plan: {},
      arguments: { id: '4711' },
      maxResponseBytes: 1_000_000,
    },
  ])
  const records = world.state.records().map(({ gates: _gates, ...record }) => record)
  const passed = world.state.records().map((record) => record.gates)
  expect(passed).toEqual([gates.map(({ name }) => ({ gate: name, verdict: 'passed' }))])
  expect(records).toMatchInlineSnapshot(`
    [
      {
        "actor": "key:test",
        "agentId": "00000000-0000-4000-9000-000000000002",
        "attempts": 1,
        "durationMs": 0,
        "effect": "read",
        "environment": "production",
        "executionId": "00000000-0000-4000-8000-000000000001",
        "functionName": "get_ticket",
        "organizationId": "00000000-0000-4000-9000-000000000001",
        "output": {
          "subject": "Brake squeaks",
        },
        "params": {
          "ticket_id": "4711",
        },
        "request": {
          "method": "GET",
          "path": "/tickets",
        },
        "response": {
          "bytes": 27,
          "status": 200,
        },
        "skillHash": "sha256:24d6507b2b6d0be9fa548994b2e87b3c8825ab40d3cda0cfceee3d6361778555",
        "skillId": "00000000-0000-4000-9000-000000000003",
        "startedAt": 2026-11-21T00:00:00.000Z,
        "status": "succeeded",
        "timings": {
          "connect": 0,
          "gates": 0,
          "project": 0,
          "provider": 0,
        },
      },
    ]
  `)
})

test('the record of a conversation names it', async () => {
  const world = sampleWorld()
  await runSample(sampleSkill(), { world, call: { conversationId: 'c-1' } })
  expect(world.state.records()).toMatchObject([{ conversationId: 'c-1' }])
})

const write = sampleWrite()
const keyed = { idempotencyKey: 'order-1' }

test('a write carries its idempotency key to the provider', async () => {
  const world = sampleWorld()
  await runSample(write, { world, call: keyed })
  await runSample(write, { world })
  expect(world.sent.map((call) => call.idempotencyKey)).toEqual([
    'order-1',
    '00000000-0000-4000-8000-000000000002',
  ])
})

test('a repeated key sends nothing and gives the first answer back', async () => {
  const world = sampleWorld()
  const skill = sampleWrite()
  const told = sampleSkill({ ...skill, messages: { success: 'Done.' } })
  const first = await runSample(told, { world, call: keyed })
  const second = await runSample(told, { world, call: keyed })
  expect(second).toEqual({ ...first, isReplay: true })
  expect(world.sent).toHaveLength(1)
})

test('a replay keeps the warnings of the first answer', async () => {
  const world = sampleWorld(() => Promise.resolve({ subject: 7 }))
  const first = await runSample(write, { world, call: keyed })
  expect(first).toMatchObject({
    output: { subject: '7' },
    warnings: [expect.stringContaining('value_coerced')],
  })
  expect(await runSample(write, { world, call: keyed })).toEqual({ ...first, isReplay: true })
})

test('the record of a database call keeps the statement', async () => {
  const world = sampleWorld()
  const execute: Executor['execute'] = async (_, connection, signal) => {
    await connection.database({ text: 'select 1', values: ['x'], effect: 'read', maxRows: 1 }, signal)
    return { data: { subject: 'x' }, status: 200, bytes: 1 }
  }
  const executorOf = () => Promise.resolve({ execute })
  await runSample(sampleSkill(), { world: { ...world, ports: { ...world.ports, executorOf } } })
  expect(world.state.records()).toMatchObject([{ request: { statement: 'select 1' } }])
})

test.each([
  [
    'at once',
    () => {
      throw new Error('broken wiring')
    },
  ],
  ['later', () => Promise.reject(new Error('database is gone'))],
])('a gate that fails %s does not open', async (_, take) => {
  const world = sampleWorld(undefined, { conversations: { take } })
  const skill = sampleWrite({ nonParallelizable: true })
  const result = await runSample(skill, { world, call: { conversationId: 'c-1' } })
  expect(result.status === 'failed' && reasonOf(result.error)).toBe('gate_conversation_turn')
  expect(world.sent).toEqual([])
})

test('a typed error of a gate keeps its code', async () => {
  const take = () => Promise.reject(failing.error('overloaded', {}))
  const world = sampleWorld(undefined, { conversations: { take } })
  const skill = sampleWrite({ nonParallelizable: true })
  expect(verdictOf(await runSample(skill, { world, call: { conversationId: 'c-1' } }))).toBe('overloaded')
})

test('a read with a key is replayed as well', async () => {
  const world = sampleWorld()
  await runSample(sampleSkill(), { world, call: keyed })
  expect(await runSample(sampleSkill(), { world, call: keyed })).toMatchObject({ isReplay: true })
})

test('50 calls at once with one key send once', async () => {
  const world = sampleWorld()
  const results = await Promise.all(
    Array.from({ length: 50 }, () => runSample(write, { world, call: keyed })),
  )
  expect(world.sent).toHaveLength(1)
  expect(new Set(results.map(verdictOf))).toEqual(new Set(['succeeded', 'idempotency_in_progress']))
})

test('a key for other arguments is refused', async () => {
  const world = sampleWorld()
  await runSample(write, { world, call: keyed })
  const other = await runSample(write, { world, call: { ...keyed, params: { ticket_id: '1' } } })
  expect(verdictOf(other)).toBe('idempotency_key_reused')
  expect(world.state.records().at(-1)).toMatchObject({
    status: 'denied',
    errorCode: 'idempotency_key_reused',
  })
})

test('a key whose first run failed gives that failure back, with its status and what the agent may say', async () => {
  const world = sampleWorld(failing('upstream_error', { upstreamStatus: 403 }))
  const told = sampleSkill({ ...write, messages: { unauthorized: 'We may not.' } })
  const first = await runSample(told, { world, call: keyed })
  const again = await runSample(told, { world, call: keyed })
  expect(first).toMatchObject({ status: 'failed', message: 'We may not.' })
  expect(again).toMatchObject({
    status: 'failed',
    message: 'We may not.',
    error: { code: 'upstream_error', details: { reason: 'replayed_failure', upstreamStatus: 403 } },
  })
  expect(world.sent).toHaveLength(1)
})

test('a key whose first run is unknown stays unknown and is not sent again', async () => {
  const world = sampleWorld(failing('upstream_timeout', {}))
  await runSample(write, { world, call: keyed })
  const again = await runSample(write, { world, call: keyed })
  expect(again).toMatchObject({ status: 'outcome_unknown', error: { details: { reason: 'earlier_run' } } })
  expect(world.sent).toHaveLength(1)
})

test('a process that died after its intent leaves an unknown write', async () => {
  const world = sampleWorld()
  const ledger = {
    recall: async () => undefined,
    resume: neverResumed,
    begin: world.state.ledger.begin.bind(world.state.ledger),
    finish: () => Promise.reject(new Error('killed')),
  }
  const dying = { ...world, ports: { ...world.ports, ledger } }
  await runSample(write, { world: dying, call: keyed })
  expect(verdictOf(await runSample(write, { world, call: keyed }))).toBe('idempotency_in_progress')
  world.clock.nowMs += 60_000
  expect(verdictOf(await runSample(write, { world, call: keyed }))).toBe('outcome_unknown')
  expect(world.sent).toHaveLength(1)
})

test('a stored failure with a code that no longer exists is an internal error', async () => {
  const world = sampleWorld()
  const ledger = {
    recall: async () => undefined,
    resume: neverResumed,
    begin: () => Promise.resolve({ verdict: 'failed', executionId: executionId, code: 'gone_code' } as const),
    finish: () => Promise.resolve(),
  }
  expect(verdictOf(await runSample(write, { world: { ...world, ports: { ...world.ports, ledger } } }))).toBe(
    'internal_error',
  )
})

test('a stored result without its members is still a result', async () => {
  const world = sampleWorld()
  const ledger = {
    recall: async () => undefined,
    resume: neverResumed,
    begin: () => Promise.resolve({ verdict: 'replay', executionId: executionId, result: {} } as const),
    finish: () => Promise.resolve(),
  }
  expect(await runSample(write, { world: { ...world, ports: { ...world.ports, ledger } } })).toMatchObject({
    status: 'succeeded',
    output: {},
    warnings: [],
    durationMs: 0,
  })
})

test.each([
  ['an unknown error', new Error('database is gone'), 'internal_error'],
  ['a typed error', failing.error('overloaded', {}), 'overloaded'],
])('a ledger that cannot begin (%s) sends nothing', async (_, error, code) => {
  const world = sampleWorld()
  const ledger = {
    recall: async () => undefined,
    resume: neverResumed,
    begin: () => Promise.reject(error),
    finish: () => Promise.resolve(),
  }
  expect(verdictOf(await runSample(write, { world: { ...world, ports: { ...world.ports, ledger } } }))).toBe(
    code,
  )
  expect(world.sent).toEqual([])
})

test.each([
  ['a read', sampleSkill(), answersTicket, 'internal_error'],
  ['a write', write, answersTicket, 'outcome_unknown'],
  ['a write that failed', write, failing('upstream_error', { upstreamStatus: 400 }), 'internal_error'],
])('%s whose record cannot be kept is never a success', async (...[, skill, behaviour, code]) => {
  const world = sampleWorld(behaviour)
  const ledger = {
    recall: async () => undefined,
    resume: neverResumed,
    begin: () => Promise.resolve({ verdict: 'fresh' } as const),
    finish: () => Promise.reject(new Error('full')),
  }
  expect(verdictOf(await runSample(skill, { world: { ...world, ports: { ...world.ports, ledger } } }))).toBe(
    code,
  )
})

test.each<readonly [string, Behaviour, string, string]>([
  ['400', failing('upstream_error', { upstreamStatus: 400 }), 'upstream_error', 'upstream_error'],
  ['500', failing('upstream_error', { upstreamStatus: 500 }), 'upstream_error', 'upstream_error'],
  ['errors in a 200', failing('upstream_error', { upstreamStatus: 200 }), 'upstream_error', 'upstream_error'],
  ['a 307', failing('upstream_error', { upstreamStatus: 307 }), 'upstream_error', 'upstream_error'],
  ['a 302', failing('upstream_error', { upstreamStatus: 302 }), 'upstream_error', 'outcome_unknown'],
  ['408', failing('upstream_error', { upstreamStatus: 408 }), 'upstream_error', 'outcome_unknown'],
  ['504', failing('upstream_error', { upstreamStatus: 504 }), 'upstream_error', 'outcome_unknown'],
  ['an error without a status', failing('upstream_error', {}), 'upstream_error', 'outcome_unknown'],
  [
    'a refused connection',
    failing('upstream_unreachable', { sent: 'no' }),
    'upstream_unreachable',
    'upstream_unreachable',
  ],
  [
    'a lost connection',
    failing('upstream_unreachable', { sent: 'maybe' }),
    'upstream_unreachable',
    'outcome_unknown',
  ],
  ['a blocked address', failing('egress_blocked', { sent: 'no' }), 'egress_blocked', 'egress_blocked'],
  ['a timeout', failing('upstream_timeout', { sent: 'maybe' }), 'upstream_timeout', 'outcome_unknown'],
  [
    'an unreadable answer',
    failing('upstream_invalid_response', { sent: 'maybe' }),
    'upstream_invalid_response',
    'outcome_unknown',
  ],
  ['a fault of an adapter', () => Promise.reject(new TypeError('x')), 'internal_error', 'outcome_unknown'],
])('%s: a read is failed as %3$s, a write is %4$s', async (...[, behaviour, read, written]) => {
  expect(verdictOf(await runSample(sampleSkill(), { world: sampleWorld(behaviour) }))).toBe(read)
  expect(verdictOf(await runSample(write, { world: sampleWorld(behaviour) }))).toBe(written)
})

test('a write that failed before the connection was used has certainly not happened', async () => {
  const connect = () => Promise.reject(failing.error('environment_not_configured', {}))
  expect(verdictOf(await runSample(write, { world: sampleWorld(undefined, { connect }) }))).toBe(
    'environment_not_configured',
  )
})

test('an unknown outcome says why, and what to do', async () => {
  const result = await runSample(write, {
    world: sampleWorld(failing('upstream_timeout', { reason: 'deadline' })),
  })
  expect(result.status === 'outcome_unknown' && result.error.message).toBe(
    'It is not known whether "create_ticket" happened (deadline): only the provider can tell.',
  )
})

const messages = {
  unauthorized: 'No access.',
  notFound: 'Not there.',
  rateLimited: 'Later.',
  serverError: 'They have trouble.',
  timeout: 'Too slow.',
}

test.each<readonly [string, Behaviour, string | undefined]>([
  ['401', failing('upstream_error', { upstreamStatus: 401 }), messages.unauthorized],
  ['403', failing('upstream_error', { upstreamStatus: 403 }), messages.unauthorized],
  ['404', failing('upstream_error', { upstreamStatus: 404 }), messages.notFound],
  ['429', failing('upstream_error', { upstreamStatus: 429 }), messages.rateLimited],
  ['503', failing('upstream_error', { upstreamStatus: 503 }), messages.serverError],
  ['a timeout', failing('upstream_timeout', {}), messages.timeout],
  ['422', failing('upstream_error', { upstreamStatus: 422 }), undefined],
])('the message for %s is that of the skill', async (...[, behaviour, message]) => {
  const result = await runSample(sampleSkill({ messages }), { world: sampleWorld(behaviour) })
  expect(result.status === 'failed' && result.message).toBe(message)
})

test.each([
  ['an adapter that never ends', sampleSkill(), 'upstream_timeout'],
  ['a write that never ends', write, 'outcome_unknown'],
])('%s ends at the deadline', async (_, skill, code) => {
  const quick = sampleSkill({ ...skill, policy: { ...skill.policy, timeoutMs: 50 } })
  const result = await runSample(quick, { world: sampleWorld(() => new Promise(() => undefined)) })
  expect(verdictOf(result)).toBe(code)
})

const reasonOf = (error: PlatformError): string | undefined => error.details.reason

const neverResumed = () => Promise.reject(new Error('Nothing was to be taken up again.'))
