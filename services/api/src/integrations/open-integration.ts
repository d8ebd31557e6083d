import {
  type ConnectionTarget,
  type Credential,
  fetchDocument,
  openConnection,
  openPreviewConnection,
  parseCredentials,
} from '@bindery/connection'
import {
  type Connection,
  type Environment,
  isJsonObject,
  type OrganizationId,
  parseJson,
  PlatformError,
  Secret,
  type SourceDocument,
} from '@bindery/model'
import type { PreviewConnection } from '@bindery/runtime'
import { dialectOf } from '@bindery/sources'
import {
  documentChunksPerRead,
  type EnvironmentRow,
  type IntegrationRow,
  listDocuments,
  readDocumentChunks,
} from '@bindery/store'
import type { Services } from '../services.ts'
import { type IntegrationWithSlots, loadIntegration } from './find-integration.ts'
import { StoredSource } from './source.ts'
import { givenName } from './store-documents.ts'

export interface ConnectionQuery {
  readonly organizationId: OrganizationId
  readonly integration: string
  readonly environment: Environment
}

/** A live connection to one environment. Throws `environment_not_configured`: an empty slot is never replaced by another. */
export async function openIntegration(services: Services, query: ConnectionQuery): Promise<Connection> {
  const found = await loadIntegration(services, query.organizationId, query.integration)
  return openConnection(targetOf(services, found, query.environment))
}

/** The same door, but nothing passes it: what would be sent is kept, redacted. */
export async function openPreview(services: Services, query: ConnectionQuery): Promise<PreviewConnection> {
  const found = await loadIntegration(services, query.organizationId, query.integration)
  return openPreviewConnection(targetOf(services, found, query.environment))
}

/**
 * The connection that discovery uses. A description that was uploaded or has an address of its own needs no environment;
 * then the connection can hand out documents and nothing else. A database describes itself, so it needs one.
 */
export function openForDiscovery(
  services: Services,
  found: IntegrationWithSlots,
  environment: Environment,
): Connection {
  const slot = found.slots.find((candidate) => candidate.environment === environment)
  if (slot !== undefined) return openConnection(targetOf(services, found, environment))
  const notConfigured = () => Promise.reject(environmentMissing(found.integration, environment))
  return {
    environment,
    fetch: notConfigured,
    database: notConfigured,
    documents:
      dialectOf(found.integration.type) === undefined
        ? (signal) => loadDocuments(services, found.integration, signal)
        : notConfigured,
  }
}

/** What a connection to one environment needs. Throws `environment_not_configured` for an empty slot. */
export function targetOf(
  services: Services,
  found: IntegrationWithSlots,
  environment: Environment,
): ConnectionTarget {
  const { integration, slots } = found
  const slot = slots.find((candidate) => candidate.environment === environment)
  if (slot === undefined) throw environmentMissing(integration, environment)
  return {
    egress: services.egress,
    key: `${integration.organization_id}/${integration.id}/${environment}`,
    environment,
    baseUrl: slot.base_url,
    dialect: dialectOf(integration.type),
    credential: credentialOf(services, integration, slot),
    documents: (signal) => loadDocuments(services, integration, signal),
  }
}

function environmentMissing(integration: IntegrationRow, environment: Environment): PlatformError {
  return new PlatformError(
    'environment_not_configured',
    `"${integration.kind}" has no ${environment} environment. Set its base URL with PATCH /api/v1/integrations/${integration.kind}.`,
  )
}

/** Where the credential of a slot is sealed to. */
export function credentialPlace(integration: IntegrationRow, environment: Environment) {
  return {
    organizationId: integration.organization_id,
    record: `integration/${integration.id}/${environment}`,
    field: 'credential',
  }
}

function credentialOf(services: Services, integration: IntegrationRow, slot: EnvironmentRow): Credential {
  if (slot.sealed === null) return requireCredential('none', {})
  const opened = services.store.vault.open(slot.sealed, credentialPlace(integration, slot.environment))
  const values = parseJson(opened.reveal())
  return requireCredential(slot.auth_method ?? undefined, isJsonObject(values) ? values : {})
}

function requireCredential(method: string | undefined, values: unknown): Credential {
  const parsed = parseCredentials(method, values)
  if (parsed.ok) return parsed.value
  throw new PlatformError('integration_not_connected', 'The stored credential no longer fits. Connect again.')
}

async function loadDocuments(
  services: Services,
  integration: IntegrationRow,
  signal: AbortSignal,
): Promise<readonly SourceDocument[]> {
  const source = StoredSource.parse(integration.source)
  switch (source.from) {
    case 'nowhere':
      throw new PlatformError(
        'document_unreadable',
        `"${integration.kind}" has no description yet. Upload one with PUT /api/v1/integrations/${integration.kind}/source, or set source.url.`,
      )
    case 'url':
      return [
        await fetchDocument(source.url, {
          egress: services.egress,
          maxBytes: services.config.maxDocumentBytes,
          signal,
        }),
      ]
    case 'documents':
      return readStoredDocuments(services, integration)
  }
}

async function readStoredDocuments(
  services: Services,
  integration: IntegrationRow,
): Promise<readonly SourceDocument[]> {
  const organizationId = integration.organization_id
  const rows = await services.store.run(organizationId, (transaction) =>
    listDocuments(transaction, integration.id),
  )
  const documents: SourceDocument[] = []
  for (const row of rows) {
    documents.push({ name: givenName(row.name), bytes: await readWhole(services, integration, row.name) })
  }
  return documents
}

async function readWhole(services: Services, integration: IntegrationRow, name: string): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for (;;) {
    const from = { integrationId: integration.id, name, position: pieces.length }
    const read = await services.store.run(integration.organization_id, (transaction) =>
      readDocumentChunks(transaction, from),
    )
    pieces.push(...read)
    if (read.length < documentChunksPerRead) return Buffer.concat(pieces)
  }
}

/** Seals what an operator typed, with the method it turned out to be. */
export function sealCredential(
  services: Services,
  slot: { readonly integration: IntegrationRow; readonly environment: Environment },
  credential: { readonly method: string; readonly values: unknown },
): { readonly method: string; readonly sealed: string } {
  const text = new Secret(JSON.stringify(credential.values))
  const sealed = services.store.vault.seal(text, credentialPlace(slot.integration, slot.environment))
  return { method: credential.method, sealed }
}
