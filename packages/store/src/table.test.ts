import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { oldestFirst } from './keyset.ts'
import { DateRow, JsonObjectRow, OrganizationIdRow, parseRows } from './rows.ts'
import { Table } from './table.ts'
import type { Transaction } from './tenancy.ts'
import { addOrganization, openEveryStore } from './testing/every-database.ts'

const stores = await openEveryStore()
afterAll(async () => {
  for (const opened of stores) await opened.close()
})

const agents = new Table({
  name: 'agents',
  row: z.object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    dynamicContext: JsonObjectRow.nullable(),
  }),
  hidden: z.object({ organizationId: OrganizationIdRow, createdAt: DateRow }),
  json: ['dynamicContext'],
})

describe.each(stores)('a table on the $name', ({ store }) => {
  let own: OrganizationId
  let other: OrganizationId
  beforeAll(async () => {
    own = await addOrganization(store)
    other = await addOrganization(store)
  })
  const run = <Value>(work: (transaction: Transaction) => Promise<Value>) => store.run(own, work)
  const make = async (name: string) => {
    const agent = { organizationId: own, id: randomUUID(), name }
    await run((transaction) => agents.insert(transaction, agent))
    return agent
  }

  it('renames columns and nothing in their documents, whatever a document looks like', async () => {
    const { id } = await make('documents')
    const dynamicContext = { skill_id: 'a', isRawInstance: true, sql: 'now()', toSQL: 'x', bad: 'a\u0000' }
    await run((transaction) => agents.update(transaction, { id }, { dynamicContext }))
    expect(await run((transaction) => agents.find(transaction, { id }))).toEqual({
      id,
      name: 'documents',
      description: null,
      dynamicContext: { ...dynamicContext, bad: 'a\ufffd' },
    })
  })

  it('leaves what is undefined, and empties what is null', async () => {
    const { id } = await make('change')
    const told = await run(async (transaction) => {
      await agents.update(transaction, { id }, { description: 'said' })
      await agents.update(transaction, { id }, { name: undefined, description: undefined })
      const kept = await agents.find(transaction, { id })
      await agents.update(transaction, { id }, { name: undefined, description: null })
      return [kept?.description, (await agents.find(transaction, { id }))?.description]
    })
    expect(told).toEqual(['said', null])
  })

  it('says whether there was a row', async () => {
    const { id, name } = await make('rows')
    const taken = { organizationId: own, id: randomUUID(), name }
    const answers = await run(async (transaction) => [
      await agents.insertNew(transaction, taken, ['organizationId', 'name']),
      await agents.insertNew(transaction, { ...taken, name: 'free' }),
      await agents.update(transaction, { id }, { description: 'x' }),
      await agents.update(transaction, { id: randomUUID() }, { description: 'x' }),
      await agents.update(transaction, { id: randomUUID() }, {}),
      await agents.delete(transaction, { id }),
      await agents.delete(transaction, { id }),
    ])
    expect(answers).toEqual([false, true, true, false, false, true, false])
  })

  it('replaces what stands in the way, and only the columns that it is told', async () => {
    const { id, name } = await make('way')
    const row = await run(async (transaction) => {
      await agents.update(transaction, { id }, { description: 'stays' })
      await agents.upsert(
        transaction,
        { organizationId: own, id: randomUUID(), name, description: 'lost', dynamicContext: { a: 1 } },
        { on: ['organizationId', 'name'], replace: ['dynamicContext'] },
      )
      return agents.find(transaction, { name })
    })
    expect(row).toEqual({ id, name, description: 'stays', dynamicContext: { a: 1 } })
  })

  it('asks whether there is a row, and reads none', async () => {
    const { id } = await make('has')
    const unreadable = new Table({
      name: 'agents',
      row: z.object({ id: z.string(), name: z.literal('never') }),
    })
    const answers = await run(async (transaction) => [
      await unreadable.has(transaction, { id }),
      await unreadable.has(transaction, { id: randomUUID() }),
      await unreadable.update(transaction, { id }, {}),
      await unreadable.update(transaction, { id: randomUUID() }, {}),
    ])
    expect(answers).toEqual([true, false, true, false])
  })

  it('holds a condition with an alternative to the columns that are asked beside it', async () => {
    const { id, name } = await make('alternative')
    const found = await run((transaction) =>
      agents.list(transaction, [{ name }, transaction.raw('false or true')]),
    )
    expect(found.map((row) => row.id)).toEqual([id])
  })

  it('finds, changes and removes nothing of its own for the id of another organisation', async () => {
    const { id } = await make('foreign')
    const foreign = { organizationId: other, id }
    const answers = await run(async (transaction) => [
      await agents.has(transaction, foreign),
      await agents.update(transaction, foreign, { description: 'x' }),
      await agents.delete(transaction, foreign),
      await agents.has(transaction, { organizationId: own, id }),
    ])
    expect(answers).toEqual([false, false, false, true])
  })

  it('refuses to write or to ask a column that it does not name', async () => {
    const { id } = await make('stray')
    const wide = { description: 'x', revision: 99 }
    const message = 'The table "agents" has no column "revision".'
    await expect(run((transaction) => agents.update(transaction, { id }, wide))).rejects.toThrow(message)
    await expect(run((transaction) => agents.find(transaction, wide))).rejects.toThrow(message)
  })

  it('lets the database work out a document', async () => {
    const { id } = await make('worked out')
    const row = await run(async (transaction) => {
      const dynamicContext = transaction.raw("jsonb_build_object('name', name)")
      await agents.update(transaction, { id }, { dynamicContext })
      return agents.find(transaction, { id })
    })
    expect(row?.dynamicContext).toEqual({ name: 'worked out' })
  })

  it('counts each change', async () => {
    const counted = new Table({
      name: 'agents',
      row: z.object({
        id: z.string(),
        description: z.string().nullable(),
        revision: z.int(),
        updatedAt: DateRow,
      }),
    })
    const { id } = await make('counted')
    const row = await run(async (transaction) => {
      await counted.change(transaction, { id }, { description: 'said' })
      await counted.change(transaction, { id }, {})
      return counted.find(transaction, { id })
    })
    expect(row).toMatchObject({ description: 'said', revision: 3 })
  })

  it('is that of the tenant, and of every organisation for the platform', async () => {
    const { id } = await make('fence')
    const find = (transaction: Transaction) => agents.list(transaction, { id }, { order: oldestFirst })
    const [inside, outside, platform] = [
      await store.run(own, find),
      await store.run(other, find),
      await store.run('platform', find),
    ]
    expect([inside.length, outside.length, platform.length]).toEqual([1, 0, 1])
  })
})

describe.each(stores.filter(({ name }) => name === 'PostgreSQL server'))('rows of the $name', ({ store }) => {
  it('are held by who lists them locked until the transaction ends', async () => {
    const organizationId = await addOrganization(store)
    const agent = { organizationId, id: randomUUID(), name: 'held' }
    await store.run(organizationId, (transaction) => agents.insert(transaction, agent))
    const free = () =>
      store.run(organizationId, async (transaction) =>
        parseRows(z.unknown(), await transaction.raw('select 1 from agents for update skip locked')),
      )
    const during = await store.run(organizationId, async (transaction) => {
      await agents.list(transaction, {}, { order: oldestFirst, lock: 'locked' })
      return (await free()).length
    })
    expect([during, (await free()).length]).toEqual([0, 1])
  })
})
