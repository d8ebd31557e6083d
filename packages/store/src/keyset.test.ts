import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { newestFirst, oldestFirst, type PagedList, readPage, type SortKey } from './keyset.ts'
import type { Store } from './store.ts'
import { addOrganization, openEveryStore } from './testing/every-database.ts'

const stores = await openEveryStore()
afterAll(async () => {
  for (const opened of stores) await opened.close()
})

const Named = z.object({ name: z.string() })
const byName: readonly SortKey[] = [{ column: 'name', kind: 'text', direction: 'up' }]
type List = Pick<PagedList<unknown>, 'order' | 'total'>

interface Place {
  readonly store: Store
  readonly organization: OrganizationId
}

/** Agents of these names, made in one transaction; `createdAt` may tell the first from the second. */
const add = ({ store, organization }: Place, names: readonly string[], createdAt = 'now()') =>
  store.run(organization, (transaction) =>
    transaction.raw(
      `insert into agents (organization_id, id, name, created_at)
       select ?, gen_random_uuid(), name, ${createdAt} from unnest(?::text[]) with ordinality as made (name, place)`,
      [organization, [...names]],
    ),
  )

const page = (
  { store, organization }: Place,
  { order, total }: List,
  { after, limit = 7 }: { readonly after?: readonly string[] | undefined; readonly limit?: number } = {},
) =>
  store.run(organization, (transaction) =>
    readPage(
      transaction,
      { rows: transaction.raw('select * from agents'), parse: (row) => Named.parse(row), order, total },
      { after, limit },
    ),
  )

/** The names of every page in a row; `between` happens after the first one. */
async function walk(place: Place, list: List, between = async () => {}) {
  const names: string[] = []
  let after: readonly string[] | undefined
  do {
    const { rows, next } = await page(place, list, { after })
    names.push(...rows.map(({ name }) => name))
    if (after === undefined) await between()
    after = next
  } while (after !== undefined)
  return names
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => `agent-${String(at).padStart(3, '0')}`)

describe.each(stores)('pages on the $name', ({ store }) => {
  let place: Place
  beforeAll(async () => {
    const other = await addOrganization(store)
    await add({ store, organization: other }, numbered(9))
    place = { store, organization: await addOrganization(store) }
    // One transaction has one time; the others are a microsecond apart, within one millisecond.
    await add(place, numbered(40))
    await add(
      place,
      numbered(40).map((name) => `later-${name}`),
      "'2026-01-02T03:04:05.678Z'::timestamptz + make_interval(secs => place / 1000000.0)",
    )
  })

  test.each<[string, List]>([
    ['the oldest first', { order: oldestFirst, total: 'left out' }],
    ['the newest first', { order: newestFirst, total: 'counted' }],
  ])('hold each row of one time and of one millisecond once, %s', async (_, list) => {
    const everything = [...numbered(40), ...numbered(40).map((name) => `later-${name}`)]
    expect((await walk(place, list)).toSorted()).toEqual(everything.toSorted())
  })

  it('stand in the order of the whole list', async () => {
    const list: List = { order: newestFirst, total: 'left out' }
    const whole = await page(place, list, { limit: 100 })
    expect(await walk(place, list)).toEqual(whole.rows.map(({ name }) => name))
  })

  it('neither repeat nor lose a row when others come and go between them', async () => {
    const organization = await addOrganization(store)
    await add({ store, organization }, numbered(30))
    const names = await walk({ store, organization }, { order: byName, total: 'left out' }, async () => {
      await store.run(organization, (transaction) =>
        transaction.raw("delete from agents where name in ('agent-000', 'agent-006', 'agent-020')"),
      )
      await add({ store, organization }, ['agent-0031', 'agent-0251'])
    })
    const expected = [...numbered(30).filter((name) => name !== 'agent-020'), 'agent-0251'].toSorted()
    expect(names).toEqual(expected)
  })

  it('hold rows of their tenant only, and none in the view of the platform', async () => {
    const list = { parse: (row: unknown) => Named.parse(row), order: oldestFirst, total: 'counted' } as const
    const seen = await store.run('platform', (transaction) =>
      readPage(
        transaction,
        { ...list, rows: transaction.raw('select * from agents') },
        { after: undefined, limit: 9 },
      ),
    )
    expect(seen).toEqual({ rows: [], next: undefined, total: 0 })
  })

  test.each([
    ['as many as there are', 10_000, 10_000],
    ['no number above 10,000', 10_001, undefined],
  ])('count %s', async (_, count, total) => {
    const organization = await addOrganization(store)
    await add({ store, organization }, numbered(count))
    const found = await page({ store, organization }, { order: oldestFirst, total: 'counted' })
    expect(found.total).toBe(total)
  })

  const time = '2026-01-02T03:04:05.678901Z'
  test.each<[string, List['order'], readonly string[]]>([
    ['none', oldestFirst, []],
    ['too few', oldestFirst, [time]],
    ['too many', byName, ['a', 'b']],
    ['a time without its microseconds', oldestFirst, ['2026-01-02T03:04:05.678Z', randomUUID()]],
    ['a time that no calendar has', oldestFirst, ['2026-02-31T03:04:05.678901Z', randomUUID()]],
    ['a time before years', oldestFirst, ['0000-01-01T00:00:00.000000Z', randomUUID()]],
    ['a time that PostgreSQL has a word for', oldestFirst, ['infinity', randomUUID()]],
    ['an id that is none', oldestFirst, [time, "x' or true --"]],
    ['a number that is none', [{ column: 'revision', kind: 'integer', direction: 'down' }], ['1e9']],
    ['a text that cannot be stored', byName, ['a\u0000']],
  ])('refuse sort keys: %s', async (_, order, after) => {
    await expect(page(place, { order, total: 'left out' }, { after })).rejects.toMatchObject({
      code: 'bad_request',
    })
  })
})
