import { randomUUID } from 'node:crypto'
import type { Confirmation, ConfirmationId } from '@bindery/model'
import { isConfirmationId } from '@bindery/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeLedger } from './describe-ledger.contract.ts'
import type { Confirmations, RateLimitKey } from './ports.ts'
import { freshOwner, type PortsUnderTest, type World } from './ports-under-test.contract.ts'

export { freshOwner, type PortsUnderTest }

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

  test('rate limit: says when the next place is free when the limit was higher before', async () => {
    await world().ports.limits.take(key('lowered'), 3)
    await world().advance(20_000)
    await world().ports.limits.take(key('lowered'), 3)
    const refused = await world().ports.limits.take(key('lowered'), 1)
    await world().advance(refused.admitted ? 0 : refused.retryAfterMs + 1)
    expect(await world().ports.limits.take(key('lowered'), 1)).toMatchObject({ admitted: true })
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

  test('turn: conversations, agents and organisations do not wait for each other', async () => {
    const { agentId } = freshOwner()
    const { stranger } = world()
    await world().ports.conversations.take(key('d'), 5000)
    for (const other of [key('e'), { ...key('d'), agentId }, { ...key('d'), organizationId: stranger }])
      expect(await world().ports.conversations.take(other, 5000)).toBeDefined()
  })

  test('turn: its release frees no other one', async () => {
    const turn = await world().ports.conversations.take(key('f'), 5000)
    await world().ports.conversations.take(key('g'), 5000)
    await turn?.release()
    expect(await world().ports.conversations.take(key('g'), 5000)).toBeUndefined()
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

  test('successful calls: every conversation, skill, agent and organisation counts for itself', async () => {
    const { agentId, skillId } = freshOwner()
    const taken = key('c')
    const others = [{ skillId }, { agentId }, { organizationId: world().stranger }, { conversationId: 'd' }]
    await take('c', 1)
    expect(await take('c', 1)).toBeUndefined()
    for (const other of others)
      expect(await world().ports.successfulCalls.take({ ...taken, ...other }, 1)).toBeDefined()
  })

  test('successful calls: a place that is given back frees no place of another skill', async () => {
    const { skillId } = freshOwner()
    const place = await take('e', 1)
    await world().ports.successfulCalls.take({ ...key('e'), skillId }, 1)
    await place?.giveBack()
    expect(await world().ports.successfulCalls.take({ ...key('e'), skillId }, 1)).toBeUndefined()
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

  test('confirmation: of 20 calls at once under one idempotency key one is opened', async () => {
    const now = await world().now()
    const calls = repeat(0, 20).map(() => ({
      ...confirmationOf(world().owner, now),
      idempotencyKey: 'at-once',
    }))
    const opened = await Promise.all(calls.map((call) => world().ports.confirmations.open(call)))
    expect(new Set(opened.map(({ confirmationId }) => confirmationId)).size).toBe(1)
  })

  const endings: readonly (readonly [ending: string, end: (id: ConfirmationId) => Promise<unknown>])[] = [
    ['expired', () => world().advance(300_001)],
    [
      'was carried out',
      async (id) => {
        await world().approve(id)
        await world().ports.confirmations.spend(world().owner.organizationId, id)
      },
    ],
  ]
  test.each(endings)('confirmation: a call is opened anew when the one of its key %s', async (_, end) => {
    const idempotencyKey = 'again'
    const first = { ...confirmationOf(world().owner, await world().now()), idempotencyKey }
    await world().ports.confirmations.open(first)
    await end(first.confirmationId)
    const second = { ...confirmationOf(world().owner, await world().now()), idempotencyKey }
    expect(await world().ports.confirmations.open(second)).toEqual(second)
  })

  test('confirmation: calls under different keys, and of different organisations, wait side by side', async () => {
    const now = await world().now()
    const first = { ...confirmationOf(world().owner, now), idempotencyKey: 'side-1' }
    const others = [
      { ...confirmationOf(world().owner, now), idempotencyKey: 'side-2' },
      {
        ...confirmationOf({ ...world().owner, organizationId: world().stranger }, now),
        idempotencyKey: 'side-1',
      },
      confirmationOf(world().owner, now),
    ]
    await world().ports.confirmations.open(first)
    for (const other of others) expect(await world().ports.confirmations.open(other)).toEqual(other)
  })

  test('confirmation: is of one organisation', async () => {
    const confirmation = await open()
    await world().approve(confirmation.confirmationId)
    const strange = { ...confirmation, organizationId: world().stranger }
    expect(await spend(strange)).toBeUndefined()
    expect(await spend(confirmation)).toBeDefined()
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
