import { setImmediate } from 'node:timers/promises'
import type { CatalogEntryKind, OrganizationId } from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'
import type { StoredCatalog } from './stored-catalog.ts'

/** Parts that one transaction reads and one turn of the event loop parses. */
const batchSize = 200

export interface PartsOf {
  readonly organizationId: OrganizationId
  readonly catalog: StoredCatalog
  readonly kind: CatalogEntryKind
}

/** Every part of a kind, read in batches: other callers get their turn in between. */
export async function loadParts<Part>(
  services: Needs<'store'>,
  { organizationId, catalog, kind }: PartsOf,
  read: (body: string) => Part,
): Promise<readonly Part[]> {
  const rows = catalog.rows(kind)
  const parts: Part[] = []
  for (let from = 0; from < rows.length; from += batchSize) {
    const bodies = await services.store.run(organizationId, (transaction) =>
      catalog.bodies(transaction, rows.slice(from, from + batchSize)),
    )
    for (const body of bodies) parts.push(read(body))
    await setImmediate()
  }
  return parts
}
