import { randomUUID } from 'node:crypto'
import { isAgentId, isSkillId, type OrganizationId } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseFirstRow } from '../rows.ts'
import { takeCall, takeFromLimit, takeTurn } from '../statements/take-limits.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import { type CallKey, giveCallBack, releaseTurn } from './limits.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

describe.each(stores)('on the $name', ({ store }) => {
  let own: OrganizationId
  let other: OrganizationId
  beforeAll(async () => {
    own = await addOrganization(store)
    other = await addOrganization(store)
  })

  /** Calls that were admitted this many seconds ago, the oldest first. */
  const keep = (scope: string, ages: readonly number[]) =>
    store.run(own, async (transaction) => {
      const row = { organization_id: own, scope }
      await transaction('rate_limits').insert({ ...row, taken: ages.length })
      for (const [at, age] of ages.entries())
        await transaction('rate_limit_hits').insert({
          ...row,
          place: (at + 1) % 16,
          sequence: at + 1,
          at: transaction.raw('clock_timestamp() - make_interval(secs => ?)', [age]),
        })
    })
  const take = (organizationId: OrganizationId, scope: string, perMinute: number) =>
    store.run(organizationId, (transaction) =>
      takeFromLimit(transaction, { organizationId, scope }, perMinute),
    )

  test('a limit admits as many calls as it says, each organisation and scope its own', async () => {
    const found = []
    for (const [organizationId, scope] of [
      [own, 'a'],
      [own, 'a'],
      [own, 'a'],
      [own, 'b'],
      [other, 'a'],
    ] as const) {
      const { isAdmitted, used } = await take(organizationId, scope, 2)
      found.push([isAdmitted, used])
    }
    expect(found).toEqual([
      [true, 1],
      [true, 2],
      [false, 2],
      [true, 1],
      [true, 1],
    ])
  })

  test('of calls side by side none is admitted beyond the limit', async () => {
    const verdicts = await Promise.all(Array.from({ length: 12 }, () => take(own, 'side by side', 5)))
    expect(
      verdicts
        .filter(({ isAdmitted }) => isAdmitted)
        .map(({ used }) => used)
        .sort((one, next) => one - next),
    ).toEqual([1, 2, 3, 4, 5])
  })

  test.each<[what: string, ages: readonly number[], perMinute: number, expected: readonly unknown[]]>([
    ['the first call, which is the one to grow old', [], 1, [true, 1, 60]],
    ['a call beside others, while fewer than the limit are left', [30], 3, [true, 2, 30]],
    ['calls that are 60 s old as gone', [3600, 61], 1, [true, 1, 60]],
    ['calls that are not yet as there', [50], 1, [false, 1, 10]],
    ['a limit that was lowered, of which several must grow old', [50, 40, 30, 20], 2, [false, 4, 30]],
    ['a limit of none', [], 0, [false, 0, 0]],
  ])('a limit takes %s', async (...[what, ages, perMinute, expected]) => {
    await keep(what, ages)
    const { isAdmitted, used, retryAfterMs } = await take(own, what, perMinute)
    // To ten seconds, since the statements before took some of them.
    expect([isAdmitted, used, Math.ceil(retryAfterMs / 10_000) * 10]).toEqual(expected)
  })

  test('a limit that was raised counts those that it let in before, and has room for more', async () => {
    for (let n = 0; n < 20; n++) await take(own, 'raised', 10)
    const found = []
    for (const perMinute of [10, 100, 40, 41, 12]) {
      const { isAdmitted, used } = await take(own, 'raised', perMinute)
      found.push([perMinute, isAdmitted, used])
    }
    expect(found).toEqual([
      [10, false, 10],
      [100, true, 11],
      [40, true, 12],
      [41, true, 13],
      [12, false, 13],
    ])
  })

  test('a limit goes on when its ring is full and the first calls of it are old', async () => {
    for (let n = 0; n < 50; n++) await take(own, 'ring', 50)
    expect(await take(own, 'ring', 50)).toMatchObject({ isAdmitted: false, used: 50 })
    await store.run(own, (transaction) =>
      transaction('rate_limit_hits')
        .where({ organization_id: own, scope: 'ring' })
        .where('sequence', '<=', 30)
        .update({ at: transaction.raw("at - interval '60 seconds'") }),
    )
    const verdicts = []
    for (let n = 0; n < 31; n++) verdicts.push(await take(own, 'ring', 50))
    expect(verdicts.filter(({ isAdmitted }) => isAdmitted).map(({ used }) => used)).toEqual(
      Array.from({ length: 30 }, (_, n) => 21 + n),
    )
  })

  test('a refused call is not counted as one', async () => {
    await keep('refused', [10])
    await take(own, 'refused', 1)
    expect(await take(own, 'refused', 2)).toMatchObject({ isAdmitted: true, used: 2 })
  })

  const hold = (key: CallKey, holder: string, holdMs = 30_000) =>
    store.run(key.organizationId, (transaction) => takeTurn(transaction, key, { holder, holdMs }))
  const release = (key: CallKey, holder: string) =>
    store.run(key.organizationId, (transaction) => releaseTurn(transaction, key, holder))
  const [ann, bob] = [randomUUID(), randomUUID()]

  test('a turn has one holder, until it runs out', async () => {
    const key = callOf(own)
    const found = [await hold(key, ann), await hold(key, bob), await hold(key, ann)]
    expect(found).toEqual([true, false, false])
  })

  test('a turn that ran out belongs to the next one, for as long as that one asked', async () => {
    const key = callOf(own)
    const found = [await hold(key, ann, -1), await hold(key, bob), await hold(key, ann)]
    await release(key, ann)
    expect([...found, await hold(key, ann)]).toEqual([true, true, false, false])
    await release(key, bob)
    expect(await hold(key, ann)).toBe(true)
  })

  test('a turn is held for the milliseconds that were asked for', async () => {
    const key = callOf(own)
    await hold(key, ann, 30_000)
    const left = await store.run(own, async (transaction) =>
      parseFirstRow(
        z.object({ seconds: z.number() }),
        await transaction.raw(
          `select extract(epoch from expires_at - clock_timestamp())::float as seconds
           from conversation_turns where agent_id = ?`,
          [key.agentId],
        ),
      ),
    )
    expect(Math.ceil((left?.seconds ?? 0) / 10)).toBe(3)
  })

  const others: readonly (readonly [what: string, change: (key: CallKey) => CallKey])[] = [
    ['agent', (key) => ({ ...key, agentId: callOf(own).agentId })],
    ['conversation', (key) => ({ ...key, conversationId: 'another' })],
    ['organisation', (key) => ({ ...key, organizationId: other })],
  ]

  test.each(others)('a turn of another %s is another turn', async (_, change) => {
    const key = callOf(own)
    expect([await hold(key, ann), await hold(change(key), ann)]).toEqual([true, true])
    await release(change(key), ann)
    expect([await hold(key, ann), await hold(change(key), ann)]).toEqual([false, true])
  })

  const takePlace = (key: CallKey, most: number) =>
    store.run(key.organizationId, (transaction) => takeCall(transaction, key, most))
  const giveBack = (key: CallKey) =>
    store.run(key.organizationId, (transaction) => giveCallBack(transaction, key))

  test('a skill has as many places in a conversation as it says', async () => {
    const key = callOf(own)
    const found = [await takePlace(key, 2), await takePlace(key, 2), await takePlace(key, 2)]
    expect(found).toEqual([true, true, false])
  })

  test('of calls side by side none gets a place beyond the last one', async () => {
    const key = callOf(own)
    const found = await Promise.all(Array.from({ length: 12 }, () => takePlace(key, 3)))
    expect(found.filter((isTaken) => isTaken)).toHaveLength(3)
  })

  test('a place that is given back is one place, and never more than were taken', async () => {
    const key = callOf(own)
    await takePlace(key, 2)
    await takePlace(key, 2)
    await giveBack(key)
    expect([await takePlace(key, 2), await takePlace(key, 2)]).toEqual([true, false])
    for (let times = 0; times < 4; times += 1) await giveBack(key)
    const found = [await takePlace(key, 2), await takePlace(key, 2), await takePlace(key, 2)]
    expect(found).toEqual([true, true, false])
  })

  const otherPlaces: typeof others = [
    ...others,
    ['skill', (key) => ({ ...key, skillId: callOf(own).skillId })],
  ]

  test.each(otherPlaces)('the places of another %s are others', async (_, change) => {
    const key = callOf(own)
    expect([await takePlace(key, 1), await takePlace(change(key), 1)]).toEqual([true, true])
    await giveBack(change(key))
    expect([await takePlace(key, 1), await takePlace(change(key), 1)]).toEqual([false, true])
  })
})

function callOf(organizationId: OrganizationId): CallKey {
  const [agentId, skillId]: string[] = [randomUUID(), randomUUID()]
  if (agentId === undefined || skillId === undefined || !isAgentId(agentId) || !isSkillId(skillId))
    throw new TypeError('Not a UUID.')
  return { organizationId, agentId, conversationId: 'conversation', skillId }
}
