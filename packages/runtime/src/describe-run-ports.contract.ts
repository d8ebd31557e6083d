import { randomUUID } from 'node:crypto'
import type { Confirmation, ExecutionId, ExecutionRecord, OrganizationId } from '@bindery/model'
import { isAgentId, isConfirmationId, isExecutionId, isOrganizationId, isSkillId } from '@bindery/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StatePorts } from './memory-ports.ts'
import type { Confirmations, ExecutionIntent, RateLimitKey } from './ports.ts'

/** Ports under test, with the two things that the run itself never does. */
export interface PortsUnderTest {
  readonly ports: StatePorts
  /** An organisation, agent and skill that records may refer to. Other organisations need not exist. */
  readonly owner: Pick<ExecutionIntent, 'organizationId' | 'agentId' | 'skillId'>
  /** A second organisation, for isolation. */
  readonly stranger: OrganizationId
  /** The clock that the ports go by. */
  readonly now: () => Promise<Date>
  /** Lets this much time pass on that clock. */
  readonly advance: (ms: number) => Promise<void>
  /** What a person does before a confirmation can be spent. */
  readonly approve: (id: Confirmation['confirmationId']) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * What every implementation of the state ports must do. `makePorts` gives fresh ones for each test. Call it at the top
 * level of a test file.
 */
export function describeRunPorts(name: string, makePorts: () => Promise<PortsUnderTest>): void {
  describe(`run ports: ${name}`, () => {
    let world: PortsUnderTest
    beforeEach(async () => {
      world = await makePorts()
    })
    afterEach(() => world.close())
    describeRateLimits(() => world)
    describeTurns(() => world)
    describeCalls(() => world)
    describeConfirmations(() => world)
    describeLedger(() => world)
  })
}

type World = () => PortsUnderTest

/** Arrival times in ms on the ports' clock, and how many of them a limit of 10 a minute lets in. */
const windows: readonly (readonly [name: string, arrivals: readonly number[], admitted: number])[] = [
  ['the eleventh at one moment', repeat(0, 11), 10],
  ['the eleventh at 55 s and not the one at 60.001 s', [...repeat(0, 10), 55_000, 60_001], 11],
  ['two bursts around a full minute', [...repeat(59_000, 10), ...repeat(61_000, 10)], 10],
  ['one of a burst per minute', [...repeat(0, 12), ...repeat(60_001, 12)], 20],
]

function describeRateLimits(world: World): void {
  const key = (scope: string): RateLimitKey => ({ organizationId: world().owner.organizationId, scope })

  test.each(windows)('rate limit: refuses %s', async (_, arrivals, expected) => {
    let atMs = 0
    let admitted = 0
    for (const arrival of arrivals) {
      if (arrival > atMs) await world().advance(arrival - atMs)
      atMs = Math.max(atMs, arrival)
      const verdict = await world().ports.limits.take(key('window'), 10)
      if (verdict.admitted) admitted += 1
    }
    expect(admitted).toBe(expected)
  })

  test('rate limit: admits exactly the promised number of 50 at once', async () => {
    const verdicts = await Promise.all(repeat(0, 50).map(() => world().ports.limits.take(key('burst'), 10)))
    expect(verdicts.filter((verdict) => verdict.admitted)).toHaveLength(10)
  })

  test('rate limit: says when the next place is free, and it is', async () => {
    await world().ports.limits.take(key('wait'), 1)
    const refused = await world().ports.limits.take(key('wait'), 1)
    const retryAfterMs = refused.admitted ? 0 : refused.retryAfterMs
    expect(retryAfterMs).toBeGreaterThan(0)
    expect(retryAfterMs).toBeLessThanOrEqual(60_000)
    await world().advance(retryAfterMs + 1)
    expect(await world().ports.limits.take(key('wait'), 1)).toMatchObject({ admitted: true, remaining: 0 })
  })

  test('rate limit: scopes and organisations do not share places', async () => {
    await world().ports.limits.take(key('one'), 1)
    expect(await world().ports.limits.take(key('two'), 1)).toMatchObject({ admitted: true })
    const strange = { organizationId: world().stranger, scope: 'one' }
    expect(await world().ports.limits.take(strange, 1)).toMatchObject({ admitted: true })
  })
}

function describeTurns(world: World): void {
  const key = (conversationId: string) => ({
    organizationId: world().owner.organizationId,
    agentId: world().owner.agentId,
    conversationId,
  })

  test('turn: one of 20 at once gets it', async () => {
    const turns = await Promise.all(repeat(0, 20).map(() => world().ports.conversations.take(key('a'), 5000)))
    expect(turns.filter((turn) => turn !== undefined)).toHaveLength(1)
  })

  test('turn: is free again after its release', async () => {
    const turn = await world().ports.conversations.take(key('b'), 5000)
    await turn?.release()
    expect(await world().ports.conversations.take(key('b'), 5000)).toBeDefined()
  })

  test('turn: runs out, and its late release does not free the next one', async () => {
    const first = await world().ports.conversations.take(key('c'), 1000)
    await world().advance(1100)
    expect(await world().ports.conversations.take(key('c'), 5000)).toBeDefined()
    await first?.release()
    expect(await world().ports.conversations.take(key('c'), 5000)).toBeUndefined()
  })

  test('turn: conversations do not wait for each other', async () => {
    await world().ports.conversations.take(key('d'), 5000)
    expect(await world().ports.conversations.take(key('e'), 5000)).toBeDefined()
  })
}

function describeCalls(world: World): void {
  const key = (conversationId: string) => {
    const { organizationId, agentId, skillId } = world().owner
    return { organizationId, agentId, skillId, conversationId }
  }
  const take = (conversationId: string, most: number) =>
    world().ports.successfulCalls.take(key(conversationId), most)

  test('successful calls: of 20 at once as many as promised get a place', async () => {
    const places = await Promise.all(repeat(0, 20).map(() => take('a', 3)))
    expect(places.filter((place) => place !== undefined)).toHaveLength(3)
  })

  test('successful calls: a place that is given back is free again', async () => {
    const place = await take('b', 1)
    expect(await take('b', 1)).toBeUndefined()
    await place?.giveBack()
    expect(await take('b', 1)).toBeDefined()
  })

  test('successful calls: every conversation counts for itself', async () => {
    await take('c', 1)
    expect(await take('c', 1)).toBeUndefined()
    expect(await take('d', 1)).toBeDefined()
  })
}

function describeConfirmations(world: World): void {
  const open = async (): Promise<Confirmation> => {
    const confirmation = confirmationOf(world().owner, await world().now())
    await world().ports.confirmations.open(confirmation)
    return confirmation
  }
  const spend = (confirmation: Confirmation): ReturnType<Confirmations['spend']> =>
    world().ports.confirmations.spend(confirmation.organizationId, confirmation.confirmationId)

  test('confirmation: 50 spends at once take it exactly once, unchanged', async () => {
    const confirmation = await open()
    await world().approve(confirmation.confirmationId)
    const spent = await Promise.all(repeat(0, 50).map(() => spend(confirmation)))
    expect(spent.filter((one) => one !== undefined)).toEqual([confirmation])
  })

  test('confirmation: cannot be spent before it is approved', async () => {
    expect(await spend(await open())).toBeUndefined()
  })

  test('confirmation: cannot be spent after it expired', async () => {
    const confirmation = await open()
    await world().approve(confirmation.confirmationId)
    await world().advance(300_001)
    expect(await spend(confirmation)).toBeUndefined()
  })

  test('confirmation: a call that waits under an idempotency key is not opened twice', async () => {
    const first = { ...confirmationOf(world().owner, await world().now()), idempotencyKey: 'waits-1' }
    const second = { ...confirmationOf(world().owner, await world().now()), idempotencyKey: 'waits-1' }
    const opened = await world().ports.confirmations.open(first)
    const again = await world().ports.confirmations.open(second)
    expect([opened.confirmationId, again.confirmationId]).toEqual([
      first.confirmationId,
      first.confirmationId,
    ])
  })

  test('confirmation: is of one organisation', async () => {
    const confirmation = await open()
    await world().approve(confirmation.confirmationId)
    const strange = { ...confirmation, organizationId: world().stranger }
    expect(await spend(strange)).toBeUndefined()
    expect(await spend(confirmation)).toBeDefined()
  })
}

function describeLedger(world: World): void {
  const begin = async (change: Partial<ExecutionIntent> = {}) => {
    const intent = intentOf(world().owner, await world().now(), change)
    return { intent, verdict: await world().ports.ledger.begin(intent) }
  }
  const finish = async (
    intent: ExecutionIntent,
    status: ExecutionRecord['status'],
    replay?: { readonly x: number },
  ) => world().ports.ledger.finish(recordOf(intent, await world().now(), status), replay)

  test('ledger: one of 50 begins with one key is fresh, the others run already', async () => {
    const begun = await Promise.all(repeat(0, 50).map(() => begin({ idempotencyKey: 'k1' })))
    const counts = begun.map(({ verdict }) => verdict.verdict).sort()
    expect(counts).toEqual(['fresh', ...Array.from({ length: 49 }, () => 'running')])
  })

  test('ledger: a repeated key gets the first result back', async () => {
    const { intent } = await begin({ idempotencyKey: 'k2' })
    await finish(intent, 'succeeded', { x: 1 })
    const again = await begin({ idempotencyKey: 'k2' })
    expect(again.verdict).toEqual({ verdict: 'replay', executionId: intent.executionId, result: { x: 1 } })
  })

  test('ledger: a repeated key gets the first failure back', async () => {
    const { intent } = await begin({ idempotencyKey: 'k3' })
    await finish(intent, 'failed')
    const again = await begin({ idempotencyKey: 'k3' })
    expect(again.verdict).toEqual({
      verdict: 'failed',
      executionId: intent.executionId,
      code: 'upstream_error',
    })
  })

  test('ledger: an unknown outcome stays unknown', async () => {
    const { intent } = await begin({ idempotencyKey: 'k4' })
    await finish(intent, 'outcome_unknown')
    const again = await begin({ idempotencyKey: 'k4' })
    expect(again.verdict).toEqual({ verdict: 'unknown', executionId: intent.executionId })
  })

  test('ledger: a write without an outcome after its deadline is unknown, never fresh', async () => {
    const { intent } = await begin({ idempotencyKey: 'k5' })
    await world().advance(60_000)
    const again = await begin({ idempotencyKey: 'k5' })
    expect(again.verdict).toEqual({ verdict: 'unknown', executionId: intent.executionId })
  })

  test('ledger: of 20 that take an unknown outcome up again one does', async () => {
    const { intent } = await begin({ idempotencyKey: 'k10' })
    await finish(intent, 'outcome_unknown')
    const resume = async () =>
      world().ports.ledger.resume(intentOf(world().owner, await world().now(), { idempotencyKey: 'k10' }))
    const verdicts = await Promise.all(repeat(0, 20).map(resume))
    expect(verdicts.map(({ verdict }) => verdict).sort()).toEqual([
      'fresh',
      ...Array.from({ length: 19 }, () => 'running'),
    ])
  })

  test('ledger: what is known is not taken up again', async () => {
    const { intent } = await begin({ idempotencyKey: 'k11' })
    await finish(intent, 'succeeded', { x: 3 })
    expect(await world().ports.ledger.resume(intent)).toMatchObject({ verdict: 'replay', result: { x: 3 } })
  })

  test('ledger: the same key for other arguments is refused', async () => {
    await begin({ idempotencyKey: 'k6' })
    const other = await begin({ idempotencyKey: 'k6', argumentsHash: 'sha256:other' })
    expect(other.verdict).toEqual({ verdict: 'reused' })
  })

  test('ledger: keys are of one organisation', async () => {
    await begin({ idempotencyKey: 'k7' })
    const other = await begin({ idempotencyKey: 'k7', organizationId: world().stranger })
    expect(other.verdict).toEqual({ verdict: 'fresh' })
  })

  test('ledger: recalls what it knows of a key, and commits nothing for a new one', async () => {
    const { intent } = await begin({ idempotencyKey: 'k8' })
    await finish(intent, 'succeeded', { x: 2 })
    const { organizationId, argumentsHash } = intent
    const recall = (idempotencyKey: string) =>
      world().ports.ledger.recall({ organizationId, idempotencyKey, argumentsHash })
    expect(await recall('k8')).toMatchObject({ verdict: 'replay', result: { x: 2 } })
    expect(await recall('k9')).toBeUndefined()
    expect((await begin({ idempotencyKey: 'k9' })).verdict).toEqual({ verdict: 'fresh' })
  })

  test('ledger: takes the record of a run that had no intent', async () => {
    const intent = intentOf(world().owner, await world().now(), {})
    await expect(finish(intent, 'denied')).resolves.toBeUndefined()
  })
}

function repeat(value: number, times: number): readonly number[] {
  return Array.from({ length: times }, () => value)
}

type Owner = PortsUnderTest['owner']

function confirmationOf(owner: Owner, createdAt: Date): Confirmation {
  const confirmationId: string = randomUUID()
  if (!isConfirmationId(confirmationId)) throw new TypeError('Not a UUID.')
  return {
    ...owner,
    confirmationId,
    skillHash: 'sha256:skill',
    callHash: 'sha256:call',
    params: { ticket_id: '4711', nested: { list: [1, null, 'x'] } },
    environment: 'production',
    conversationId: 'c-1',
    summary: 'create_ticket will POST /tickets.',
    preview: { kind: 'http', request: { method: 'POST' } },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 300_000),
  }
}

function intentOf(owner: Owner, now: Date, change: Partial<ExecutionIntent>): ExecutionIntent {
  return {
    ...owner,
    executionId: newExecutionId(),
    skillHash: 'sha256:skill',
    effect: 'create',
    environment: 'production',
    argumentsHash: 'sha256:arguments',
    idempotencyKey: randomUUID(),
    actor: 'key:contract',
    deadline: new Date(now.getTime() + 30_000),
    ...change,
  }
}

function newExecutionId(): ExecutionId {
  const id: string = randomUUID()
  if (!isExecutionId(id)) throw new TypeError('Not a UUID.')
  return id
}

function recordOf(
  intent: ExecutionIntent,
  startedAt: Date,
  status: ExecutionRecord['status'],
): ExecutionRecord {
  const { executionId, organizationId, agentId, skillId, skillHash, effect, environment, actor } = intent
  return {
    executionId,
    organizationId,
    agentId,
    skillId,
    skillHash,
    functionName: 'create_ticket',
    effect,
    environment,
    actor,
    status,
    ...(status === 'succeeded' ? {} : { errorCode: 'upstream_error' }),
    gates: [{ gate: 'integrity', verdict: 'passed' }],
    params: {},
    startedAt,
    durationMs: 5,
    timings: { provider: 4 },
  }
}

/** Ids for implementations that need no rows for them. */
export function freshOwner(): Owner {
  const organizationId: string = randomUUID()
  const agentId: string = randomUUID()
  const skillId: string = randomUUID()
  if (!isOrganizationId(organizationId) || !isAgentId(agentId) || !isSkillId(skillId))
    throw new TypeError('Not a UUID.')
  return { organizationId, agentId, skillId }
}
