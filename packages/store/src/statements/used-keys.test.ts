import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeEach, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { CountRow, parseFirstRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import { findByIdempotencyKey, insertIntent, type NewIntent, resumeIntent } from './intents.ts'
import { intentOf } from '../testing/new-intent.ts'
import { removeExecutions } from './used-keys.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

/** All that began before tomorrow. */
const all = { days: -1, most: 100 }

describe.each(stores)('an execution that was removed on the $name', ({ store, name }) => {
  let own: OrganizationId
  let other: OrganizationId
  beforeEach(async () => {
    own = await addOrganization(store)
    other = await addOrganization(store)
  })

  const insert = (intent: NewIntent) =>
    store.run(intent.organizationId, (transaction) => insertIntent(transaction, intent))
  const resume = (intent: NewIntent) =>
    store.run(intent.organizationId, (transaction) => resumeIntent(transaction, intent))
  const remove = () => store.run(own, (transaction) => removeExecutions(transaction, all))
  /** A run that ended so. */
  const ended = async (status: string, change: Partial<NewIntent> = {}) => {
    const intent = { ...intentOf(own), ...change }
    await insert(intent)
    await store.run(own, (transaction) =>
      transaction('executions')
        .where({ organization_id: own, id: intent.executionId })
        .update({
          status,
          record: { errorCode: 'upstream_error', upstreamStatus: 503 },
          sealed_replay: 'sealed',
        }),
    )
    return intent
  }
  const again = (intent: NewIntent) => ({ ...intent, executionId: randomUUID() })
  const countOf = async (transaction: Transaction, table: string) =>
    parseFirstRow(
      z.object({ count: CountRow }),
      await transaction.raw(`select count(*) as count from ${table} where organization_id = ?`, [own]),
    )?.count

  it('leaves under its key what came of it, and not its answer', async () => {
    const intent = await ended('succeeded')
    expect(await remove()).toBe(1)
    const known = {
      id: intent.executionId,
      status: 'succeeded',
      effect: 'create',
      argumentsHash: intent.argumentsHash,
      sealedReplay: null,
      errorCode: 'upstream_error',
      upstreamStatus: 503,
      refusal: null,
      isOverdue: false,
    }
    const found = await store.run(own, (transaction) =>
      findByIdempotencyKey(transaction, intent.idempotencyKey),
    )
    expect([found, await insert(again(intent))]).toEqual([known, known])
    const counts = await store.run(own, async (transaction) => [
      await countOf(transaction, 'executions'),
      await countOf(transaction, 'used_keys'),
    ])
    expect(counts).toEqual([0, 1])
  })

  it('keeps its key from nobody else', async () => {
    const intent = await ended('succeeded')
    await remove()
    expect(await insert({ ...again(intent), organizationId: other })).toBeUndefined()
    expect(await insert({ ...again(intent), idempotencyKey: 'another' })).toBeUndefined()
  })

  it('leaves nothing of a read, which may be made again', async () => {
    const intent = await ended('succeeded', { effect: 'read' })
    await remove()
    expect(await insert(again(intent))).toBeUndefined()
  })

  test.each<[status: string, call: string, change: Partial<NewIntent>, isTaken: boolean]>([
    ['failed', 'the same call', {}, true],
    ['failed', 'another call', { argumentsHash: 'v4:other@v1', anyVersion: 'v4:other@' }, false],
    ['succeeded', 'the same call', {}, false],
    // The provider that took the key then may have forgotten it.
    ['outcome_unknown', 'the same call', {}, false],
  ])('that ended as %s is taken up by %s or not', async (...[status, , change, isTaken]) => {
    const intent = await ended(status)
    await remove()
    const next = { ...again(intent), ...change }
    expect(await resume(next)).toBe(isTaken)
    const known = await store.run(own, (transaction) =>
      findByIdempotencyKey(transaction, next.idempotencyKey),
    )
    expect(known?.id).toBe(isTaken ? next.executionId : intent.executionId)
  })

  it('is none that goes on', async () => {
    const intent = intentOf(own)
    await insert(intent)
    expect(await remove()).toBe(0)
  })

  // The embedded database has one transaction at a time.
  test.skipIf(name === 'embedded database')(
    'is known to whoever begins under its key while it is removed',
    async () => {
      const intent = await ended('succeeded')
      const begun = await store.run(own, async (transaction) => {
        await removeExecutions(transaction, all)
        const begins = insert(again(intent))
        while (!(await isWaitedFor(transaction))) await transaction.raw('select 1')
        return { begins }
      })
      expect((await begun.begins)?.id).toBe(intent.executionId)
    },
  )
})

/** Whether somebody waits for the end of the transaction. */
async function isWaitedFor(transaction: Transaction): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `select exists (select from pg_locks where not granted and locktype = 'transactionid'
       and transactionid = pg_current_xact_id()::xid) as is_waited_for`,
  )
  return parseFirstRow(z.object({ isWaitedFor: z.boolean() }), result)?.isWaitedFor === true
}
