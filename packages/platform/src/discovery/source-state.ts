import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Connection, SourceDocument } from '@bindery/model'
import { type IntegrationRow, listDocuments } from '@bindery/store'
import { StoredSource } from '../integrations/source.ts'
import { givenName } from '../integrations/store-documents.ts'
import type { Needs } from '../kernel/needs.ts'

/** What an integration's description is at this moment. */
export interface SourceState {
  /** The same for the same description; absent when only the provider itself can tell. */
  readonly hash: string | undefined
  /** Reads the description; throws what `Connection.documents` throws. */
  readonly documents: () => Promise<readonly SourceDocument[]>
}

export interface SourceQuery {
  readonly integration: IntegrationRow
  readonly connection: Connection
  readonly signal: AbortSignal
}

/** Raised when the reader of descriptions learns to read something new, so that old results are not reused. */
const introspectorVersion = 5

/** Uploaded documents are known by their stored hashes, so that an unchanged one is not even read. */
export async function readSourceState(services: Needs<'store'>, query: SourceQuery): Promise<SourceState> {
  const { integration, connection, signal } = query
  const documents = () => connection.documents(signal)
  const source = StoredSource.parse(integration.source)
  switch (source.from) {
    case 'nowhere':
    case 'actions':
      return { hash: undefined, documents }
    case 'documents': {
      const rows = await services.store.run(integration.organizationId, (transaction) =>
        listDocuments(transaction, integration.id),
      )
      const parts = rows.map((row) => `${givenName(row.name)} ${row.hash}`)
      return { hash: combine(integration.type, parts), documents }
    }
    case 'url': {
      const read = await documents()
      const parts: string[] = []
      for (const document of read) parts.push(`${document.name} ${await hashBytes(document.bytes)}`)
      return { hash: combine(integration.type, parts), documents: () => Promise.resolve(read) }
    }
  }
}

function combine(type: string, parts: readonly string[]): string {
  const text = [`${introspectorVersion} ${type}`, ...parts].join('\n')
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

const sliceBytes = 1024 * 1024

/** Hashes a megabyte at a time and lets other work in between: a description can be large. */
async function hashBytes(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let from = 0; from < bytes.length; from += sliceBytes) {
    hash.update(bytes.subarray(from, from + sliceBytes))
    await setImmediate()
  }
  return hash.digest('hex')
}
