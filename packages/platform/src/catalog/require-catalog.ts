import { remedy } from '../kernel/remedies.ts'
import { PlatformError } from '@bindery/model'
import { findCatalog, type IntegrationRow, type Transaction } from '@bindery/store'
import { withOperatorRows } from './operator-rows.ts'
import { openCatalog, type StoredCatalog } from './stored-catalog.ts'

/** The current catalog of an integration. Throws `schema_not_discovered` before the first discovery. */
export async function requireCatalog(
  transaction: Transaction,
  integration: IntegrationRow,
): Promise<StoredCatalog> {
  const id = integration.catalogId
  const row = id === null ? undefined : await findCatalog(transaction, id)
  if (row !== undefined) return withOperatorRows(await openCatalog(transaction, row), integration.effects)
  throw new PlatformError(
    'schema_not_discovered',
    `The schema of "${integration.kind}" has not been discovered yet: discover it.`,
    remedy('discover', { kind: integration.kind }),
  )
}
