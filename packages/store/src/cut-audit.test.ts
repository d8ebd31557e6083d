import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeEach, describe, expect, it, test } from 'vitest'
import { lastBefore } from './cut-audit.ts'
import { chainOf } from './verify-audit.ts'
import { shareName } from './statements/hold-name.ts'
import { addOrganization, openEveryStore } from './testing/every-database.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

/** Entries are written now: those of before tomorrow are all there are. */
const all = -1

test.each([
  ['nothing', [], undefined],
  ['the older ones', [1, 2, 9], 2],
  ['none behind a younger one', [1, 9, 2], 1],
  ['none when the first is younger', [9, 1], undefined],
  ['all', [1, 2], 2],
])('what goes of a log is %s', (_, days, last) => {
  const entries = days.map((day) => ({ at: new Date(Date.UTC(2026, 0, day)), day }))
  expect(lastBefore(entries, new Date(Date.UTC(2026, 0, 5)))?.day).toBe(last)
})

describe.each(stores)('the end of age in the audit log on the $name', ({ store, name }) => {
  let organization: OrganizationId
  let bystander: OrganizationId

  const append = async (owner: OrganizationId, count: number) => {
    const event = { actor: 'key:Test', action: 'skill.enabled', subject: 's', detail: {} } as const
    for (let n = 0; n < count; n++)
      await store.run(owner, (transaction) => store.audit.append(transaction, owner, event))
  }
  const cut = (days: number, owner = organization) =>
    store.run(owner, (transaction) => store.audit.cut(transaction, owner, days))
  const verify = (owner = organization) =>
    store.run(owner, (transaction) => store.audit.verify(transaction, owner))
  const tamper = (statement: string) =>
    store.run('platform', (transaction) =>
      transaction.raw(statement.replaceAll(':own', `organization_id = '${organization}'`)),
    )

  beforeEach(async () => {
    organization = await addOrganization(store)
    bystander = await addOrganization(store)
    await append(organization, 20)
    await append(bystander, 2)
  })

  it('removes nothing that is younger', async () => {
    expect(await cut(1)).toEqual({ status: 'cut', removed: 0 })
    expect(await verify()).toEqual({ status: 'intact', entries: 20, removed: 0 })
  })

  it('removes what is older, and what follows is proved as before', async () => {
    expect(await cut(all)).toEqual({ status: 'cut', removed: 20 })
    expect(await verify()).toEqual({ status: 'intact', entries: 0, removed: 20 })
    await append(organization, 3)
    expect(await verify()).toEqual({ status: 'intact', entries: 3, removed: 20 })
    expect(await cut(all)).toEqual({ status: 'cut', removed: 3 })
    await append(organization, 1)
    expect(await verify()).toEqual({ status: 'intact', entries: 1, removed: 23 })
    expect(await verify(bystander)).toEqual({ status: 'intact', entries: 2, removed: 0 })
  })

  it('goes through a long log 500 entries at a time', async () => {
    const event = { actor: 'a', action: 'skill.enabled', subject: 's', detail: {} } as const
    await store.run(bystander, (transaction) =>
      store.audit.appendAll(
        transaction,
        bystander,
        Array.from({ length: 600 }, () => event),
      ),
    )
    const cuts = [await cut(all, bystander), await cut(all, bystander), await cut(all, bystander)]
    expect(cuts.map((each) => ('removed' in each ? each.removed : each))).toEqual([500, 102, 0])
    expect(await verify(bystander)).toEqual({ status: 'intact', entries: 0, removed: 602 })
  })

  it('removes no entry that is not what was written: its removal would hide that', async () => {
    await tamper("update audit_entries set subject = 'x' where :own and sequence = 12")
    expect(await cut(all)).toEqual({ status: 'broken', firstBroken: 12 })
    expect(await verify()).toEqual({ status: 'broken', firstBroken: 12 })
  })

  test.each([
    ['a removed checkpoint', 'delete from audit_checkpoints where :own', 1],
    [
      'a checkpoint that somebody moved over entries',
      `update audit_checkpoints set sequence = 25, mac = (select mac from audit_entries where :own and sequence = 25) where :own;
       delete from audit_entries where :own and sequence <= 25`,
      1,
    ],
    [
      'a checkpoint sealed as the head is',
      `update audit_checkpoints set sequence = 30, mac = (select mac from audit_heads where :own) where :own;
       delete from audit_entries where :own`,
      1,
    ],
    [
      'a checkpoint at another place',
      'update audit_checkpoints set sequence = 19 where :own; update audit_entries set sequence = sequence - 1 where :own',
      1,
    ],
    ['a removed entry behind it', 'delete from audit_entries where :own and sequence = 21', 21],
    ['everything removed behind it', 'delete from audit_entries where :own', 21],
    [
      'an entry that was brought back before it',
      `insert into audit_entries select organization_id, 20, at, actor, action, subject, detail, mac
       from audit_entries where :own and sequence = 21`,
      21,
    ],
    ['a removed head', 'delete from audit_heads where :own', 31],
  ])('finds %s', async (_, statement, firstBroken) => {
    await cut(all)
    await append(organization, 10)
    await tamper(statement)
    expect(await verify()).toEqual({ status: 'broken', firstBroken })
  })

  it('finds the checkpoint of another organisation', async () => {
    await cut(all, bystander)
    await tamper(
      `delete from audit_entries where :own and sequence <= 2;
       insert into audit_checkpoints select '${organization}', sequence, mac, cut_at from audit_checkpoints
         where organization_id = '${bystander}'`,
    )
    expect(await verify()).toEqual({ status: 'broken', firstBroken: 1 })
  })

  // The embedded database has one transaction at a time.
  test.skipIf(name === 'embedded database')('waits for nobody who verifies', async () => {
    const busy = await store.run(organization, async (transaction) => {
      await shareName(transaction, chainOf(organization))
      return cut(all)
    })
    expect(busy).toEqual({ status: 'busy' })
    expect(await cut(all)).toEqual({ status: 'cut', removed: 20 })
  })
})
