import { CatalogFingerprint, catalogHead, type Connection, PlatformError } from '@bindery/model'
import { effectsVersion, loadAdapter } from '@bindery/sources'
import {
  findIntegrationById,
  insertCatalog,
  insertCatalogPages,
  type IntegrationRow,
  listActionLinks,
  lockSharedActions,
  type Transaction,
} from '@bindery/store'
import { countCatalog } from '../pages/count-catalog.ts'
import { toPages } from '../pages/to-pages.ts'
import { newCatalogId } from '../kernel/ids.ts'
import { type LinkRecord, writeActionsDocument } from './actions-document.ts'

/**
 * Makes the catalog of an integration from its actions as they are in this transaction, so that an action and what it
 * means appear together. In this process: the document is our own, checked and small. `pending` is a link whose skill
 * has not been made yet.
 */
export async function storeActionsCatalog(
  transaction: Transaction,
  integration: IntegrationRow,
  pending: readonly LinkRecord[] = [],
): Promise<IntegrationRow> {
  const { organizationId, id: integrationId } = integration
  const actions = await lockSharedActions(transaction, integrationId)
  const links = [...(await listActionLinks(transaction, integrationId)), ...pending]
  const bytes = writeActionsDocument(integration, actions, links)
  const adapter = await loadAdapter(integration.type)
  const introspection = await adapter.introspect(holding(bytes), AbortSignal.timeout(10_000))
  const { catalog } = introspection
  const fingerprint = new CatalogFingerprint(catalogHead(catalog))
  const pages: { readonly bodies: string[]; readonly index: string[] } = { bodies: [], index: [] }
  for await (const page of toPages(catalog, new Set(), (entry) => fingerprint.add(entry))) {
    pages[page.holds].push(page.hash)
    if (page.bytes === undefined) continue
    await insertCatalogPages(transaction, [{ organizationId, hash: page.hash, bytes: page.bytes }])
  }
  await insertCatalog(transaction, {
    organizationId,
    id: newCatalogId(),
    integrationId,
    environment: 'production',
    hash: fingerprint.digest(),
    sourceHash: '',
    head: catalogHead(catalog),
    summary: { ...countCatalog(introspection), warnings: [] },
    pages,
    effectsVersion,
  })
  const current = await findIntegrationById(transaction, integrationId)
  if (current === undefined) throw new Error('An integration whose catalog was stored must be there.')
  return current
}

/** A connection that hands out these bytes and nothing else. */
function holding(bytes: Uint8Array): Connection {
  const refuse = async (): Promise<never> => {
    throw new PlatformError('egress_blocked', 'Reading actions sends nothing.')
  }
  return {
    environment: 'production',
    fetch: refuse,
    database: refuse,
    documents: async () => [{ name: 'actions.json', bytes }],
  }
}
