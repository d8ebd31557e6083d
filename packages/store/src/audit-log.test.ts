import type { OrganizationId } from '@bindery/model'
import { EventEmitter, once } from 'node:events'
import { afterAll, beforeEach, describe, expect, it, test } from 'vitest'
import { listAuditBackwards } from './audit-log.ts'
import type { Transaction } from './tenancy.ts'
import { addOrganization, openEveryStore } from './testing/every-database.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

describe.each(stores)('the audit log on the $name', ({ store, name }) => {
  let organization: OrganizationId
  let bystander: OrganizationId

  const append = (owner: OrganizationId, subject: string) =>
    store.run(owner, (transaction) =>
      store.audit.append(transaction, owner, {
        actor: 'key:Test',
        action: 'skill.enabled',
        subject,
        detail: { order: { z: 1, a: [1.5, null, 'ü\u0000'] }, from: 'draft' },
      }),
    )
  const verify = (owner = organization) =>
    store.run(owner, (transaction) => store.audit.verify(transaction, owner))
  const tamper = (statement: string) =>
    store.run('platform', (transaction: Transaction) =>
      transaction.raw(statement.replaceAll(':own', `organization_id = '${organization}'`)),
    )

  beforeEach(async () => {
    organization = await addOrganization(store)
    bystander = await addOrganization(store)
    for (let n = 1; n <= 30; n++) await append(organization, `skill-${n}`)
    await append(bystander, 'other')
  })

  it('is intact with every entry after 30 of them, and when there is none', async () => {
    expect(await verify()).toEqual({ status: 'intact', entries: 30, removed: 0 })
    expect(await verify(await addOrganization(store))).toEqual({ status: 'intact', entries: 0, removed: 0 })
  })

  test.each([
    ['an edited subject', "update audit_entries set subject = 'x' where :own and sequence = 12", 12],
    ['an edited actor', "update audit_entries set actor = 'key:Other' where :own and sequence = 1", 1],
    [
      'an edited action',
      "update audit_entries set action = 'skill.disabled' where :own and sequence = 30",
      30,
    ],
    [
      'an edited detail',
      `update audit_entries set detail = jsonb_set(detail, '{from}', '"live"') where :own and sequence = 7`,
      7,
    ],
    ['a moved time', "update audit_entries set at = at + interval '1 ms' where :own and sequence = 5", 5],
    ['a removed first entry', 'delete from audit_entries where :own and sequence = 1', 1],
    ['a removed entry', 'delete from audit_entries where :own and sequence = 17', 17],
    ['a removed last entry', 'delete from audit_entries where :own and sequence = 30', 30],
    ['a removed tail', 'delete from audit_entries where :own and sequence > 20', 21],
    ['everything removed', 'delete from audit_entries where :own', 1],
    [
      'two swapped entries',
      `update audit_entries set sequence = -sequence where :own and sequence in (9, 10);
       update audit_entries set sequence = 19 + sequence where :own and sequence < 0`,
      9,
    ],
    [
      'a removal with the rest closed up',
      `delete from audit_entries where :own and sequence = 14;
       update audit_entries set sequence = -sequence where :own and sequence > 14;
       update audit_entries set sequence = -sequence - 1 where :own and sequence < 0`,
      14,
    ],
    [
      'a removed tail with the head wound back',
      `delete from audit_entries where :own and sequence > 20;
       update audit_heads set sequence = 20 where :own`,
      21,
    ],
    [
      'a removed tail with the head wound back to an entry that remains',
      `delete from audit_entries where :own and sequence > 20;
       update audit_heads set sequence = 20, mac = (select mac from audit_entries where :own and sequence = 20) where :own`,
      21,
    ],
    ['a removed head', 'delete from audit_heads where :own', 31],
    [
      'an entry repeated at the end',
      `insert into audit_entries select organization_id, 31, at, actor, action, subject, detail, mac
       from audit_entries where :own and sequence = 30`,
      31,
    ],
    [
      'an entry with the proof of another one',
      'update audit_entries set mac = (select mac from audit_entries where :own and sequence = 3) where :own and sequence = 4',
      4,
    ],
  ])('finds %s and where it is', async (_, statement, firstBroken) => {
    await tamper(statement)
    expect(await verify()).toEqual({ status: 'broken', firstBroken })
    expect(await verify(bystander)).toEqual({ status: 'intact', entries: 1, removed: 0 })
  })

  it('finds an entry that was brought in from another organisation', async () => {
    await tamper('delete from audit_entries where :own')
    await tamper('delete from audit_heads where :own')
    await tamper(
      `insert into audit_entries select '${organization}', sequence, at, actor, action, subject, detail, mac
       from audit_entries where organization_id = '${bystander}'`,
    )
    await tamper(
      `insert into audit_heads select '${organization}', sequence, mac from audit_heads where organization_id = '${bystander}'`,
    )
    expect(await verify()).toEqual({ status: 'broken', firstBroken: 1 })
  })

  it('keeps one chain under 20 appends at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => append(organization, `at-once-${n}`)))
    expect(await verify()).toEqual({ status: 'intact', entries: 50, removed: 0 })
  })

  it('verifies while entries are appended', async () => {
    const appended = Array.from({ length: 20 }, (_, n) => append(organization, `meanwhile-${n}`))
    const verdicts = await Promise.all([verify(), verify(), verify(), ...appended].slice(0, 3))
    await Promise.all(appended)
    for (const verdict of verdicts) expect(verdict).toMatchObject({ status: 'intact' })
    expect(await verify()).toEqual({ status: 'intact', entries: 50, removed: 0 })
  })

  it('goes on with the chain after a transaction that failed', async () => {
    const failing = store.run(organization, async (transaction) => {
      await store.audit.append(transaction, organization, {
        actor: 'a',
        action: 'agent.edited',
        subject: 'c',
        detail: {},
      })
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    await append(organization, 'after')
    expect(await verify()).toEqual({ status: 'intact', entries: 31, removed: 0 })
  })

  // The embedded database has one transaction at a time.
  test.skipIf(name === 'embedded database')('is not held by who waits for something else', async () => {
    const tell = (transaction: Transaction, subject: string) =>
      store.audit.append(transaction, organization, {
        actor: 'a',
        action: 'agent.edited',
        subject,
        detail: {},
      })
    const take = (transaction: Transaction) => transaction.raw('select pg_advisory_xact_lock(4711)')
    const taken = new EventEmitter()
    const isTaken = once(taken, 'taken')
    const isTold = once(taken, 'told')
    const holder = store.run(organization, async (transaction) => {
      await take(transaction)
      taken.emit('taken')
      await isTold
      await tell(transaction, 'holder')
    })
    const waiter = store.run(organization, async (transaction) => {
      await isTaken
      await tell(transaction, 'waiter')
      taken.emit('told')
      await take(transaction)
    })
    await Promise.all([holder, waiter])
    expect(await verify()).toEqual({ status: 'intact', entries: 32, removed: 0 })
  })

  it('takes no entry of a transaction that is over', async () => {
    const over = await store.run(organization, async (transaction) => ({ transaction }))
    const event = { actor: 'a', action: 'agent.edited', subject: 'c', detail: {} } as const
    await expect(store.audit.append(over.transaction, organization, event)).rejects.toThrow('Store.run')
  })

  it('shows entries backwards', async () => {
    const entries = await store.run(organization, (transaction) =>
      listAuditBackwards(transaction, { before: 4, limit: 2 }),
    )
    expect(entries.map((row) => row.subject)).toEqual(['skill-3', 'skill-2'])
  })
})
