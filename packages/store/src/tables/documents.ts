import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { CountRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export const DocumentRow = z.object({
  name: z.string(),
  hash: z.string(),
  bytes: CountRow,
  format: z.string(),
  contentType: z.string().nullable(),
})
export type DocumentRow = z.output<typeof DocumentRow>

export interface NewDocument {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly name: string
  readonly hash: string
  readonly bytes: number
  readonly format: string
  readonly contentType: string | undefined
}

/** Bytes of one stored piece; small enough that writing one never holds the embedded database for long. */
export const documentChunkBytes = 256 * 1024

/** Makes an empty document that nobody sees before `completeDocuments`. */
export async function insertDocument(transaction: Transaction, document: NewDocument): Promise<void> {
  await transaction.raw(
    `insert into integration_documents (organization_id, integration_id, name, hash, bytes, format, content_type)
     values (?, ?, ?, ?, ?, ?, ?)`,
    [
      document.organizationId,
      document.integrationId,
      document.name,
      document.hash,
      document.bytes,
      document.format,
      document.contentType ?? null,
    ],
  )
}

export interface DocumentChunk {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly name: string
  readonly position: number
  readonly bytes: Buffer
}

export async function insertDocumentChunk(transaction: Transaction, chunk: DocumentChunk): Promise<void> {
  await transaction.raw(
    `insert into document_chunks (organization_id, integration_id, name, position, bytes) values (?, ?, ?, ?, ?)`,
    [chunk.organizationId, chunk.integrationId, chunk.name, chunk.position, chunk.bytes],
  )
}

/** Makes these the documents of an integration. Uploads that broke off more than an hour ago go with the old ones. */
export async function completeDocuments(
  transaction: Transaction,
  integrationId: string,
  names: readonly string[],
): Promise<void> {
  await transaction.raw(
    `delete from integration_documents where integration_id = ? and name <> all(?)
       and (is_complete or created_at < now() - interval '1 hour')`,
    [integrationId, [...names]],
  )
  await transaction.raw(
    'update integration_documents set is_complete = true where integration_id = ? and name = any(?)',
    [integrationId, [...names]],
  )
}

export async function listDocuments(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly DocumentRow[]> {
  const result: unknown = await transaction.raw(
    `select name, hash, bytes, format, content_type from integration_documents where integration_id = ? and is_complete order by name`,
    [integrationId],
  )
  return parseRows(DocumentRow, result)
}

/** Pieces that are read together: half a megabyte, since the driver reads bytes as text. */
export const documentChunksPerRead = 2

/** The pieces of a document from a position on, `documentChunksPerRead` at most; none past its end. */
export async function readDocumentChunks(
  transaction: Transaction,
  from: { readonly integrationId: string; readonly name: string; readonly position: number },
): Promise<readonly Buffer[]> {
  const result: unknown = await transaction.raw(
    `select bytes from document_chunks where integration_id = ? and name = ? and position >= ? and position < ?
     order by position`,
    [from.integrationId, from.name, from.position, from.position + documentChunksPerRead],
  )
  return parseRows(z.object({ bytes: z.instanceof(Buffer) }), result).map((row) => row.bytes)
}
