import { randomUUID } from 'node:crypto'
import type { ExecutionId, ExecutionRecord } from '@bindery/model'
import { isExecutionId } from '@bindery/model'
import { expect, test } from 'vitest'
import type { ExecutionIntent } from './ports.ts'
import type { PortsUnderTest, World } from './ports-under-test.contract.ts'

/** What every ledger must do: a key is begun once, and what came of it is never told otherwise. */
export function describeLedger(world: World): void {
  const begin = async (change: Partial<ExecutionIntent> = {}) => {
    const intent = intentOf(world().owner, await world().now(), change)
    return { intent, verdict: await world().ports.ledger.begin(intent) }
  }
  const finish = async (
    intent: ExecutionIntent,
    status: ExecutionRecord['status'],
    replay?: { readonly x: number },
  ) => world().ports.ledger.finish(recordOf(intent, await world().now(), status), replay)

  const resumed = async (idempotencyKey: string, change: Partial<ExecutionIntent> = {}) =>
    world().ports.ledger.resume(intentOf(world().owner, await world().now(), { idempotencyKey, ...change }))
  const otherCall = { argumentsHash: 'v4:other@sha256:skill', anyVersion: 'v4:other@', earlierHashes: [] }
  const otherVersion = { argumentsHash: 'v4:arguments@sha256:next', earlierHashes: [] }

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

  test('ledger: a repeated key hears what the provider said of the first failure', async () => {
    const { intent } = await begin({ idempotencyKey: 'k3-said' })
    const provider = { status: 422, code: 'INVALID', message: 'not so', others: [{ message: 'nor so' }] }
    const record = { ...recordOf(intent, await world().now(), 'failed'), provider, upstreamStatus: 422 }
    await world().ports.ledger.finish(record)
    expect((await begin({ idempotencyKey: 'k3-said' })).verdict).toMatchObject({
      verdict: 'failed',
      upstreamStatus: 422,
      provider,
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

  test('ledger: a read without an outcome after its deadline failed, since it did nothing', async () => {
    const { intent } = await begin({ idempotencyKey: 'k5-read', effect: 'read' })
    await world().advance(60_000)
    const { executionId } = intent
    const failed = { verdict: 'failed', executionId, code: 'internal_error' }
    expect((await begin({ idempotencyKey: 'k5-read', effect: 'read' })).verdict).toEqual(failed)
  })

  test('ledger: a write without an outcome that is taken up again runs, and has its whole time', async () => {
    const { intent } = await begin({ idempotencyKey: 'k5-again' })
    await world().advance(60_000)
    expect(await resumed('k5-again')).toEqual({ verdict: 'fresh' })
    await world().advance(20_000)
    expect((await begin({ idempotencyKey: 'k5-again' })).verdict).toEqual({ verdict: 'running' })
    expect(await world().ports.ledger.resume(intent)).toEqual({ verdict: 'running' })
  })

  test.each(['failed', 'outcome_unknown'] as const)(
    'ledger: a key whose call ended as %s is not taken up for another call',
    async (status) => {
      const { intent } = await begin({ idempotencyKey: 'k13' })
      await finish(intent, status)
      expect(await resumed('k13', otherCall)).toEqual({ verdict: 'reused' })
    },
  )

  test('ledger: a key of another organisation is not recalled', async () => {
    const { intent } = await begin({ idempotencyKey: 'k14' })
    await finish(intent, 'outcome_unknown')
    const { executionId } = intent
    const question = { ...intent, organizationId: world().stranger }
    expect(await world().ports.ledger.recall(question)).toBeUndefined()
    expect(await world().ports.ledger.recall({ ...question, organizationId: intent.organizationId })).toEqual(
      { verdict: 'unknown', executionId },
    )
  })

  test('ledger: of 20 that take an unknown outcome up again one does', async () => {
    const { intent } = await begin({ idempotencyKey: 'k10' })
    await finish(intent, 'outcome_unknown')
    const verdicts = await Promise.all(repeat(0, 20).map(async () => resumed('k10')))
    expect(verdicts.map(({ verdict }) => verdict).sort()).toEqual([
      'fresh',
      ...Array.from({ length: 19 }, () => 'running'),
    ])
  })

  test('ledger: of 20 that take up the key of a failure one does, and the failure is kept', async () => {
    const { intent } = await begin({ idempotencyKey: 'k12' })
    await finish(intent, 'failed')
    const verdicts = await Promise.all(repeat(0, 20).map(async () => resumed('k12')))
    expect(verdicts.map(({ verdict }) => verdict).sort()).toEqual([
      'fresh',
      ...Array.from({ length: 19 }, () => 'running'),
    ])
    expect(await resumed('k12', otherCall)).toEqual({ verdict: 'reused' })
  })

  test('ledger: what is known is not taken up again', async () => {
    const { intent } = await begin({ idempotencyKey: 'k11' })
    await finish(intent, 'succeeded', { x: 3 })
    expect(await world().ports.ledger.resume(intent)).toMatchObject({ verdict: 'replay', result: { x: 3 } })
  })

  test('ledger: the same key for other arguments is refused', async () => {
    await begin({ idempotencyKey: 'k6' })
    const other = await begin({ idempotencyKey: 'k6', ...otherCall })
    expect(other.verdict).toEqual({ verdict: 'reused' })
  })

  test('ledger: a key that a version before wrote is still its own, and can be taken up', async () => {
    const { intent } = await begin({ idempotencyKey: 'k12', argumentsHash: 'sha256:arguments' })
    await finish(intent, 'outcome_unknown')
    const again = await begin({ idempotencyKey: 'k12' })
    expect(again.verdict).toMatchObject({ verdict: 'unknown' })
    expect(await world().ports.ledger.resume(again.intent)).toEqual({ verdict: 'fresh' })
  })

  test('ledger: the same call by another version of its skill gets the first result back', async () => {
    const { intent } = await begin({ idempotencyKey: 'k15' })
    await finish(intent, 'succeeded', { x: 1 })
    const { executionId } = intent
    const replay = { verdict: 'replay', executionId, result: { x: 1 } }
    expect((await begin({ idempotencyKey: 'k15', ...otherVersion })).verdict).toEqual(replay)
    expect(await resumed('k15', otherVersion)).toEqual(replay)
  })

  test('ledger: another version of a skill never takes an unknown outcome up, its own does', async () => {
    const { intent } = await begin({ idempotencyKey: 'k16' })
    await finish(intent, 'outcome_unknown')
    const unknown = { verdict: 'unknown', executionId: intent.executionId }
    const another = { ...unknown, isOfAnotherVersion: true }
    expect((await begin({ idempotencyKey: 'k16', ...otherVersion })).verdict).toEqual(another)
    expect(await resumed('k16', otherVersion)).toEqual(another)
    expect((await begin({ idempotencyKey: 'k16' })).verdict).toEqual(unknown)
    expect(await resumed('k16')).toEqual({ verdict: 'fresh' })
  })

  test('ledger: nor one whose time ran out', async () => {
    const { intent } = await begin({ idempotencyKey: 'k17' })
    await world().advance(60_000)
    const another = { verdict: 'unknown', executionId: intent.executionId, isOfAnotherVersion: true }
    expect(await resumed('k17', otherVersion)).toEqual(another)
  })

  test('ledger: the key of a failure, which did nothing, is taken up by another version', async () => {
    const { intent } = await begin({ idempotencyKey: 'k18' })
    await finish(intent, 'failed')
    expect(await resumed('k18', otherVersion)).toEqual({ verdict: 'fresh' })
    expect((await begin({ idempotencyKey: 'k18' })).verdict).toEqual({ verdict: 'running' })
  })

  test('ledger: keys are of one organisation', async () => {
    await begin({ idempotencyKey: 'k7' })
    const other = await begin({ idempotencyKey: 'k7', organizationId: world().stranger })
    expect(other.verdict).toEqual({ verdict: 'fresh' })
  })

  test('ledger: recalls what it knows of a key, and commits nothing for a new one', async () => {
    const { intent } = await begin({ idempotencyKey: 'k8' })
    await finish(intent, 'succeeded', { x: 2 })
    const recall = (idempotencyKey: string) => world().ports.ledger.recall({ ...intent, idempotencyKey })
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

function intentOf(owner: Owner, now: Date, change: Partial<ExecutionIntent>): ExecutionIntent {
  return {
    ...owner,
    executionId: newExecutionId(),
    skillHash: 'sha256:skill',
    effect: 'create',
    environment: 'production',
    argumentsHash: 'v4:arguments@sha256:skill',
    anyVersion: 'v4:arguments@',
    earlierHashes: ['sha256:arguments'],
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
