import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type OrganizationId, PlatformError } from '@bindery/model'
import {
  completeDocuments,
  documentChunkBytes,
  insertDocument,
  insertDocumentChunk,
  type Transaction,
  updateIntegration,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import type { NamedBytes } from './source.ts'

export interface DocumentOwner {
  readonly organizationId: OrganizationId
  readonly integrationId: string
}

/** Throws `document_too_large` when they are larger than the server takes: before anything is changed for them. */
export function checkSize(services: Needs<'config'>, documents: readonly NamedBytes[]): void {
  const total = documents.reduce((sum, document) => sum + document.bytes.length, 0)
  if (total > services.config.maxDocumentBytes) throw tooLarge(services.config.maxDocumentBytes)
}

/** Replaces all documents of an integration by these. */
export async function storeDocuments(
  services: Needs<'store'>,
  owner: DocumentOwner,
  documents: readonly NamedBytes[],
): Promise<void> {
  const upload = newId()
  const names: string[] = []
  for (const [position, { name, bytes }] of documents.entries()) {
    const stored = storedName({ position, upload, name })
    await storeDocument(services, owner, { name: stored, bytes })
    names.push(stored)
  }
  await services.store.run(owner.organizationId, (transaction) =>
    switchTo(transaction, owner.integrationId, names),
  )
}

/** Who replaces the description of which integration. */
export interface Upload {
  readonly principal: Principal
  readonly kind: string
  readonly integrationId: string
}

export interface KeptDocument {
  readonly bytes: number
  readonly format: 'json' | 'yaml' | 'text'
  readonly hash: string
}

/**
 * Reads a document off the wire. Throws `document_too_large` as soon as the cap is passed, `document_unreadable` for no bytes.
 */
export async function receiveDocument(services: Needs<'config'>, stream: Readable): Promise<Uint8Array> {
  const bytes = await gather(stream, services.config.maxDocumentBytes)
  if (bytes.length > 0) return bytes
  throw new PlatformError(
    'document_unreadable',
    'The body is empty. Send the description itself as the body.',
  )
}

/** Puts a document in the place of all that an integration had. */
export async function keepDocument(
  services: Needs<'store'>,
  { principal, kind, integrationId }: Upload,
  bytes: Uint8Array,
): Promise<KeptDocument> {
  const { organizationId } = principal
  const owner = { organizationId, integrationId }
  const name = storedName({ position: 0, upload: newId(), name: 'document' })
  const hash = await storeDocument(services, owner, { name, bytes })
  await services.store.run(organizationId, async (transaction) => {
    await switchTo(transaction, integrationId, [name])
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.source_uploaded',
      subject: kind,
      detail: { hash, bytes: bytes.length },
    })
  })
  return { bytes: bytes.length, format: formatOf(bytes), hash }
}

async function storeDocument(
  services: Needs<'store'>,
  owner: DocumentOwner,
  { name, bytes }: NamedBytes,
): Promise<string> {
  const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const { organizationId } = owner
  await services.store.run(organizationId, (transaction) =>
    insertDocument(transaction, {
      ...owner,
      name,
      hash,
      bytes: bytes.length,
      format: formatOf(bytes),
      contentType: undefined,
    }),
  )
  for (let position = 0; position * documentChunkBytes < bytes.length; position++) {
    const from = position * documentChunkBytes
    const piece = Buffer.from(bytes.subarray(from, from + documentChunkBytes))
    await services.store.run(organizationId, (transaction) =>
      insertDocumentChunk(transaction, { ...owner, name, position, bytes: piece }),
    )
  }
  return hash
}

/** The new documents appear and the old ones go in one step; an upload that dies before it changes nothing. */
async function switchTo(
  transaction: Transaction,
  integrationId: string,
  names: readonly string[],
): Promise<void> {
  await completeDocuments(transaction, integrationId, names)
  await updateIntegration(transaction, integrationId, { source: { from: 'documents' } })
}

interface StoredName {
  readonly position: number
  readonly upload: string
  readonly name: string
}

/** Stored names sort in the order in which the operator gave them: the first document is the main one. */
function storedName({ position, upload, name }: StoredName): string {
  return `${String(position).padStart(5, '0')}/${upload}/${name}`
}

/** The name that the operator gave. */
export const givenName = (stored: string): string => stored.replace(/^\d{5}\/[0-9a-f-]{36}\//, '')

/**
 * All bytes of a stream. Past the limit it fails at once and lets the rest run to nowhere: a stream that is torn down
 * takes the connection, and the answer with it.
 */
function gather(stream: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else {
        chunks.length = 0
        reject(tooLarge(limit))
      }
    })
    stream.once('end', () => resolve(Buffer.concat(chunks)))
    stream.once('error', () => reject(new PlatformError('bad_request', 'The upload broke off.')))
    stream.once('close', () => reject(new PlatformError('bad_request', 'The upload broke off.')))
  })
}

function formatOf(bytes: Uint8Array): KeptDocument['format'] {
  const start = Buffer.from(bytes.subarray(0, 400))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start.startsWith('{') || start.startsWith('[')) return 'json'
  return /^(%YAML|---|#|"?[\w$-]+"?\s*:)/m.test(start) ? 'yaml' : 'text'
}

function tooLarge(limit: number): PlatformError {
  return new PlatformError(
    'document_too_large',
    `The description is larger than ${limit} bytes. Cut it down, or raise BINDERY_MAX_DOCUMENT_BYTES.`,
  )
}
