import { remedy } from '../kernel/remedies.ts'
import {
  type ConnectionTarget,
  fetchDocument,
  openConnection,
  openPreviewConnection,
} from '@bindery/connection'
import {
  type Connection,
  type Environment,
  type OrganizationId,
  PlatformError,
  type SourceDocument,
} from '@bindery/model'
import type { PreviewConnection } from '@bindery/runtime'
import { dialectOf } from '@bindery/sources'
import {
  documentChunksPerRead,
  type IntegrationRow,
  listActionLinks,
  listDocuments,
  listSharedActions,
  readDocumentChunks,
} from '@bindery/store'
import { doorKey, resolveCredential } from '../credentials/resolve-credential.ts'
import { writeActionsDocument } from './actions-document.ts'
import type { Needs } from '../kernel/needs.ts'
import { boundsOf } from './call-bounds.ts'
import { type IntegrationWithSlots, loadIntegration } from '../kernel/find-integration.ts'
import { StoredSource } from './source.ts'
import { givenName } from './store-documents.ts'

export interface ConnectionQuery {
  readonly organizationId: OrganizationId
  readonly integration: string
  readonly environment: Environment
}

/** A live connection to one environment. Throws `environment_not_configured`: an empty slot is never replaced by another. */
export async function openIntegration(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  query: ConnectionQuery,
): Promise<Connection> {
  const found = await loadIntegration(services, query.organizationId, query.integration)
  return openConnection(await targetOf(services, found, query.environment))
}

/** The same door, but nothing passes it: what would be sent is kept, redacted. */
export async function openPreview(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  query: ConnectionQuery,
): Promise<PreviewConnection> {
  const found = await loadIntegration(services, query.organizationId, query.integration)
  return openPreviewConnection(await targetOf(services, found, query.environment))
}

/**
 * The connection that discovery uses. A description that was uploaded or has an address of its own needs no environment;
 * then the connection can hand out documents and nothing else. A database describes itself, so it needs one.
 */
export async function openForDiscovery(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  found: IntegrationWithSlots,
  environment: Environment,
): Promise<Connection> {
  const slot = found.slots.find((candidate) => candidate.environment === environment)
  if (slot !== undefined) return openConnection(await targetOf(services, found, environment))
  const notConfigured = () => Promise.reject(environmentMissing(found.integration, environment))
  return {
    environment,
    fetch: notConfigured,
    database: notConfigured,
    documents:
      dialectOf(found.integration.type) === undefined
        ? (signal) => loadDocuments(services, found.integration, { signal, access: undefined })
        : notConfigured,
  }
}

/** What a connection to one environment needs. Throws `environment_not_configured` for an empty slot. */
export async function targetOf(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  found: IntegrationWithSlots,
  environment: Environment,
): Promise<ConnectionTarget> {
  const { integration, slots } = found
  const slot = slots.find((candidate) => candidate.environment === environment)
  if (slot === undefined) throw environmentMissing(integration, environment)
  const target = {
    egress: services.egress,
    key: doorKey(integration, environment),
    environment,
    baseUrl: slot.baseUrl,
    dialect: dialectOf(integration.type),
    ...(await resolveCredential(services, integration, slot)),
    timezone: slot.timezone ?? undefined,
    bounds: boundsOf(integration.type, slot),
  }
  return {
    ...target,
    documents: (signal) => loadDocuments(services, integration, { signal, access: target }),
  }
}

/** A connection with a credential that is not stored, for trying it. */
export function trialTarget(
  services: Needs<'egress'>,
  { integration, slots }: IntegrationWithSlots,
  trial: { readonly environment: Environment; readonly credential: ConnectionTarget['credential'] },
): ConnectionTarget {
  const slot = slots.find((candidate) => candidate.environment === trial.environment)
  return {
    egress: services.egress,
    key: `${integration.organizationId}/${integration.id}/test`,
    environment: trial.environment,
    baseUrl: slot?.baseUrl ?? '',
    dialect: dialectOf(integration.type),
    credential: trial.credential,
  }
}

/** A database has no address before its login says where it is. */
function environmentMissing(integration: IntegrationRow, environment: Environment): PlatformError {
  const { kind } = integration
  if (dialectOf(integration.type) !== undefined)
    return new PlatformError(
      'environment_not_configured',
      `"${kind}" has no login for ${environment}. Connect it: the login says where the database is.`,
      remedy('connect_integration', { kind }),
    )
  return new PlatformError(
    'environment_not_configured',
    `"${integration.kind}" has no ${environment} environment. Set its base URL.`,
    remedy('change_integration', { kind: integration.kind }),
  )
}

async function loadDocuments(
  services: Needs<'config' | 'egress' | 'store'>,
  integration: IntegrationRow,
  { signal, access }: { readonly signal: AbortSignal; readonly access: ConnectionTarget | undefined },
): Promise<readonly SourceDocument[]> {
  const source = StoredSource.parse(integration.source)
  switch (source.from) {
    case 'nowhere':
      throw new PlatformError(
        'document_unreadable',
        `"${integration.kind}" has no description yet. Upload one, or say at which address it is.`,
        remedy('upload_description', { kind: integration.kind }),
      )
    case 'url':
      return [
        await fetchDocument(source.url, {
          egress: services.egress,
          maxBytes: services.config.maxDocumentBytes,
          signal,
          access,
        }),
      ]
    case 'documents':
      return readStoredDocuments(services, integration)
    case 'actions':
      return [await readActions(services, integration)]
  }
}

async function readActions(services: Needs<'store'>, integration: IntegrationRow): Promise<SourceDocument> {
  const bytes = await services.store.run(integration.organizationId, async (transaction) => {
    const actions = await listSharedActions(transaction, integration.id)
    return writeActionsDocument(integration, actions, await listActionLinks(transaction, integration.id))
  })
  return { name: 'actions.json', bytes }
}

async function readStoredDocuments(
  services: Needs<'store'>,
  integration: IntegrationRow,
): Promise<readonly SourceDocument[]> {
  const organizationId = integration.organizationId
  const rows = await services.store.run(organizationId, (transaction) =>
    listDocuments(transaction, integration.id),
  )
  const documents: SourceDocument[] = []
  for (const row of rows) {
    documents.push({ name: givenName(row.name), bytes: await readWhole(services, integration, row.name) })
  }
  return documents
}

/** The bytes of a document by its stored name. */
export async function readWhole(
  services: Needs<'store'>,
  integration: IntegrationRow,
  name: string,
): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for (;;) {
    const from = { integrationId: integration.id, name, position: pieces.length }
    const read = await services.store.run(integration.organizationId, (transaction) =>
      readDocumentChunks(transaction, from),
    )
    pieces.push(...read)
    if (read.length < documentChunksPerRead) return Buffer.concat(pieces)
  }
}
