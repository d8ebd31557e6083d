import { randomUUID } from 'node:crypto'
import {
  type Confirmation,
  type Environment,
  isAgentId,
  isConfirmationId,
  isSkillId,
  type OrganizationId,
} from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CountRow, parseFirstRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import { spendConfirmation } from '../statements/spend-confirmation.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import {
  confirmationStatuses,
  decideConfirmation,
  findConfirmation,
  insertConfirmation,
  pageConfirmations,
  reopenConfirmation,
  voidConfirmation,
} from './confirmations.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

type Act = (transaction: Transaction, id: Confirmation['confirmationId']) => Promise<unknown>
const decide =
  (status: 'approved' | 'rejected'): Act =>
  (transaction, id) =>
    decideConfirmation(transaction, id, { status, actor: 'key:Test' })

const acts: readonly (readonly [name: string, act: Act, moves: Readonly<Record<string, string>>])[] = [
  ['approving', decide('approved'), { pending: 'approved' }],
  ['rejecting', decide('rejected'), { pending: 'rejected' }],
  ['spending', spendConfirmation, { approved: 'spent' }],
  ['reopening', reopenConfirmation, { approved: 'pending', 'expired approved': 'expired pending' }],
  ['voiding', voidConfirmation, { pending: 'void pending', approved: 'void approved' }],
]
const states = ['', 'expired '].flatMap((age) =>
  confirmationStatuses.map((status) => ({ state: `${age}${status}`, status, isExpired: age !== '' })),
)

describe.each(stores)('a confirmation in the $name', ({ store }) => {
  let own: OrganizationId
  let other: OrganizationId
  beforeAll(async () => {
    own = await addOrganization(store)
    other = await addOrganization(store)
  })

  const age = (id: string, { status, isExpired }: (typeof states)[number]) =>
    store.run(own, (transaction) =>
      transaction.raw(
        `update confirmations set status = :status, expires_at = expires_at - make_interval(secs => :ago), created_at = created_at - make_interval(secs => :ago) where id = :id`,
        { status, ago: isExpired ? 301 : 0, id },
      ),
    )
  const make = async (entry: (typeof states)[number]) => {
    const confirmation = confirmationOf(own)
    await store.run(own, (transaction) => insertConfirmation(transaction, confirmation))
    await age(confirmation.confirmationId, entry)
    return confirmation.confirmationId
  }
  const stateOf = async (id: string) => {
    const stored = await store.run(own, (transaction) => findConfirmation(transaction, id))
    const age = stored?.isVoid === true ? 'void ' : stored?.isExpired === true ? 'expired ' : ''
    return `${age}${stored?.status}`
  }

  test.each(acts)('%s moves it from its own state only', async (_, act, moves) => {
    const found: Record<string, string> = {}
    for (const entry of states) {
      const id = await make(entry)
      await store.run(own, (transaction) => act(transaction, id))
      found[entry.state] = await stateOf(id)
    }
    expect(found).toEqual({ ...Object.fromEntries(states.map(({ state }) => [state, state])), ...moves })
  })

  test.each(acts)('%s moves nothing of another organisation', async (_, act, moves) => {
    for (const entry of states.filter(({ state }) => state in moves)) {
      const id = await make(entry)
      await store.run(other, (transaction) => act(transaction, id))
      expect(await stateOf(id)).toBe(entry.state)
    }
  })

  test.each(acts)('%s tells whether it moved anything', async (_, act, moves) => {
    const told: string[] = []
    for (const entry of states) {
      const id = await make(entry)
      const answer = await store.run(own, (transaction) => act(transaction, id))
      if (answer !== false && answer !== undefined) told.push(entry.state)
    }
    expect(told).toEqual(states.map(({ state }) => state).filter((state) => state in moves))
  })

  const insert = (confirmation: Confirmation) =>
    store.run(confirmation.organizationId, (transaction) => insertConfirmation(transaction, confirmation))
  const whole = (): Confirmation => ({
    ...confirmationOf(own),
    conversationId: 'conversation',
    idempotencyKey: randomUUID(),
    isCallerVerified: true,
    verifiedAt: new Date('2026-01-02T03:04:05.678Z'),
    phase: 'booking',
    state: 'open',
    context: { today: '2026-01-02' },
    told: { name: 'Ann' },
    needsOperator: true,
  })

  test.each<[what: string, make: () => Confirmation]>([
    ['the least that a call holds', () => confirmationOf(own)],
    ['everything that a call may hold', whole],
  ])('is found, listed and spent as it was kept: %s', async (_, make) => {
    const confirmation = make()
    const { confirmationId } = confirmation
    expect(await insert(confirmation)).toEqual(confirmation)
    await store.run(own, async (transaction) => {
      const waiting = { status: 'pending', isExpired: false, isVoid: false, confirmation, sealedAhead: null }
      expect(await findConfirmation(transaction, confirmationId)).toEqual(waiting)
      const { rows } = await pageConfirmations(transaction, {}, { after: undefined, limit: 1000 })
      expect(rows).toContainEqual(waiting)
      await decide('approved')(transaction, confirmationId)
      const spent = await spendConfirmation(transaction, confirmationId)
      expect(spent?.confirmation).toEqual(confirmation)
    })
  })

  test('of an id that nobody has is not found', async () => {
    expect(await store.run(own, (transaction) => findConfirmation(transaction, randomUUID()))).toBeUndefined()
  })

  test('expires on the clock of the database, after the time that it was given', async () => {
    const createdAt = new Date('2020-01-01T00:00:00Z')
    const confirmation = {
      ...confirmationOf(own),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + 300_000),
    }
    await insert(confirmation)
    const left = await store.run(own, async (transaction) =>
      parseFirstRow(
        z.object({ seconds: z.number() }),
        await transaction.raw(
          'select extract(epoch from expires_at - created_at)::float as seconds from confirmations where id = ?',
          [confirmation.confirmationId],
        ),
      ),
    )
    expect([left?.seconds, await stateOf(confirmation.confirmationId)]).toEqual([300, 'pending'])
  })

  test.each(states)('that is $state is the one in force for its key, or is not', async (entry) => {
    const idempotencyKey = randomUUID()
    const [first, second] = [confirmationOf(own), confirmationOf(own)].map((made) => ({
      ...made,
      idempotencyKey,
    }))
    if (first === undefined || second === undefined) throw new Error('There are two.')
    await insert(first)
    await age(first.confirmationId, entry)
    const isInForce = ['pending', 'approved'].includes(entry.state)
    expect(await insert(second)).toEqual(isInForce ? first : second)
    const kept = await store.run(own, (transaction) => findConfirmation(transaction, second.confirmationId))
    expect(kept === undefined).toBe(isInForce)
  })

  test('is not in force for another key, for none, or for another organisation', async () => {
    const first = { ...confirmationOf(own), idempotencyKey: randomUUID() }
    await insert(first)
    const { idempotencyKey } = first
    for (const next of [
      { ...confirmationOf(own), idempotencyKey: randomUUID() },
      confirmationOf(own),
      confirmationOf(own),
      { ...confirmationOf(other), idempotencyKey },
    ]) {
      expect(await insert(next)).toEqual(next)
    }
  })

  test('is one for each key, however many calls ask at once', async () => {
    const idempotencyKey = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => insert({ ...confirmationOf(own), idempotencyKey })),
    )
    expect(new Set(answers.map(({ confirmationId }) => confirmationId)).size).toBe(1)
  })

  test('lets calls wait for those of their own key only', async () => {
    const locks = await store.run(own, async (transaction) => {
      for (const idempotencyKey of ['a', 'b', 'a'])
        await insertConfirmation(transaction, { ...confirmationOf(own), idempotencyKey })
      return parseFirstRow(
        z.object({ count: CountRow }),
        await transaction.raw(
          "select count(*) as count from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()",
        ),
      )
    })
    expect(locks).toEqual({ count: 2 })
  })

  describe('in a list', () => {
    const names = new Map<string, string>()
    let listed: OrganizationId
    beforeAll(async () => {
      listed = await addOrganization(store)
      for (const [age, environment] of ['production', 'staging', 'production'].entries()) {
        const confirmation = confirmationOf(listed)
        names.set(confirmation.confirmationId, `${environment} ${age}`)
        await store.run(listed, async (transaction) => {
          await insertConfirmation(transaction, {
            ...confirmation,
            environment: environment === 'staging' ? 'staging' : 'production',
          })
          await transaction.raw(
            'update confirmations set created_at = created_at - make_interval(secs => ?) where id = ?',
            [age * 10, confirmation.confirmationId],
          )
        })
      }
    })

    test.each<[what: string, limit: number, environment: Environment | undefined, string[]]>([
      ['the newest comes first', 9, undefined, ['production 0', 'staging 1', 'production 2']],
      ['there are pages', 2, undefined, ['production 0', 'staging 1']],
      ['there is one environment, when one is asked for', 9, 'production', ['production 0', 'production 2']],
      ['an environment may have none', 9, 'development', []],
    ])('%s', async (...[, limit, environment, expected]) => {
      const { rows } = await store.run(listed, (transaction) =>
        pageConfirmations(transaction, { environment }, { after: undefined, limit }),
      )
      expect(rows.map(({ confirmation }) => names.get(confirmation.confirmationId))).toEqual(expected)
    })
  })
})

function confirmationOf(organizationId: OrganizationId): Confirmation {
  const [confirmationId, agentId, skillId] = [newUuid(), newUuid(), newUuid()]
  if (!isConfirmationId(confirmationId) || !isAgentId(agentId) || !isSkillId(skillId))
    throw new TypeError('Not a UUID.')
  const createdAt = new Date()
  return {
    confirmationId,
    organizationId,
    agentId,
    skillId,
    skillHash: 'sha256:skill',
    callHash: 'sha256:call',
    params: {},
    environment: 'production',
    summary: 'create_ticket will POST /tickets.',
    preview: { kind: 'http' },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 300_000),
  }
}

const newUuid = (): string => randomUUID()
