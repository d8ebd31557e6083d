import { z } from 'zod'
import { parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'
import { daysAgo } from './ages.ts'
import { readPages, timeOf } from './read-pages.ts'
import type { Batch, Run } from './removal.ts'

// Raw: compiled skills are read for the catalogs that they name, and rows that others are about to name are let be.

const CatalogRow = z.object({ id: z.string(), integrationId: z.string(), hash: z.string() })
type CatalogRow = z.output<typeof CatalogRow>
const NamedRow = z.object({ key: z.string(), hashes: z.array(z.string()) })

/** Old ones that no environment has now. */
const areIdle = `created_at < ${daysAgo}
  and not exists (select from environment_catalogs current
    where current.organization_id = :own and current.integration_id = catalogs.integration_id and current.catalog_id = catalogs.id)
  and not exists (select from integrations
    where integrations.organization_id = :own and integrations.id = catalogs.integration_id and integrations.catalog_id = catalogs.id)`

/**
 * Removes catalogs that are old, that no environment has and that no compiled skill came from: what changed since is told by
 * the catalog that a skill came from. Compiled skills are read before, a page at a time; those that are made meanwhile are
 * asked where rows go. Their issues go with them.
 */
export async function removeCatalogs(run: Run, { days, most }: Batch): Promise<number> {
  const since = await run(timeOf)
  const idle = await run((transaction) => findIdle(transaction, days))
  if (idle.length === 0) return 0
  const named = new Set<string>()
  for await (const { hashes } of readPages(run, { row: NamedRow, first: '', sql: namedCatalogs }))
    for (const hash of hashes) named.add(hash)
  const [first, ...others] = idle.filter(({ hash }) => !named.has(hash))
  if (first === undefined) return 0
  const ofOne = [first, ...others.filter(({ integrationId }) => integrationId === first.integrationId)]
  return run((transaction) => removeThese(transaction, { days, since, catalogs: ofOne.slice(0, most) }))
}

const namedCatalogs = `select hash as key,
    array(select distinct (regexp_matches(bytes, '"catalogHash":"([^"]*)"', 'g'))[1]) as hashes
  from skill_blobs where organization_id = :own and hash > :after order by hash limit 100`

async function findIdle(transaction: Transaction, days: number): Promise<readonly CatalogRow[]> {
  const found: unknown = await transaction.raw(
    `select id, integration_id, hash from catalogs where organization_id = :own and ${areIdle} order by created_at`,
    { own: organizationOf(transaction), days },
  )
  return parseRows(CatalogRow, found)
}

interface Doomed {
  readonly days: number
  readonly since: Date
  /** Of one integration. */
  readonly catalogs: readonly CatalogRow[]
}

/**
 * Whoever points an environment at a catalog writes the integration too, and holds the catalog before: with the integration
 * held here, that has happened, or is seen by the lock that it holds.
 */
async function removeThese(transaction: Transaction, { days, since, catalogs }: Doomed): Promise<number> {
  const own = organizationOf(transaction)
  await transaction.raw('select id from integrations where organization_id = ? and id = ? for update', [
    own,
    catalogs[0]?.integrationId ?? '',
  ])
  const removed: unknown = await transaction.raw(
    `delete from catalogs where organization_id = :own and id in (
       select id from catalogs where organization_id = :own and ${areIdle} and id = any(:ids::uuid[])
         and not exists (select from skill_blobs where skill_blobs.organization_id = :own
           and skill_blobs.created_at > :since and position(catalogs.hash in skill_blobs.bytes) > 0)
       for update skip locked)
     returning id, integration_id, hash`,
    { own, days, since, ids: catalogs.map(({ id }) => id) },
  )
  return parseRows(CatalogRow, removed).length
}
