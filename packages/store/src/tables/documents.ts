import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { byName } from '../keyset.ts'
import { CountRow, DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
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

const documents = new Table({
  name: 'integration_documents',
  row: DocumentRow,
  hidden: z.object({
    organizationId: OrganizationIdRow,
    integrationId: z.string(),
    isComplete: z.boolean(),
    createdAt: DateRow,
  }),
})

/** Makes an empty document that nobody sees before `completeDocuments`. */
export const insertDocument = (transaction: Transaction, document: NewDocument): Promise<void> =>
  documents.insert(transaction, document)

export interface DocumentChunk {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly name: string
  readonly position: number
  readonly bytes: Buffer
}

const chunks = new Table({
  name: 'document_chunks',
  row: z.object({ position: z.int(), bytes: z.instanceof(Buffer) }),
  hidden: z.object({ organizationId: OrganizationIdRow, integrationId: z.string(), name: z.string() }),
})

export const insertDocumentChunk = (transaction: Transaction, chunk: DocumentChunk): Promise<void> =>
  chunks.insert(transaction, chunk)

/** Makes these the documents of an integration. Uploads that broke off more than an hour ago go with the old ones. */
export async function completeDocuments(
  transaction: Transaction,
  integrationId: string,
  names: readonly string[],
): Promise<void> {
  const areOld = transaction.raw(
    "name <> all(?) and (is_complete or created_at < now() - interval '1 hour')",
    [[...names]],
  )
  await documents.delete(transaction, [{ integrationId }, areOld])
  const areNew = transaction.raw('name = any(?)', [[...names]])
  await documents.update(transaction, [{ integrationId }, areNew], { isComplete: true })
}

export const listDocuments = (
  transaction: Transaction,
  integrationId: string,
): Promise<readonly DocumentRow[]> =>
  documents.list(transaction, { integrationId, isComplete: true }, { order: byName })

/** Pieces that are read together: half a megabyte, since the driver reads bytes as text. */
export const documentChunksPerRead = 2

/** The pieces of a document from a position on, `documentChunksPerRead` at most; none past its end. */
export async function readDocumentChunks(
  transaction: Transaction,
  { integrationId, name, position }: Pick<DocumentChunk, 'integrationId' | 'name' | 'position'>,
): Promise<readonly Buffer[]> {
  const isNext = transaction.raw('position >= ? and position < ?', [
    position,
    position + documentChunksPerRead,
  ])
  const rows = await chunks.list(transaction, [{ integrationId, name }, isNext], {
    order: [{ column: 'position', kind: 'integer', direction: 'up' }],
  })
  return rows.map(({ bytes }) => bytes)
}
