import type { CatalogId, OrganizationId } from '@bindery/model'
import { storableJson } from '../rows.ts'
import { type CatalogPage, pagesOf } from '../tables/catalogs.ts'
import type { Transaction } from '../tenancy.ts'
import { shareName } from './hold-name.ts'

// Raw: any number of rows in one statement.

/** Stores compressed pages of one organisation under their hashes; the same page is stored once. */
export async function insertCatalogPages(
  transaction: Transaction,
  pages: readonly CatalogPage[],
): Promise<void> {
  for (const owner of new Set(pages.map((page) => page.organizationId)))
    await shareName(transaction, pagesOf(owner))
  const rows = pages.map(() => '(?, ?, ?)').join(', ')
  const binds = pages.flatMap((page) => [page.organizationId, page.hash, Buffer.from(page.bytes)])
  await transaction.raw(
    `insert into catalog_pages (organization_id, hash, bytes) values ${rows} on conflict do nothing`,
    binds,
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
