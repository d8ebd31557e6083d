import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { CountRow, parseFirstRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import { seedEveryTable } from '../testing/one-row-of-each.ts'
import { countKept } from './count-kept.ts'
import { retentionKindNames } from './kinds.ts'
import type { Removal, Run } from './removal.ts'
import { tableRetention } from './table-retention.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

const entries = Object.entries(tableRetention)

/** What else makes a row of the table one that is over, as SQL of an update; its time is long ago for all of them. */
const ends: Readonly<Record<string, string>> = {
  confirmations: "created_at = '2000-01-01', expires_at = '2000-01-01'",
  skill_drifts: "created_at = '2000-01-01', status = 'past'",
  webhook_deliveries: "created_at = '2000-01-01', status = 'delivered'",
}

/** Tables whose rows go by their age, each with how. */
const aged = entries.flatMap(([table, retention]): readonly (readonly [string, string, Removal])[] => {
  if (retention.keeps === 'with' && retention.leftovers !== undefined)
    return [[table, retention.age ?? '', retention.leftovers]]
  // Others than these have a test of their own.
  if (['audit_entries', 'catalogs', 'jobs'].includes(table)) return []
  if (retention.keeps !== 'days' && retention.keeps !== 'hours') return []
  return typeof retention.remove === 'string' ? [] : [[table, retention.age, retention.remove]]
})

test('each kind that can be set is that of a table', () => {
  const used = entries.flatMap(([, retention]) => ('kind' in retention ? [retention.kind] : []))
  expect([...new Set(used)].toSorted()).toEqual(retentionKindNames.toSorted())
})

describe.each(stores)('on the $name', ({ store, name }) => {
  let own: OrganizationId
  let other: OrganizationId
  const run: Run = (work) => store.run(own, work)
  const batch = { days: 30, most: 100 }

  beforeAll(async () => {
    own = await addOrganization(store)
    other = await addOrganization(store)
    for (const organization of [own, other])
      await store.run('platform', (transaction) => seedEveryTable(transaction, organization))
  })

  it('says of every table how long its rows are kept', async () => {
    const found: unknown = await store.run('platform', (transaction) =>
      transaction.raw(
        "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
      ),
    )
    const tables = parseRows(z.object({ name: z.string() }), found).map((row) => row.name)
    const registry = Object.keys(tableRetention).filter(
      (table) => name === 'embedded database' || table !== 'bindery_durability',
    )
    expect(tables.toSorted()).toEqual(registry.toSorted())
  })

  it('says of rows that they go with others only where the database lets them go', async () => {
    const found: unknown = await store.run('platform', (transaction) =>
      transaction.raw(
        `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
         where contype = 'f' and confdeltype = 'c'`,
      ),
    )
    const pairs = parseRows(z.object({ child: z.string(), parent: z.string() }), found)
    const known = new Set(pairs.map(({ child, parent }) => `${child} of ${parent}`))
    const said = entries.flatMap(([table, retention]) =>
      retention.keeps === 'with' ? [`${table} of ${retention.of}`] : [],
    )
    expect(said.filter((pair) => !known.has(pair))).toEqual([])
  })

  const countOf = (transaction: Transaction, table: string, organization: OrganizationId) =>
    transaction
      .raw(`select count(*) as count from ${table} where organization_id = ?`, [organization])
      .then((result: unknown) => parseFirstRow(z.object({ count: CountRow }), result)?.count)

  test.each(aged)(
    'old rows of %s go, and neither young ones nor those of others',
    async (...[table, age, remove]) => {
      const young = await remove(run, batch)
      await store.run('platform', (transaction) =>
        transaction.raw(`update ${table} set ${ends[table] ?? `${age} = '2000-01-01'`}`),
      )
      const old = await remove(run, batch)
      const left = await store.run('platform', async (transaction) => [
        await countOf(transaction, table, own),
        await countOf(transaction, table, other),
      ])
      expect([young, old, await remove(run, batch), left]).toEqual([0, 1, 0, [0, 1]])
    },
  )

  it('removes no more than a batch at once', async () => {
    const rows = Array.from({ length: 5 }, (_, n) => ({
      organization_id: own,
      digest: `batch ${n}`,
      execution_id: randomUUID(),
      effect: 'create',
      arguments_hash: 'h',
      status: 'succeeded',
      used_at: new Date('2000-01-01'),
    }))
    await store.run(own, (transaction) => transaction('used_keys').insert(rows))
    const retention = tableRetention['used_keys']
    const remove =
      retention?.keeps === 'days' && typeof retention.remove !== 'string' ? retention.remove : undefined
    const went = [await remove?.(run, { ...batch, most: 3 }), await remove?.(run, { ...batch, most: 3 })]
    expect(went).toEqual([3, 2])
  })

  it('keeps the last discovery of each environment', async () => {
    const place = await store.run(own, async (transaction) =>
      parseFirstRow(
        z.object({ integrationId: z.string() }),
        await transaction.raw('select integration_id from jobs where organization_id = ?', [own]),
      ),
    )
    await store.run(own, (transaction) =>
      transaction('jobs').insert(
        ['2001-01-01', '2002-01-01'].map((created_at) => ({
          organization_id: own,
          id: randomUUID(),
          integration_id: place?.integrationId,
          environment: 'staging',
          status: 'done',
          actor: 'a',
          created_at,
        })),
      ),
    )
    const retention = tableRetention['jobs']
    const remove =
      retention?.keeps === 'days' && typeof retention.remove !== 'string' ? retention.remove : undefined
    expect([await remove?.(run, batch), await remove?.(run, batch)]).toEqual([1, 0])
    const kept: unknown = await store.run(own, (transaction) =>
      transaction.raw(
        "select created_at::date::text as day from jobs where organization_id = ? and environment = 'staging'",
        [own],
      ),
    )
    expect(parseRows(z.object({ day: z.string() }), kept)).toEqual([{ day: '2002-01-01' }])
  })

  it('counts what an organisation has of every table, and nothing of others', async () => {
    const fresh = await addOrganization(store)
    const tables = entries.filter(([, { keeps }]) => keeps !== 'installation')
    const count = (organization: OrganizationId) =>
      Promise.all(
        tables.map(async ([table, retention]) => {
          const age = 'age' in retention ? retention.age : undefined
          const kept = await store.run(organization, (transaction) => countKept(transaction, { table, age }))
          return [table, kept] as const
        }),
      )
    for (const [table, kept] of await count(fresh))
      expect([table, kept]).toEqual([table, { rows: 0, bytes: 0, oldest: null }])
    await store.run('platform', (transaction) => seedEveryTable(transaction, fresh))
    for (const [table, kept] of await count(fresh)) expect([table, kept]).toMatchObject([table, { rows: 1 }])
    expect((await count(fresh)).filter(([, { bytes }]) => bytes < 20)).toEqual([])
  })
})
