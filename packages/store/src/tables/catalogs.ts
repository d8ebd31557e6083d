import { type CatalogId, type Environment, environments, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { newestFirst, oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { CatalogIdRow, DateRow, JsonObjectRow, JsonRow, OrganizationIdRow, parseRows } from '../rows.ts'
import { holdName } from '../statements/hold-name.ts'
import { Table } from '../table.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

/** Hashes of the compressed pages that a catalog consists of, in order. */
export const CatalogPages = z.object({ bodies: z.array(z.string()), index: z.array(z.string()) })
export type CatalogPages = z.output<typeof CatalogPages>

export const CatalogRow = z.object({
  organizationId: OrganizationIdRow,
  id: CatalogIdRow,
  integrationId: z.string(),
  environment: z.string(),
  hash: z.string(),
  sourceHash: z.string(),
  head: JsonObjectRow,
  summary: JsonObjectRow,
  pages: CatalogPages,
  /** The version of the rules that judged the effects of its operations. */
  effectsVersion: z.int(),
  createdAt: DateRow,
})
export type CatalogRow = z.output<typeof CatalogRow>

export interface NewCatalog
  extends Readonly<Omit<CatalogRow, 'environment' | 'head' | 'summary' | 'createdAt'>> {
  readonly environment: Environment
  readonly head: object
  readonly summary: object
}

const catalogs = new Table({ name: 'catalogs', row: CatalogRow, json: ['head', 'summary', 'pages'] })

/** Stores a catalog whose pages are stored already, and makes it the current one of its environment. */
export async function insertCatalog(transaction: Transaction, catalog: NewCatalog): Promise<void> {
  await catalogs.insert(transaction, catalog)
  await pointEnvironment(transaction, catalog)
}

export interface EnvironmentCatalog {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly environment: Environment
  readonly id: CatalogId
}

const EnvironmentCatalogRow = z.object({
  environment: z.enum(environments),
  catalogId: CatalogIdRow,
  discoveredAt: DateRow,
})
const slots = new Table({
  name: 'environment_catalogs',
  row: EnvironmentCatalogRow,
  hidden: z.object({ organizationId: OrganizationIdRow, integrationId: z.string() }),
})
const integrations = new Table({
  name: 'integrations',
  row: z.object({ id: z.string(), catalogId: CatalogIdRow, lastDiscoveredAt: DateRow, updatedAt: DateRow }),
})

/**
 * Says which catalog an environment has as of now. Bindings are compiled against the one of production, or of the next
 * lower environment that has one, so looking at a development system never disturbs what is live.
 */
export async function pointEnvironment(transaction: Transaction, catalog: EnvironmentCatalog): Promise<void> {
  const { organizationId, integrationId, environment, id } = catalog
  const now = transaction.fn.now()
  await slots.upsert(
    transaction,
    { organizationId, integrationId, environment, catalogId: id },
    {
      on: ['organizationId', 'integrationId', 'environment'],
      replace: ['catalogId'],
      also: { discoveredAt: now },
    },
  )
  const catalogId = transaction.raw(
    `(select catalog_id from environment_catalogs where organization_id = ? and integration_id = ?
      order by array_position(array['production', 'staging', 'development'], environment) limit 1)`,
    [organizationId, integrationId],
  )
  await integrations.update(
    transaction,
    { id: integrationId },
    { lastDiscoveredAt: now, updatedAt: now, catalogId },
  )
}

/** Catalogs of environments whose effects an earlier version of the rules judged. */
export function listOlderEffects(
  transaction: Transaction,
  effectsVersion: number,
): Promise<readonly CatalogRow[]> {
  const areOlder = transaction.raw(
    `effects_version < ? and (organization_id, id) in (select organization_id, catalog_id from environment_catalogs)`,
    [effectsVersion],
  )
  return catalogs.list(transaction, [{}, areOlder], { order: oldestFirst })
}

/** The catalog of every environment that has been discovered, production first. */
export async function listEnvironmentCatalogs(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly z.output<typeof EnvironmentCatalogRow>[]> {
  const rows = await slots.list(transaction, { integrationId })
  const rank = (row: (typeof rows)[number]) => environments.indexOf(row.environment)
  return rows.toSorted((one, other) => rank(other) - rank(one))
}

export interface CatalogPage {
  readonly organizationId: OrganizationId
  readonly hash: string
  readonly bytes: Uint8Array
}

const PageRow = z.object({ hash: z.string(), bytes: z.instanceof(Buffer) })
const pages = new Table({ name: 'catalog_pages', row: PageRow })

/** The pages of these hashes, in any order; missing ones are left out. */
export async function findCatalogPages(
  transaction: Transaction,
  hashes: readonly string[],
): Promise<readonly z.output<typeof PageRow>[]> {
  if (hashes.length === 0) return []
  return pages.list(transaction, [{}, transaction.raw('hash = any(?::text[])', [[...hashes]])])
}

/**
 * Removes pages that no catalog names: what a failed or cancelled discovery left behind. While another discovery of the
 * organisation runs they stay, since it may be about to name them.
 */
export async function dropUnusedPages(transaction: Transaction): Promise<void> {
  await removeUnused(transaction, { running: 1 })
}

/** The same where nobody discovers, a batch of them. Gives how many went. */
export const removeUnusedPages = (transaction: Transaction, most: number): Promise<number> =>
  removeUnused(transaction, { running: 0, most })

async function removeUnused(
  transaction: Transaction,
  { running, most }: { readonly running: number; readonly most?: number },
): Promise<number> {
  const own = organizationOf(transaction)
  // Whoever writes pages waits, and then finds those that went missing.
  await holdName(transaction, pagesOf(own))
  const result: unknown = await transaction.raw(
    `delete from catalog_pages where organization_id = :own and hash in (
       select hash from catalog_pages where organization_id = :own
         and hash not in (select jsonb_array_elements_text(pages->'bodies' || (pages->'index')) from catalogs
           where organization_id = :own)
         and (select count(*) from jobs where organization_id = :own and status = 'running') <= :running
       limit :most)
     returning hash`,
    { own, running, most: most ?? null },
  )
  return parseRows(z.object({ hash: z.string() }), result).length
}

/** The name that is held while pages of an organisation are written or removed. */
export const pagesOf = (organizationId: OrganizationId): string => `catalog pages ${organizationId}`

export const findCatalog = (transaction: Transaction, id: CatalogId): Promise<CatalogRow | undefined> =>
  catalogs.find(transaction, { id })

/** The newest catalog of an integration with that fingerprint: earlier ones are kept, since skills came from them. */
export const findCatalogByHash = (
  transaction: Transaction,
  integrationId: string,
  hash: string,
): Promise<CatalogRow | undefined> =>
  catalogs.find(transaction, { integrationId, hash }, { order: newestFirst })

/** Says of a catalog that another description gives it too: that one is found by it from now on. */
export async function renewSource(
  transaction: Transaction,
  id: CatalogId,
  sourceHash: string,
): Promise<void> {
  await catalogs.update(transaction, { id }, { sourceHash })
}

/** The newest catalog that came from that description. */
export const findCatalogBySource = (
  transaction: Transaction,
  integrationId: string,
  sourceHash: string,
): Promise<CatalogRow | undefined> =>
  catalogs.find(transaction, { integrationId, sourceHash }, { order: newestFirst })

/** Newest first, at most 50. */
export async function listCatalogs(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly CatalogRow[]> {
  const window = { after: undefined, limit: 50 }
  const page = { order: newestFirst, total: 'left out', window } as const
  return (await catalogs.page(transaction, { integrationId }, page)).rows
}

const issues = new Table({
  name: 'catalog_issues',
  row: z.object({ position: z.int(), issue: JsonRow }),
  hidden: z.object({ catalogId: CatalogIdRow }),
})

/** In the order in which they were found. */
export async function pageCatalogIssues(
  transaction: Transaction,
  catalogId: CatalogId,
  window: PageWindow,
): Promise<RowPage<unknown>> {
  const order = [{ column: 'position', kind: 'integer', direction: 'up' }] as const
  const page = await issues.page(transaction, { catalogId }, { order, total: 'left out', window })
  return { ...page, rows: page.rows.map((row) => row.issue) }
}
