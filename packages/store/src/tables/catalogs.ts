import { type CatalogId, environments, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import {
  CatalogIdRow,
  DateRow,
  hasRow,
  JsonObjectRow,
  JsonRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  storableJson,
  toJsonb,
} from '../rows.ts'
import { type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

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

export interface NewCatalog {
  readonly organizationId: OrganizationId
  readonly id: CatalogId
  readonly integrationId: string
  readonly environment: string
  readonly hash: string
  readonly sourceHash: string
  readonly head: object
  readonly summary: object
  readonly pages: CatalogPages
  readonly effectsVersion: number
}

/** Stores a catalog whose pages are stored already, and makes it the current one of its environment. */
export async function insertCatalog(transaction: Transaction, catalog: NewCatalog): Promise<void> {
  await transaction.raw(
    `insert into catalogs (organization_id, id, integration_id, environment, hash, source_hash, head, summary, pages, effects_version)
     values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?)`,
    [
      catalog.organizationId,
      catalog.id,
      catalog.integrationId,
      catalog.environment,
      catalog.hash,
      catalog.sourceHash,
      toJsonb(catalog.head),
      toJsonb(catalog.summary),
      toJsonb(catalog.pages),
      catalog.effectsVersion,
    ],
  )
  await pointEnvironment(transaction, catalog)
}

export interface EnvironmentCatalog {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly environment: string
  readonly id: CatalogId
}

/**
 * Says which catalog an environment has as of now. Bindings are compiled against the one of production, or of the next
 * lower environment that has one, so looking at a development system never disturbs what is live.
 */
export async function pointEnvironment(transaction: Transaction, catalog: EnvironmentCatalog): Promise<void> {
  const { organizationId, integrationId, environment, id } = catalog
  await transaction.raw(
    `insert into environment_catalogs (organization_id, integration_id, environment, catalog_id)
     values (?, ?, ?, ?)
     on conflict (organization_id, integration_id, environment) do update
       set catalog_id = excluded.catalog_id, discovered_at = now()`,
    [organizationId, integrationId, environment, id],
  )
  await transaction.raw(
    `update integrations set last_discovered_at = now(), updated_at = now(), catalog_id = (
       select catalog_id from environment_catalogs where integration_id = ?
       order by array_position(array['production', 'staging', 'development'], environment) limit 1)
     where id = ?`,
    [integrationId, integrationId],
  )
}

/** Catalogs of environments whose effects an earlier version of the rules judged. */
export async function listOlderEffects(
  transaction: Transaction,
  effectsVersion: number,
): Promise<readonly CatalogRow[]> {
  const result: unknown = await transaction.raw(
    `select * from catalogs where effects_version < ? and id in (select catalog_id from environment_catalogs)
     order by created_at, id`,
    [effectsVersion],
  )
  return parseRows(CatalogRow, result)
}

/**
 * Puts a catalog in the place of another that came from the same description: same age, same issues, same environments. Its
 * pages are stored already. False when no environment has the other one any more.
 */
export async function replaceCatalog(
  transaction: Transaction,
  old: CatalogRow,
  next: Pick<NewCatalog, 'id' | 'hash' | 'pages' | 'effectsVersion'>,
): Promise<boolean> {
  const held: unknown = await transaction.raw(
    'select environment from environment_catalogs where catalog_id = ? for update',
    [old.id],
  )
  if (!hasRow(held)) return false
  await transaction.raw(
    `insert into catalogs (organization_id, id, integration_id, environment, hash, source_hash, head, summary, pages,
       effects_version, created_at)
     select organization_id, ?, integration_id, environment, ?, source_hash, head, summary, ?::jsonb, ?,
       created_at + interval '1 millisecond' from catalogs where id = ?`,
    [next.id, next.hash, toJsonb(next.pages), next.effectsVersion, old.id],
  )
  await transaction.raw(
    `insert into catalog_issues (organization_id, catalog_id, position, issue)
     select organization_id, ?, position, issue from catalog_issues where catalog_id = ?`,
    [next.id, old.id],
  )
  await transaction.raw('update environment_catalogs set catalog_id = ? where catalog_id = ?', [
    next.id,
    old.id,
  ])
  await transaction.raw(
    'update integrations set catalog_id = ?, revision = revision + 1 where catalog_id = ?',
    [next.id, old.id],
  )
  return true
}

const EnvironmentCatalogRow = z.object({
  environment: z.enum(environments),
  catalogId: CatalogIdRow,
  discoveredAt: DateRow,
})

/** The catalog of every environment that has been discovered, production first. */
export async function listEnvironmentCatalogs(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly z.output<typeof EnvironmentCatalogRow>[]> {
  const result: unknown = await transaction.raw(
    `select environment, catalog_id, discovered_at from environment_catalogs where integration_id = ?
     order by array_position(array['production', 'staging', 'development'], environment)`,
    [integrationId],
  )
  return parseRows(EnvironmentCatalogRow, result)
}

export interface CatalogPage {
  readonly organizationId: OrganizationId
  readonly hash: string
  readonly bytes: Uint8Array
}

/** Stores compressed pages of one organisation under their hashes; the same page is stored once. */
export async function insertCatalogPages(
  transaction: Transaction,
  pages: readonly CatalogPage[],
): Promise<void> {
  const rows = pages.map(() => '(?, ?, ?)').join(', ')
  const binds = pages.flatMap((page) => [page.organizationId, page.hash, Buffer.from(page.bytes)])
  await transaction.raw(
    `insert into catalog_pages (organization_id, hash, bytes) values ${rows} on conflict do nothing`,
    binds,
  )
}

const PageRow = z.object({ hash: z.string(), bytes: z.instanceof(Buffer) })

/** The pages of these hashes, in any order; missing ones are left out. */
export async function findCatalogPages(
  transaction: Transaction,
  hashes: readonly string[],
): Promise<readonly z.output<typeof PageRow>[]> {
  if (hashes.length === 0) return []
  return parseRows(
    PageRow,
    await transaction.raw('select hash, bytes from catalog_pages where hash = any(?::text[])', [[...hashes]]),
  )
}

/**
 * Removes pages that no catalog names: what a failed or cancelled discovery left behind. While another discovery of the
 * organisation runs they stay, since it may be about to name them.
 */
export async function dropUnusedPages(transaction: Transaction): Promise<void> {
  await transaction.raw(
    `delete from catalog_pages where hash not in (
       select jsonb_array_elements_text(pages->'bodies' || (pages->'index')) from catalogs)
     and (select count(*) from jobs where status = 'running') < 2`,
  )
}

export async function insertCatalogIssues(
  transaction: Transaction,
  owner: { readonly organizationId: OrganizationId; readonly catalogId: CatalogId },
  issues: { readonly from: number; readonly texts: readonly string[] },
): Promise<void> {
  await transaction.raw(
    `insert into catalog_issues (organization_id, catalog_id, position, issue)
     select ?, ?, ? + ordinality - 1, issue::jsonb from unnest(?::text[]) with ordinality as entry (issue, ordinality)`,
    [owner.organizationId, owner.catalogId, issues.from, issues.texts.map(storableJson)],
  )
}

export async function findCatalog(transaction: Transaction, id: CatalogId): Promise<CatalogRow | undefined> {
  return parseFirstRow(CatalogRow, await transaction.raw('select * from catalogs where id = ?', [id]))
}

/** The newest catalog of an integration with that fingerprint: earlier ones are kept, since skills came from them. */
export async function findCatalogByHash(
  transaction: Transaction,
  integrationId: string,
  hash: string,
): Promise<CatalogRow | undefined> {
  const result: unknown = await transaction.raw(
    'select * from catalogs where integration_id = ? and hash = ? order by created_at desc, id limit 1',
    [integrationId, hash],
  )
  return parseFirstRow(CatalogRow, result)
}

/** The newest catalog that came from that description. */
export async function findCatalogBySource(
  transaction: Transaction,
  integrationId: string,
  sourceHash: string,
): Promise<CatalogRow | undefined> {
  const result: unknown = await transaction.raw(
    'select * from catalogs where integration_id = ? and source_hash = ? order by created_at desc, id limit 1',
    [integrationId, sourceHash],
  )
  return parseFirstRow(CatalogRow, result)
}

export async function listCatalogs(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly CatalogRow[]> {
  const result: unknown = await transaction.raw(
    'select * from catalogs where integration_id = ? order by created_at desc, id limit 50',
    [integrationId],
  )
  return parseRows(CatalogRow, result)
}

/** In the order in which they were found. */
export async function pageCatalogIssues(
  transaction: Transaction,
  catalogId: CatalogId,
  window: PageWindow,
): Promise<RowPage<unknown>> {
  const rows = transaction.raw('select * from catalog_issues where catalog_id = ?', [catalogId])
  const order = [{ column: 'position', kind: 'integer', direction: 'up' }] as const
  const Issue = z.object({ issue: JsonRow })
  const page = await readPage(
    transaction,
    { rows, parse: (row) => Issue.parse(row), order, total: 'left out' },
    window,
  )
  return { ...page, rows: page.rows.map((row) => row.issue) }
}
