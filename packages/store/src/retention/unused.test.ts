import { randomUUID } from 'node:crypto'
import { isCatalogId, type CatalogId, type OrganizationId } from '@bindery/model'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseRows } from '../rows.ts'
import { insertCatalog, pointEnvironment, removeUnusedPages } from '../tables/catalogs.ts'
import type { Transaction } from '../tenancy.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'
import type { Run } from './removal.ts'
import { removeCatalogs } from './remove-catalogs.ts'
import { removeSkillBlobs } from './remove-skill-blobs.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

describe.each(stores)('what nothing names on the $name', ({ store }) => {
  let own: OrganizationId
  const integrationId = randomUUID()
  const agentId = randomUUID()
  const run: Run = (work) => store.run(own, work)
  const batch = { days: 30, most: 100 }

  beforeEach(async () => {
    own = await addOrganization(store)
    await run(async (transaction) => {
      const row = { organization_id: own }
      await transaction('integrations').insert({
        ...row,
        id: integrationId,
        kind: 'k',
        name: 'K',
        type: 'openapi',
        source: {},
      })
      await transaction('agents').insert({ ...row, id: agentId, name: 'a' })
    })
  })

  const insert = async (hash: string, day: string): Promise<CatalogId> => {
    const id: string = randomUUID()
    if (!isCatalogId(id)) throw new Error('A UUID must be a catalog id.')
    await run(async (transaction) => {
      await insertCatalog(transaction, {
        organizationId: own,
        id,
        integrationId,
        environment: 'production',
        hash,
        sourceHash: hash,
        head: {},
        summary: {},
        pages: { bodies: [`page of ${hash}`], index: [] },
        effectsVersion: 1,
      })
      await transaction('catalogs').where({ organization_id: own, id }).update({ created_at: day })
      await transaction('catalog_issues').insert({
        organization_id: own,
        catalog_id: id,
        position: 0,
        issue: {},
      })
      await transaction('catalog_pages').insert({
        organization_id: own,
        hash: `page of ${hash}`,
        bytes: Buffer.from(hash),
      })
    })
    return id
  }
  /** A compiled skill that came from a catalog. */
  const compile = (hash: string, catalogHash: string) =>
    run((transaction) =>
      transaction('skill_blobs').insert({
        organization_id: own,
        hash,
        bytes: JSON.stringify({ operation: { catalogHash } }),
        created_at: '2000-01-01',
      }),
    )
  const hashesOf = (table: string) =>
    run(async (transaction: Transaction) =>
      parseRows(
        z.object({ hash: z.string() }),
        await transaction.raw(`select hash from ${table} where organization_id = ? order by hash`, [own]),
      ).map(({ hash }) => hash),
    )

  it('goes with its issues, and with its pages, when it is old', async () => {
    for (const [hash, day] of [
      ['oldest', '2000-01-01'],
      ['named', '2000-01-02'],
      ['young', new Date().toISOString()],
      ['current', '2000-01-03'],
    ] as const)
      await insert(hash, day)
    await compile('h', 'named')
    expect([await removeCatalogs(run, batch), await removeCatalogs(run, batch)]).toEqual([1, 0])
    expect(await hashesOf('catalogs')).toEqual(['current', 'named', 'young'])
    expect([
      await run((t) => removeUnusedPages(t, 100)),
      await run((t) => removeUnusedPages(t, 100)),
    ]).toEqual([1, 0])
    expect(await hashesOf('catalog_pages')).toEqual(['page of current', 'page of named', 'page of young'])
  })

  it('is none that an environment has, though another one is newer', async () => {
    const first = await insert('of staging', '2000-01-01')
    await insert('of production', '2000-01-02')
    await run((transaction) =>
      pointEnvironment(transaction, {
        organizationId: own,
        integrationId,
        environment: 'staging',
        id: first,
      }),
    )
    expect(await removeCatalogs(run, batch)).toBe(0)
  })

  it('keeps its pages while somebody discovers', async () => {
    await run(async (transaction) => {
      await transaction('catalog_pages').insert({ organization_id: own, hash: 'p', bytes: Buffer.from('x') })
      await transaction('jobs').insert({
        organization_id: own,
        id: randomUUID(),
        integration_id: integrationId,
        environment: 'production',
        status: 'running',
        actor: 'a',
      })
    })
    expect(await run((transaction) => removeUnusedPages(transaction, 100))).toBe(0)
  })

  it('is a compiled skill that no skill and no version holds', async () => {
    for (const hash of ['of a skill', 'of a version', 'of nothing']) await compile(hash, 'c')
    await run(async (transaction) => {
      await transaction('skill_blobs').insert({ organization_id: own, hash: 'young', bytes: '{}' })
      await transaction('skills').insert({
        organization_id: own,
        id: randomUUID(),
        agent_id: agentId,
        integration_id: integrationId,
        function_name: 'f',
        origin: 'binding',
        status: 'valid',
        binding: {},
        skill_hash: 'of a skill',
      })
      await transaction('agent_versions').insert({
        organization_id: own,
        id: randomUUID(),
        agent_id: agentId,
        number: 1,
        published_by: 'a',
        hash: 'h',
        manifest: { skills: [{ skillHash: 'of a version' }] },
      })
    })
    expect([await removeSkillBlobs(run, batch), await removeSkillBlobs(run, batch)]).toEqual([1, 0])
    expect(await hashesOf('skill_blobs')).toEqual(['of a skill', 'of a version', 'young'])
  })
})
