import type { CatalogId, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import {
  CatalogIdRow,
  CountRow,
  DateRow,
  JsonObjectRow,
  JsonRow,
  parseFirstRow,
  parseRows,
  toJsonb,
} from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export const CatalogRow = z.object({
  id: CatalogIdRow,
  integration_id: z.string(),
  environment: z.string(),
  hash: z.string(),
  source_hash: z.string(),
  head: JsonObjectRow,
  summary: JsonObjectRow,
  created_at: DateRow,
})
export type CatalogRow = z.output<typeof CatalogRow>

export interface NewCatalog {
  readonly organizationId: OrganizationId
  readonly id: CatalogId
  readonly integrationId: string
  readonly environment: string
}

/** Begins a catalog whose entries follow. Nobody sees it before `finishCatalog` points the integration at it. */
export async function beginCatalog(transaction: Transaction, catalog: NewCatalog): Promise<void> {
  await transaction.raw(
    `insert into catalogs (organization_id, id, integration_id, environment, hash, source_hash, head, summary)
     values (?, ?, ?, ?, '', '', '{}', '{}')`,
    [catalog.organizationId, catalog.id, catalog.integrationId, catalog.environment],
  )
}

/** One part of a catalog as it is stored: `facts` are words to filter by, `mentions` object names it refers to. */
export interface StoredEntry {
  readonly kind: string
  readonly name: string
  readonly position: number
  readonly hash: string
  readonly summary: string
  readonly search: string
  readonly facts: readonly string[]
  readonly mentions: readonly string[]
  /** Absent when a part with this hash is stored already. */
  readonly body?: string
}

export interface EntryOwner {
  readonly organizationId: OrganizationId
  readonly catalogId: CatalogId
}

export async function insertEntries(
  transaction: Transaction,
  owner: EntryOwner,
  entries: readonly StoredEntry[],
): Promise<void> {
  const bodies = entries.filter((entry) => entry.body !== undefined)
  await transaction.raw(
    `insert into catalog_bodies (organization_id, hash, body)
     select ?, * from unnest(?::text[], ?::text[]) on conflict do nothing`,
    [
      owner.organizationId,
      bodies.map((entry) => entry.hash),
      bodies.map((entry) => storable(entry.body ?? '')),
    ],
  )
  await transaction.raw(
    `insert into catalog_entries
       (organization_id, catalog_id, kind, name, position, hash, summary, search, facts, mentions)
     select ?, ?, kind, name, position, hash, summary, search,
       array(select jsonb_array_elements_text(facts::jsonb)), array(select jsonb_array_elements_text(mentions::jsonb))
     from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
       as entry (kind, name, position, hash, summary, search, facts, mentions)`,
    [
      owner.organizationId,
      owner.catalogId,
      entries.map((entry) => entry.kind),
      entries.map((entry) => storable(entry.name)),
      entries.map((entry) => entry.position),
      entries.map((entry) => entry.hash),
      entries.map((entry) => storable(entry.summary)),
      entries.map((entry) => storable(entry.search)),
      entries.map((entry) => toJsonb(entry.facts)),
      entries.map((entry) => toJsonb(entry.mentions)),
    ],
  )
}

/** PostgreSQL text holds no U+0000. Catalog names and texts are cleaned of it at discovery; this is the last fence. */
function storable(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text
}

export async function insertCatalogIssues(
  transaction: Transaction,
  owner: EntryOwner,
  issues: { readonly from: number; readonly texts: readonly string[] },
): Promise<void> {
  await transaction.raw(
    `insert into catalog_issues (organization_id, catalog_id, position, issue)
     select ?, ?, ? + ordinality - 1, issue::jsonb from unnest(?::text[]) with ordinality as entry (issue, ordinality)`,
    [
      owner.organizationId,
      owner.catalogId,
      issues.from,
      issues.texts.map((text) => text.replaceAll('\\u0000', '\\ufffd')),
    ],
  )
}

/** Completes a catalog and makes it the current one of its integration. */
export async function finishCatalog(
  transaction: Transaction,
  id: CatalogId,
  facts: {
    readonly hash: string
    readonly sourceHash: string
    readonly head: object
    readonly summary: object
  },
): Promise<void> {
  await transaction.raw(
    'update catalogs set hash = ?, source_hash = ?, head = ?::jsonb, summary = ?::jsonb where id = ?',
    [facts.hash, facts.sourceHash, toJsonb(facts.head), toJsonb(facts.summary), id],
  )
  await transaction.raw(
    `update integrations set catalog_id = ?, last_discovered_at = now(), updated_at = now()
     where id = (select integration_id from catalogs where id = ?)`,
    [id, id],
  )
}

export async function touchCatalog(transaction: Transaction, integrationId: string): Promise<void> {
  await transaction.raw('update integrations set last_discovered_at = now() where id = ?', [integrationId])
}

/** Drops a catalog that was never finished, and bodies that no entry names any more. */
export async function dropCatalog(transaction: Transaction, id: CatalogId): Promise<void> {
  await transaction.raw('delete from catalogs where id = ?', [id])
}

export async function findCatalog(transaction: Transaction, id: CatalogId): Promise<CatalogRow | undefined> {
  return parseFirstRow(CatalogRow, await transaction.raw('select * from catalogs where id = ?', [id]))
}

export async function listCatalogs(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly CatalogRow[]> {
  const result: unknown = await transaction.raw(
    `select * from catalogs where integration_id = ? and hash <> '' order by created_at desc, id limit 50`,
    [integrationId],
  )
  return parseRows(CatalogRow, result)
}

const IdentityRow = z.object({
  kind: z.enum(['object', 'operation', 'relationship']),
  name: z.string(),
  hash: z.string(),
})
export type EntryIdentityRow = z.output<typeof IdentityRow>

export async function listEntryIdentities(
  transaction: Transaction,
  catalogId: CatalogId,
): Promise<readonly EntryIdentityRow[]> {
  const result: unknown = await transaction.raw(
    'select kind, name, hash from catalog_entries where catalog_id = ?',
    [catalogId],
  )
  return parseRows(IdentityRow, result)
}

const BodyRow = z.object({ name: z.string(), body: z.string() })
export type BodyRow = z.output<typeof BodyRow>

export interface EntryQuery {
  readonly catalogId: CatalogId
  readonly kind: 'object' | 'operation' | 'relationship'
}

/** The stored JSON of the named parts; unknown names are left out. */
export async function findBodies(
  transaction: Transaction,
  query: EntryQuery,
  names: readonly string[],
): Promise<readonly BodyRow[]> {
  const result: unknown = await transaction.raw(
    `select entry.name, body.body from catalog_entries entry join catalog_bodies body using (organization_id, hash)
     where entry.catalog_id = ? and entry.kind = ? and entry.name = any(?::text[]) order by entry.position`,
    [query.catalogId, query.kind, [...names]],
  )
  return parseRows(BodyRow, result)
}

/** Stored JSON of all parts of a kind in catalog order, `limit` from `offset` on. */
export async function pageBodies(
  transaction: Transaction,
  query: EntryQuery,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly BodyRow[]> {
  const result: unknown = await transaction.raw(
    `select entry.name, body.body from catalog_entries entry join catalog_bodies body using (organization_id, hash)
     where entry.catalog_id = ? and entry.kind = ? and entry.position >= ? and entry.position < ?
     order by entry.position`,
    [query.catalogId, query.kind, page.offset, page.offset + page.limit],
  )
  return parseRows(BodyRow, result)
}

const SummaryRow = z.object({ name: z.string(), position: z.int(), summary: z.string(), score: CountRow })
export type SummaryRow = z.output<typeof SummaryRow>

export interface EntrySearch extends EntryQuery {
  /** Lower-case words that must all occur. */
  readonly words: readonly string[]
  /** Facts that must all hold: `effect:read`, `write`, `object:Ticket`. */
  readonly facts: readonly string[]
  /** Names of objects that the caller must not see, nor anything about them. */
  readonly hidden: readonly string[]
}

interface SearchSql {
  readonly where: string
  readonly binds: (string | string[])[]
}

function searchSql(search: EntrySearch): SearchSql {
  const wordTests = search.words.map(() => `and search like ?`).join(' ')
  return {
    where: `catalog_id = ? and kind = ? and facts @> ?::text[] and not (mentions && ?::text[]) ${wordTests}`,
    binds: [
      search.catalogId,
      search.kind,
      [...search.facts],
      [...search.hidden],
      ...search.words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
    ],
  }
}

/**
 * Summaries that match, best first: an equal name, then names that hold every word, then the rest; in catalog order
 * within each. Without words, catalog order.
 */
export async function searchEntries(
  transaction: Transaction,
  search: EntrySearch,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly SummaryRow[]> {
  const { where, binds } = searchSql(search)
  const names = search.words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  const result: unknown = await transaction.raw(
    `select name, position, summary,
       case when lower(name) = ? then 0 when lower(name) like all (?::text[]) then 1 else 2 end as score
     from catalog_entries where ${where} order by score, position offset ? limit ?`,
    [search.words.join(' '), names, ...binds, page.offset, page.limit],
  )
  return parseRows(SummaryRow, result)
}

export async function countEntries(transaction: Transaction, search: EntrySearch): Promise<number> {
  const { where, binds } = searchSql(search)
  const result: unknown = await transaction.raw(
    `select count(*) as count from catalog_entries where ${where}`,
    [...binds],
  )
  return parseFirstRow(z.object({ count: CountRow }), result)?.count ?? 0
}

/** Names of one kind, at most `limit`, for suggestions. */
export async function listEntryNames(
  transaction: Transaction,
  query: EntryQuery,
  limit: number,
): Promise<readonly string[]> {
  const result: unknown = await transaction.raw(
    'select name from catalog_entries where catalog_id = ? and kind = ? order by position limit ?',
    [query.catalogId, query.kind, limit],
  )
  return parseRows(z.object({ name: z.string() }), result).map((row) => row.name)
}

export async function pageCatalogIssues(
  transaction: Transaction,
  catalogId: CatalogId,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly unknown[]> {
  const result: unknown = await transaction.raw(
    'select issue from catalog_issues where catalog_id = ? and position >= ? order by position limit ?',
    [catalogId, page.offset, page.limit],
  )
  return parseRows(z.object({ issue: JsonRow }), result).map((row) => row.issue)
}

const ChangeRow = z.object({ change: z.enum(['added', 'changed', 'removed']), kind: z.string(), name: z.string() })

export interface StoredDiff {
  readonly changes: readonly z.output<typeof ChangeRow>[]
  /** There are more changes than were read. */
  readonly isCut: boolean
}

const mostChanges = 2_000

/** What was added, changed or removed between two stored catalogs, by the hashes of their parts; at most 2,000. */
export async function diffStoredCatalogs(
  transaction: Transaction,
  before: CatalogId,
  after: CatalogId,
): Promise<StoredDiff> {
  const result: unknown = await transaction.raw(
    `select case when old.hash is null then 'added' when new.hash is null then 'removed' else 'changed' end as change,
       coalesce(new.kind, old.kind) as kind, coalesce(new.name, old.name) as name
     from (select kind, name, position, hash from catalog_entries where catalog_id = ?) new
     full join (select kind, name, position, hash from catalog_entries where catalog_id = ?) old using (kind, name)
     where new.hash is distinct from old.hash
     order by 2, coalesce(new.position, old.position), 3 limit ?`,
    [after, before, mostChanges + 1],
  )
  const changes = parseRows(ChangeRow, result)
  return { changes: changes.slice(0, mostChanges), isCut: changes.length > mostChanges }
}
