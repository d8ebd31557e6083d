import { createTestDatabase, findServer } from '@bindery/connection/testing'
import { Binding, catalogHead, fingerprintCatalog, type Introspection } from '@bindery/model'
import { effectsVersion, loadAdapter } from '@bindery/sources'
import {
  findIntegrationById,
  insertCatalog,
  insertCatalogPages,
  insertIntegration,
  insertOrganization,
  setStatistics,
} from '@bindery/store'
import { openTestStore } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newCatalogId, newId, newOrganizationId } from '../kernel/ids.ts'
import { toPages } from '../pages/to-pages.ts'
import { toStatisticsPage } from '../pages/statistics-page.ts'
import { loadCompileInput } from './compile-binding.ts'

const server = await findServer('postgres')
const schema = `
create table person (id int primary key, name text);
create table pet (id int primary key, owner int references person (id));
create table unrelated (id int primary key);
insert into person select n, 'x' from generate_series(1, 70) n;
analyze`

describe.skipIf(server === undefined)('what a binding is compiled by', () => {
  const organizationId = newOrganizationId()
  let read: Introspection
  let opened: Awaited<ReturnType<typeof openTestStore>>

  beforeAll(async () => {
    if (server === undefined) return
    const database = await createTestDatabase('postgres', server)
    await database.script(schema)
    read = await (await loadAdapter('postgres')).introspect(database.connect(), AbortSignal.timeout(60_000))
    await database.drop()
    opened = await openTestStore()
    await opened.store.run('platform', (transaction) =>
      insertOrganization(transaction, { id: organizationId, slug: organizationId, name: 'Clinic' }),
    )
  })
  afterAll(() => opened.close())

  /** Stores the catalog for one environment and gives the estimates that a compilation gets. */
  const compiledBy = (estimates: 'of that environment' | 'of another' | 'none') =>
    opened.store.run(organizationId, async (transaction) => {
      const id = newId()
      const integration = { organizationId, id, kind: id, name: id, description: undefined }
      await insertIntegration(transaction, { ...integration, type: 'postgres', source: { from: 'nowhere' } })
      const pages: { bodies: string[]; index: string[] } = { bodies: [], index: [] }
      for await (const { holds, hash, bytes } of toPages(read.catalog, new Set(), () => undefined)) {
        pages[holds].push(hash)
        if (bytes !== undefined) await insertCatalogPages(transaction, [{ organizationId, hash, bytes }])
      }
      await insertCatalog(transaction, {
        organizationId,
        id: newCatalogId(),
        integrationId: id,
        environment: 'staging',
        hash: fingerprintCatalog(read.catalog),
        sourceHash: '',
        head: catalogHead(read.catalog),
        summary: {},
        pages,
        effectsVersion,
      })
      const environment = estimates === 'of another' ? 'production' : 'staging'
      const bytes = await toStatisticsPage(read.statistics ?? { tables: [] })
      const found = estimates === 'none' ? undefined : { hash: id, bytes }
      await setStatistics(transaction, { organizationId, integrationId: id, environment }, found)
      const stored = await findIntegrationById(transaction, id)
      if (stored === undefined) throw new Error('A stored integration must come back.')
      const binding = Binding.parse({ operation: 'pet.find', toolName: 'Pets' })
      return (await loadCompileInput(transaction, stored, { binding })).statistics
    })

  it('holds the estimates of the tables that it can reach, as the server gave them', async () => {
    const reached = read.statistics?.tables.filter(({ object }) => object !== 'unrelated')
    expect(reached?.map(({ object, rows }) => [object, rows])).toEqual([
      ['person', 70],
      ['pet', 0],
    ])
    expect(await compiledBy('of that environment')).toEqual({ tables: reached })
  })

  it.each(['of another', 'none'] as const)('knows nothing by estimates %s', async (estimates) => {
    expect(await compiledBy(estimates)).toBeUndefined()
  })
})
