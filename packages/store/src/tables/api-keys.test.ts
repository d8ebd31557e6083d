import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import {
  deleteApiKey,
  findApiKey,
  findApiKeyByDigest,
  insertApiKey,
  type NewApiKey,
  pageApiKeys,
  replaceApiKeyDigest,
  touchApiKey,
} from './api-keys.ts'

const all = { after: undefined, limit: 1_000 }
const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

describe.each(stores)('a key in the $name', ({ store }) => {
  let own: OrganizationId
  let other: OrganizationId
  beforeAll(async () => {
    own = await addOrganization(store)
    other = await addOrganization(store)
  })

  const make = async (change: Partial<NewApiKey> = {}): Promise<NewApiKey> => {
    const key = { ...keyOf(own), ...change }
    await store.run(key.organizationId, (transaction) => insertApiKey(transaction, key))
    return key
  }
  const ownerOf = async (digest: string) =>
    store.run('platform', async (transaction) => {
      const row = await findApiKeyByDigest(transaction, digest)
      return row?.organizationId
    })

  it('is found by its digest before its organisation is known, and by no other digest', async () => {
    const [key, strange] = [await make(), await make({ organizationId: other })]
    expect([
      await ownerOf(key.digest),
      await ownerOf(strange.digest),
      await ownerOf(key.digest.toUpperCase()),
    ]).toEqual([own, other, undefined])
  })

  it('keeps what it may do, for how long and where', async () => {
    const expiresAt = new Date('2030-01-02T03:04:05.678Z')
    const key = await make({ scopes: ['skills:execute', 'audit:read'], environment: 'staging', expiresAt })
    expect(await store.run(own, (transaction) => findApiKey(transaction, key.id))).toMatchObject({
      scopes: ['skills:execute', 'audit:read'],
      environment: 'staging',
      expiresAt: expiresAt,
      lastUsedAt: null,
    })
  })

  it('is neither seen, removed, replaced nor used by another organisation', async () => {
    const key = await make()
    const seen = await store.run(other, async (transaction) => {
      await replaceApiKeyDigest(transaction, key.id, { digest: randomUUID(), prefix: 'bnd_evil' })
      await touchApiKey(transaction, key)
      return [
        await findApiKey(transaction, key.id),
        await findApiKeyByDigest(transaction, key.digest),
        (await pageApiKeys(transaction, undefined, all)).rows.find((row) => row.id === key.id),
        await deleteApiKey(transaction, key.id),
      ]
    })
    expect(seen).toEqual([undefined, undefined, undefined, false])
    const kept = await store.run(own, (transaction) => findApiKey(transaction, key.id))
    expect([kept?.prefix, kept?.lastUsedAt, await ownerOf(key.digest)]).toEqual([key.prefix, null, own])
  })

  it('opens nothing with its old digest once it was replaced, or after it was removed', async () => {
    const [key, bystander] = [await make(), await make()]
    const digest = randomUUID()
    await store.run(own, (transaction) =>
      replaceApiKeyDigest(transaction, key.id, { digest, prefix: 'bnd_next' }),
    )
    expect([await ownerOf(key.digest), await ownerOf(digest)]).toEqual([undefined, own])
    const removed = await store.run(own, async (transaction) => [
      await deleteApiKey(transaction, key.id),
      await deleteApiKey(transaction, key.id),
    ])
    expect(removed).toEqual([true, false])
    expect([await ownerOf(digest), await ownerOf(bystander.digest)]).toEqual([undefined, own])
  })

  it('leaves a digest that is taken to whoever has it', async () => {
    const key = await make()
    await make({ organizationId: other, digest: key.digest })
    expect(await ownerOf(key.digest)).toBe(own)
  })

  it('notes its use once a minute', async () => {
    const key = await make()
    const usedAt = async () => {
      const row = await store.run(own, async (transaction) => {
        await touchApiKey(transaction, key)
        return findApiKey(transaction, key.id)
      })
      return row?.lastUsedAt?.getTime()
    }
    const first = await usedAt()
    expect(await usedAt()).toBe(first)
    await store.run(own, (transaction) =>
      transaction.raw("update api_keys set last_used_at = now() - interval '61 seconds' where id = ?", [
        key.id,
      ]),
    )
    expect(await usedAt()).toBeGreaterThanOrEqual(first ?? Infinity)
  })

  it('is listed for its environment, and with all the others where none is named', async () => {
    const organizationId = await addOrganization(store)
    const everywhere = await make({ organizationId })
    const staging = await make({ organizationId, environment: 'staging' })
    const listed = await store.run(organizationId, async (transaction) => [
      await pageApiKeys(transaction, undefined, all),
      await pageApiKeys(transaction, 'staging', all),
      await pageApiKeys(transaction, 'production', all),
    ])
    // Both may be of one millisecond, which is all that the clock of the embedded database tells.
    expect(listed.map(({ rows }) => rows.map((row) => row.id).sort())).toEqual([
      [everywhere.id, staging.id].sort(),
      [staging.id],
      [],
    ])
  })
})

function keyOf(organizationId: OrganizationId): NewApiKey {
  return {
    organizationId,
    id: randomUUID(),
    name: 'Key',
    prefix: 'bnd_test',
    digest: randomUUID(),
    scopes: [],
    environment: undefined,
    expiresAt: undefined,
  }
}
