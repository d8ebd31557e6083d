import { type CatalogId, PlatformError } from '@bindery/model'
import type { IntegrationRow } from '@bindery/store'

/** Throws `schema_not_discovered` before the first discovery. */
export function requireCatalogId(integration: IntegrationRow): CatalogId {
  if (integration.catalog_id !== null) return integration.catalog_id
  throw new PlatformError(
    'schema_not_discovered',
    `The schema of "${integration.kind}" has not been discovered yet. Run POST /api/v1/integrations/${integration.kind}/discover.`,
  )
}
