import { randomUUID } from 'node:crypto'
import {
  type ExecutionRecord,
  isAgentId,
  isExecutionId,
  isSkillId,
  type OrganizationId,
} from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { parseFirstRow } from '../rows.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import { type ExecutionFilter, findExecution, pageExecutions } from '../tables/executions.ts'
import {
  findByIdempotencyKey,
  insertIntent,
  markOverdueUnknown,
  type NewIntent,
  resumeIntent,
  saveExecutions,
} from './intents.ts'
import { intentOf } from '../testing/new-intent.ts'
import { reportAlive, reportEnded } from '../tables/processes.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

describe.each(stores)('$name', ({ store }) => {
  let organizationId: OrganizationId
  beforeAll(async () => {
    organizationId = await addOrganization(store)
  })

  /** Begins a run of a process that reported itself this long ago, or never. */
  const begin = async (silentSeconds: number | undefined, change: Partial<NewIntent> = {}) => {
    const intent = { ...intentOf(organizationId), ...change }
    await store.run('platform', async (transaction) => {
      if (silentSeconds === undefined) return
      await reportAlive(transaction, intent.owner)
      await transaction.raw(
        'update server_processes set seen_at = seen_at - make_interval(secs => ?) where id = ?',
        [silentSeconds, intent.owner],
      )
    })
    await store.run(organizationId, (transaction) => insertIntent(transaction, intent))
    return intent
  }
  const known = (intent: NewIntent) =>
    store.run(organizationId, (transaction) => findByIdempotencyKey(transaction, intent.idempotencyKey))
  const resume = (intent: NewIntent) =>
    store.run(organizationId, (transaction) => resumeIntent(transaction, intent))

  test.each([
    ['that lives', 0, false],
    ['that was silent for less than 8 seconds', 5, false],
    ['that was silent for longer', 9, true],
    ['that nobody knows', undefined, true],
  ])('a run of a process %s', async (_, silentSeconds, isOver) => {
    const intent = await begin(silentSeconds)
    expect((await known(intent))?.isOverdue).toBe(isOver)
    const next = { ...intent, executionId: randomUUID(), owner: randomUUID() }
    expect(await resume(next)).toBe(isOver)
  })

  it('is over at once when its process ended properly', async () => {
    const intent = await begin(0)
    await store.run('platform', (transaction) => reportEnded(transaction, intent.owner))
    expect((await known(intent))?.isOverdue).toBe(true)
  })

  it('belongs to the process that took it up again, and holds nothing of the run before', async () => {
    const intent = await begin(undefined)
    const next = { ...intent, executionId: randomUUID(), owner: randomUUID() }
    await store.run('platform', async (transaction) => {
      await reportAlive(transaction, next.owner)
      await transaction.raw(
        `update executions set record = '{"functionName":"before"}', status = 'outcome_unknown' where id = ?`,
        [intent.executionId],
      )
    })
    expect(await resume(next)).toBe(true)
    const row = await store.run(organizationId, (transaction) => findExecution(transaction, next.executionId))
    expect([(await known(next))?.isOverdue, row?.status, row?.record]).toEqual([false, 'running', null])
  })

  it('marks runs that nobody will end: a read as failed, everything else as unknown, and no other', async () => {
    const runs = [
      await begin(undefined, { effect: 'read' }),
      await begin(undefined, { effect: 'create' }),
      await begin(undefined, { effect: 'delete' }),
      await begin(0, { deadlineMs: -1 }),
      await begin(0),
    ]
    expect(await store.run('platform', markOverdueUnknown)).toBeGreaterThanOrEqual(4)
    const statuses = await Promise.all(runs.map(async (intent) => (await known(intent))?.status))
    expect(statuses).toEqual(['failed', 'outcome_unknown', 'outcome_unknown', 'outcome_unknown', 'running'])
    expect(await store.run('platform', markOverdueUnknown)).toBe(0)
  })

  it('keeps one run under a key, and tells whoever comes second what is known of it', async () => {
    const intent = await begin(0)
    const second = { ...intent, executionId: randomUUID(), argumentsHash: 'v2:sha256:other' }
    const found = await store.run(organizationId, (transaction) => insertIntent(transaction, second))
    expect(found).toEqual({
      id: intent.executionId,
      status: 'running',
      effect: 'create',
      argumentsHash: intent.argumentsHash,
      sealedReplay: null,
      errorCode: null,
      upstreamStatus: null,
      refusal: null,
      isOverdue: false,
    })
  })

  it('tells nobody who comes first of another run', async () => {
    const intent = intentOf(organizationId)
    expect(
      await store.run(organizationId, (transaction) => insertIntent(transaction, intent)),
    ).toBeUndefined()
  })

  /** Seconds that a run has left, to ten. */
  const secondsLeft = async (executionId: string) => {
    const row = await store.run(organizationId, async (transaction) =>
      parseFirstRow(
        z.object({ seconds: z.number() }),
        await transaction.raw(
          'select extract(epoch from deadline - clock_timestamp())::float as seconds from executions where id = ?',
          [executionId],
        ),
      ),
    )
    return Math.ceil((row?.seconds ?? 0) / 10) * 10
  }

  it('has the milliseconds that were asked for, when it begins and when it is taken up again', async () => {
    const intent = await begin(undefined, { deadlineMs: 30_000 })
    const next = { ...intent, executionId: randomUUID(), deadlineMs: 60_000 }
    const before = await secondsLeft(intent.executionId)
    await resume(next)
    expect([before, await secondsLeft(next.executionId)]).toEqual([30, 60])
  })

  const finish = (...records: readonly ExecutionRecord[]) =>
    store.run(organizationId, (transaction) =>
      saveExecutions(
        transaction,
        records.map((record) => ({ record, sealedReplay: undefined })),
      ),
    )

  const now = { argumentsHash: 'v5:now@v1', anyVersion: 'v5:now@' }
  const earlier = { ...now, earlierHashes: ['v1:sha256:a', 'v4:arguments@v1'] }
  const nextVersion = { argumentsHash: 'v4:arguments@v2' }
  test.each<[status: ExecutionRecord['status'], call: string, change: Partial<NewIntent>, isTaken: boolean]>([
    ['outcome_unknown', 'the same call', {}, true],
    ['outcome_unknown', 'the call as an earlier version wrote it', earlier, true],
    ['outcome_unknown', 'another call', now, false],
    ['outcome_unknown', 'another version of its skill', nextVersion, false],
    ['outcome_unknown', 'another key', { idempotencyKey: randomUUID() }, false],
    ['failed', 'the same call', {}, true],
    ['failed', 'the call as an earlier version wrote it', earlier, true],
    ['failed', 'another call', now, false],
    ['failed', 'another version of its skill', nextVersion, true],
    ['failed', 'another key', { idempotencyKey: randomUUID() }, false],
    ['succeeded', 'the same call', {}, false],
    ['not_found', 'the same call', {}, false],
    ['denied', 'the same call', {}, false],
  ])('a run that ended as %s, asked for by %s', async (...[status, , change, isTaken]) => {
    const intent = await begin(0)
    await finish({ ...recordOf(intent), status })
    const next = { ...intent, executionId: randomUUID(), ...change }
    expect(await resume(next)).toBe(isTaken)
    expect((await known(intent))?.id).toBe(isTaken ? next.executionId : intent.executionId)
  })

  it('keeps the record of a failure whose key somebody took up', async () => {
    const intent = await begin(0)
    await finish(recordOf(intent))
    await resume({ ...intent, executionId: randomUUID() })
    const row = await store.run(organizationId, (transaction) =>
      findExecution(transaction, intent.executionId),
    )
    expect([row?.status, row?.record]).toEqual(['failed', storedRecordOf(intent)])
  })

  it('says of a run that ended how it did, with what the provider said', async () => {
    const intent = await begin(0)
    const record = {
      ...recordOf(intent),
      errorCode: 'upstream_error',
      upstreamStatus: 409,
      provider: { status: 409, message: 'Taken.' },
    }
    await store.run(organizationId, (transaction) =>
      saveExecutions(transaction, [{ record, sealedReplay: 'sealed' }]),
    )
    expect(await known(intent)).toEqual({
      id: intent.executionId,
      status: 'failed',
      effect: 'create',
      argumentsHash: intent.argumentsHash,
      sealedReplay: 'sealed',
      errorCode: 'upstream_error',
      upstreamStatus: 409,
      refusal: { status: 409, message: 'Taken.' },
      isOverdue: false,
    })
  })

  it('writes runs with and without an intent together, each as it ended', async () => {
    const begun = await begin(0)
    const alone = intentOf(organizationId)
    await finish({ ...recordOf(begun), status: 'succeeded' }, recordOf(alone))
    const rows = await store.run(organizationId, (transaction) =>
      Promise.all([begun, alone].map((intent) => findExecution(transaction, intent.executionId))),
    )
    expect((await known(begun))?.sealedReplay).toBeNull()
    expect(rows).toEqual([
      {
        ...rowOf(begun),
        status: 'succeeded',
        record: { ...storedRecordOf(begun), status: 'succeeded' },
        createdAt: expect.any(Date),
      },
      rowOf(alone),
    ])
  })

  describe('a list of runs', () => {
    const [agentId, skillId] = [randomUUID(), randomUUID()]
    const names = new Map<string, string>()
    let listed: OrganizationId
    beforeAll(async () => {
      listed = await addOrganization(store)
      const make = (name: string, second: number, change: Partial<ExecutionRecord & NewIntent> = {}) => {
        const intent = { ...intentOf(listed), ...change }
        names.set(intent.executionId, name)
        const startedAt = new Date(Date.UTC(2026, 0, 1, 0, 0, second))
        return { ...recordOf(intent), startedAt, environment: change.environment ?? 'production' }
      }
      const records = [
        make('oldest', 1, { agentId: asAgent(agentId) }),
        make('newest', 4, { skillId: asSkill(skillId) }),
        { ...make('middle', 3), status: 'succeeded' as const },
        make('older', 2, { environment: 'staging' }),
      ]
      await store.run(listed, (transaction) =>
        saveExecutions(
          transaction,
          records.map((record) => ({ record, sealedReplay: undefined })),
        ),
      )
    })

    test.each<[what: string, filter: ExecutionFilter, limit: number, expected: readonly string[]]>([
      ['begins with the newest', {}, 9, ['newest', 'middle', 'older', 'oldest']],
      ['has pages', {}, 2, ['newest', 'middle']],
      ['can be of one agent', { agentId }, 9, ['oldest']],
      ['can be of one skill', { skillId }, 9, ['newest']],
      ['can be of one status', { statuses: ['succeeded'] }, 9, ['middle']],
      ['can be of one of two statuses', { statuses: ['succeeded', 'running'] }, 9, ['middle']],
      ['can be of one environment', { environments: ['staging'] }, 9, ['older']],
      ['is of no run for two environments', { environments: ['staging', 'production'] }, 9, []],
      ['holds what every filter lets through', { agentId, statuses: ['succeeded'] }, 9, []],
    ])('%s', async (...[, filter, limit, expected]) => {
      const { rows } = await store.run(listed, (transaction) =>
        pageExecutions(transaction, filter, { after: undefined, limit }),
      )
      expect(rows.map(({ id }) => names.get(id))).toEqual(expected)
    })
  })
})

const startedAt = new Date('2026-01-02T03:04:05.678Z')

/** A run of the intent that failed. */
function recordOf(intent: NewIntent): ExecutionRecord {
  const { executionId, organizationId, agentId, skillId, skillHash } = intent
  if (!isExecutionId(executionId)) throw new TypeError('Not a UUID.')
  return {
    executionId,
    organizationId,
    agentId: asAgent(agentId),
    skillId: asSkill(skillId),
    skillHash,
    functionName: 'create_ticket',
    effect: 'create',
    environment: 'production',
    actor: 'key:Test',
    status: 'failed',
    gates: [],
    params: {},
    startedAt,
    durationMs: 5,
    timings: {},
  }
}

const storedRecordOf = (intent: NewIntent) => ({
  ...recordOf(intent),
  startedAt: startedAt.toISOString(),
})

const rowOf = (intent: NewIntent) => ({
  id: intent.executionId,
  agentId: intent.agentId,
  skillId: intent.skillId,
  status: 'failed',
  record: storedRecordOf(intent),
  channel: null,
  createdAt: startedAt,
})

function asAgent(id: string) {
  if (!isAgentId(id)) throw new TypeError('Not a UUID.')
  return id
}

function asSkill(id: string) {
  if (!isSkillId(id)) throw new TypeError('Not a UUID.')
  return id
}
