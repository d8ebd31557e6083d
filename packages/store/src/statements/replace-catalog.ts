import { hasRow, toJsonb } from '../rows.ts'
import type { CatalogRow, NewCatalog } from '../tables/catalogs.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: rows are copied within the database, and those that name them are held.

/**
 * Puts a catalog in the place of another that came from the same description: same age, same issues, same environments. Its
 * pages are stored already. False when no environment has the other one any more.
 */
export async function replaceCatalog(
  transaction: Transaction,
  old: CatalogRow,
  next: Pick<NewCatalog, 'id' | 'hash' | 'pages' | 'effectsVersion'>,
): Promise<boolean> {
  const here = [old.organizationId, old.id]
  const held: unknown = await transaction.raw(
    'select environment from environment_catalogs where organization_id = ? and catalog_id = ? for update',
    here,
  )
  if (!hasRow(held)) return false
  await transaction.raw(
    `insert into catalogs (organization_id, id, integration_id, environment, hash, source_hash, head, summary, pages,
       effects_version, created_at)
     select organization_id, ?, integration_id, environment, ?, source_hash, head, summary, ?::jsonb, ?,
       created_at + interval '1 millisecond' from catalogs where organization_id = ? and id = ?`,
    [next.id, next.hash, toJsonb(next.pages), next.effectsVersion, ...here],
  )
  await transaction.raw(
    `insert into catalog_issues (organization_id, catalog_id, position, issue)
     select organization_id, ?, position, issue from catalog_issues
     where organization_id = ? and catalog_id = ?`,
    [next.id, ...here],
  )
  await transaction.raw(
    'update environment_catalogs set catalog_id = ? where organization_id = ? and catalog_id = ?',
    [next.id, ...here],
  )
  await transaction.raw(
    'update integrations set catalog_id = ?, revision = revision + 1 where organization_id = ? and catalog_id = ?',
    [next.id, ...here],
  )
  return true
}
