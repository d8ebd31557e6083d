import { randomUUID } from 'node:crypto'
import { type CatalogId, isCatalogId, type OrganizationId } from '@bindery/model'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import {
  dropUnusedPages,
  findCatalog,
  findCatalogPages,
  insertCatalog,
  pageCatalogIssues,
} from './catalogs.ts'
import { insertCatalogIssues, insertCatalogPages } from '../statements/insert-catalog-parts.ts'
import { findIntegrationById, insertIntegration } from './integrations.ts'
import { claimJob } from '../statements/job-steps.ts'
import { insertJob } from './jobs.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

function newCatalogId(): CatalogId {
  const id: string = randomUUID()
  if (!isCatalogId(id)) throw new Error('A UUID must be a catalog id.')
  return id
}

describe.each(stores)('catalogs on the $name', ({ store }) => {
  let organizationId: OrganizationId
  let integrationId: string

  beforeEach(async () => {
    organizationId = await addOrganization(store)
    integrationId = randomUUID()
    await store.run(organizationId, (transaction) =>
      insertIntegration(transaction, {
        organizationId,
        id: integrationId,
        kind: 'clinic',
        name: 'Clinic',
        description: undefined,
        type: 'openapi',
        source: { from: 'nowhere' },
      }),
    )
  })

  const addPages = (owner: OrganizationId, hashes: readonly string[]) =>
    store.run(owner, async (transaction) => {
      for (const hash of hashes) {
        await insertCatalogPages(transaction, [{ organizationId: owner, hash, bytes: Buffer.from(hash) }])
      }
    })
  const addCatalog = async (pages: { bodies: string[]; index: string[] }): Promise<CatalogId> => {
    const id = newCatalogId()
    await store.run(organizationId, (transaction) =>
      insertCatalog(transaction, {
        organizationId,
        id,
        integrationId,
        environment: 'production',
        hash: 'sha256:1',
        sourceHash: 'sha256:2',
        head: { servers: ['https://x'] },
        summary: { objectCount: 1 },
        pages,
        effectsVersion: 1,
      }),
    )
    return id
  }
  const pagesLeft = async (owner: OrganizationId, hashes: readonly string[]) =>
    (await store.run(owner, (transaction) => findCatalogPages(transaction, hashes)))
      .map((page) => page.hash)
      .sort()

  it('makes a stored catalog the current one of its integration', async () => {
    const id = await addCatalog({ bodies: ['a'], index: ['b'] })
    const found = await store.run(organizationId, async (transaction) => ({
      integration: await findIntegrationById(transaction, integrationId),
      catalog: await findCatalog(transaction, id),
    }))
    expect(found.integration?.catalogId).toBe(id)
    expect(found.catalog).toMatchObject({ hash: 'sha256:1', pages: { bodies: ['a'], index: ['b'] } })
  })

  it('keeps a page once, and gives the ones that there are', async () => {
    await addPages(organizationId, ['a', 'b', 'a'])
    expect(await pagesLeft(organizationId, ['a', 'b', 'c'])).toEqual(['a', 'b'])
    expect(await pagesLeft(organizationId, [])).toEqual([])
  })

  it('drops pages that no catalog names, and keeps those of catalogs and of other organisations', async () => {
    const other = await addOrganization(store)
    await addPages(organizationId, ['body', 'index', 'left-behind'])
    await addPages(other, ['left-behind'])
    await addCatalog({ bodies: ['body'], index: ['index'] })
    await store.run(organizationId, dropUnusedPages)
    expect(await pagesLeft(organizationId, ['body', 'index', 'left-behind'])).toEqual(['body', 'index'])
    expect(await pagesLeft(other, ['left-behind'])).toEqual(['left-behind'])
  })

  it('keeps pages while two discoveries of the organisation run: one may be about to name them', async () => {
    for (const environment of ['production', 'staging'] as const) {
      const id = randomUUID()
      await store.run(organizationId, (transaction) =>
        insertJob(transaction, { organizationId, id, integrationId, environment, actor: 'a' }),
      )
      await store.run('platform', (transaction) => claimJob(transaction, randomUUID()))
    }
    await addPages(organizationId, ['coming'])
    await store.run(organizationId, dropUnusedPages)
    expect(await pagesLeft(organizationId, ['coming'])).toEqual(['coming'])
  })

  it('drops nothing in a transaction of the platform, where the pages of everybody would be seen', async () => {
    await addPages(organizationId, ['left-behind'])
    await expect(store.run('platform', dropUnusedPages)).rejects.toThrow('in a transaction of none')
    expect(await pagesLeft(organizationId, ['left-behind'])).toEqual(['left-behind'])
  })

  it('pages issues in order, with texts that the database cannot hold made storable', async () => {
    const catalogId = await addCatalog({ bodies: [], index: [] })
    const owner = { organizationId, catalogId }
    await store.run(organizationId, async (transaction) => {
      await insertCatalogIssues(transaction, owner, {
        from: 0,
        texts: ['{"n":0}', JSON.stringify({ n: 'a\u0000\ud800' })],
      })
      await insertCatalogIssues(transaction, owner, { from: 2, texts: ['{"n":2}', '{"n":3}'] })
    })
    const page = (after: readonly string[] | undefined) =>
      store.run(organizationId, (transaction) =>
        pageCatalogIssues(transaction, catalogId, { after, limit: 2 }),
      )
    expect([await page(undefined), await page(['1'])]).toEqual([
      { rows: [{ n: 0 }, { n: 'a\ufffd\ufffd' }], next: ['1'], total: undefined },
      { rows: [{ n: 2 }, { n: 3 }], next: undefined, total: undefined },
    ])
  })
})
