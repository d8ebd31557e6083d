import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type OrganizationId, Secret } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openEmbedded } from '../database/embedded.ts'
import { findSecret, insertSecret, pageSecrets } from '../tables/secrets.ts'
import { hasRow, parseRows } from '../rows.ts'
import { openStore, type Store } from '../store.ts'
import { Tenancy } from '../tenancy.ts'
import { addOrganization } from '../testing/every-database.ts'
import { copyTemplate, testMasterKey } from '../testing/embedded-template.ts'
import { makeApiKey } from './api-key.ts'
import { parseMasterKey } from './master-key.ts'
import { rotateKeys } from './rotate-keys.ts'
import { Vault } from './vault.ts'

const older = testMasterKey()
const next = parseMasterKey('43'.repeat(32))
const apiKey = makeApiKey()
const count = 450
const placeOf = (organizationId: OrganizationId, id: string) => ({
  organizationId,
  record: `secret/${id}`,
  field: 'value',
})
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

let directory: string
let organization: OrganizationId
let digest: string
const open = (...keys: Parameters<typeof openStore> extends [unknown, ...infer Keys] ? Keys : never) =>
  openStore({ kind: 'embedded', directory }, ...keys)

beforeAll(async () => {
  directory = await copyTemplate()
  const store = await open(older)
  organization = await addOrganization(store)
  digest = store.keyDigest.of(apiKey)
  await store.run(organization, async (transaction) => {
    for (let number = 0; number < count; number += 1) {
      const id = idOf(number)
      const sealed = store.vault.seal(new Secret(`value-${number}`), placeOf(organization, id))
      await insertSecret(transaction, { organizationId: organization, id, name: id, sealed, isEnabled: true })
    }
    const event = { actor: 'a', action: 'agent.edited', subject: 'c', detail: {} } as const
    await store.audit.append(transaction, organization, event)
  })
  await store.close()
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** How many secrets open to what was sealed, and how many are under the current key. */
async function census(store: Store): Promise<{ readonly opened: number; readonly moved: number }> {
  const { rows } = await store.run(organization, (transaction) =>
    pageSecrets(transaction, { after: undefined, limit: 1_000 }),
  )
  const opened = rows.filter((row) => {
    const value = store.vault.open(row.sealed, placeOf(organization, row.id)).reveal()
    return idOf(Number(value.slice('value-'.length))) === row.id
  })
  const moved = rows.filter((row) => row.sealed.includes(store.vault.currentMark))
  return { opened: opened.length, moved: moved.length }
}

async function rotateBatches(store: Store, count: number): Promise<void> {
  const steps = rotateKeys(store)
  for (let done = 0; done < count; done += 1) await steps.next()
}

describe('a new master key', () => {
  test('opens everything before, and after each batch that a rotation was stopped at', async () => {
    const moved: number[] = []
    for (const steps of [0, 1, 1, 1]) {
      const store = await open(next, [older])
      await rotateBatches(store, steps)
      const found = await census(store)
      await store.close()
      expect(found.opened).toBe(count)
      moved.push(found.moved)
    }
    expect(moved).toEqual([0, 0, 200, 400])
  })

  test('that is not told of the older one does not start on what is not its own', async () => {
    const [reason] = await Promise.allSettled([open(parseMasterKey('44'.repeat(32)))])
    expect(reason.status).toBe('rejected')
  })

  test('takes over everything, then needs the older one no more', async () => {
    const store = await open(next, [older])
    let unreadable = 0
    for await (const step of rotateKeys(store)) unreadable += step.unreadable
    const again = []
    for await (const step of rotateKeys(store)) again.push(step)
    await store.close()
    expect([unreadable, again]).toEqual([0, []])

    const alone = await open(next)
    expect(await census(alone)).toEqual({ opened: count, moved: count })
    expect(alone.keyDigest.of(apiKey)).toBe(digest)
    const verdict = await alone.run(organization, (transaction) =>
      alone.audit.verify(transaction, organization),
    )
    expect(verdict).toEqual({ status: 'intact', entries: 1, removed: 0 })
    const keys: unknown = await alone.run(organization, (transaction) =>
      transaction.raw('select name from bindery_keys'),
    )
    expect(parseRows(z.unknown(), keys)).toEqual([])
    await alone.close()
    await expect(open(older)).rejects.toThrow('cannot be decrypted')
  })

  test('tells once of each secret that no known key opens, leaves it as it is, and ends', async () => {
    const store = await open(next)
    const lost = new Vault(parseMasterKey('45'.repeat(32)))
    const sealed = [count, count + 1, count + 2].map((number) => ({
      id: idOf(number),
      text: seal(lost, organization, idOf(number)),
    }))
    const kept: (string | undefined)[] = []
    await store.run(organization, async (transaction) => {
      for (const { id, text } of sealed) {
        const secret = { organizationId: organization, id, name: id, sealed: text, isEnabled: true }
        await insertSecret(transaction, secret)
      }
    })
    const steps = []
    for await (const step of rotateKeys(store)) steps.push(step)
    await store.run(organization, async (transaction) => {
      for (const { id } of sealed) kept.push((await findSecret(transaction, id))?.sealed)
    })
    await store.close()
    expect(steps).toEqual([{ table: 'secrets', column: 'sealed', moved: 0, unreadable: 3 }])
    expect(kept).toEqual(sealed.map(({ text }) => text))
  })
})

test('what is written where a rotation has been already is moved too', async () => {
  const home = await copyTemplate()
  const database = await openEmbedded(home)
  const tenancy = new Tenancy(database, undefined)
  const vault = new Vault(next, [older])
  const run: Store['run'] = (tenant, work) => tenancy.run(tenant, work)
  const steps = rotateKeys({ run, vault })
  const owner = randomUUID()
  const under = new Vault(older)
  const add = (numbers: readonly number[]) =>
    tenancy.run('platform', async (transaction) => {
      for (const number of numbers) {
        const row = { id: idOf(number), name: idOf(number), sealed: seal(under, owner, idOf(number)) }
        await transaction('secrets').insert({ organization_id: owner, ...row })
      }
    })
  const isFirst = async (number: number) => {
    const found: unknown = await database.knex.raw(
      `select 1 from secrets where id = ? and ctid < '(1,0)'::tid`,
      [idOf(number)],
    )
    return hasRow(found)
  }
  await tenancy.run('platform', (transaction) =>
    transaction('organizations').insert({ id: owner, slug: owner, name: 'Test' }),
  )
  await add(Array.from({ length: 201 }, (_, number) => number))
  const found = []
  for await (const { table, moved } of steps) {
    if (table !== 'secrets') continue
    found.push(moved)
    if (found.length > 1) continue
    // The places of rows that were moved are free after this, so the next row goes to the beginning of the table.
    await database.knex.raw('vacuum secrets')
    await add([900])
    expect(await isFirst(900)).toBe(true)
  }
  await database.close()
  rmSync(home, { recursive: true, force: true })
  expect(found).toEqual([200, 1, 1])
})

const seal = (vault: Vault, organizationId: string, id: string): string =>
  vault.seal(new Secret(id), { organizationId, record: `secret/${id}`, field: 'value' })
