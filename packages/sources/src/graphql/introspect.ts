import { type Connection, type Introspection, PlatformError, type SourceDocument } from '@bindery/model'
import { IssueLog } from '../json-schema/issue-log.ts'
import { concludeCatalog } from '../passes/conclude-catalog.ts'
import { inferRelationships } from '../passes/infer-relationships.ts'
import { askForSchema } from './ask-for-schema.ts'
import { claimEffect } from './effect-claim.ts'
import { liftSchema } from './lift-schema.ts'
import { parseSdl } from './parse-sdl.ts'
import { readIntrospection } from './read-introspection.ts'
import { readSdl } from './read-sdl.ts'
import type { SchemaParts } from './schema-parts.ts'
import { type SchemaText, unreadable, unwrapDocument } from './unwrap-document.ts'

interface NamedSchema {
  readonly name: string
  readonly schema: SchemaText
}

/**
 * Reads the uploaded schema, or when there is none asks the endpoint for it. Total: a catalog with issues, or
 * PlatformError `document_unreadable`, `document_too_large` and what the connection throws.
 */
export async function introspectGraphql(connection: Connection, signal: AbortSignal): Promise<Introspection> {
  signal.throwIfAborted()
  const schemas = await loadSchemas(connection, signal)
  signal.throwIfAborted()
  const log = new IssueLog()
  const parts = readParts(schemas, log)
  requireRoot(parts, schemas[0]?.name ?? 'schema')
  // Paging and subjects the schema says itself.
  const catalog = concludeCatalog(liftSchema(parts, log), { claimEffect, passes: [inferRelationships], log })
  return { catalog, issues: log.issues() }
}

async function loadSchemas(connection: Connection, signal: AbortSignal): Promise<readonly NamedSchema[]> {
  const documents = await findDocuments(connection, signal)
  if (documents.length > 0)
    return documents.map((document) => ({ name: document.name, schema: unwrapDocument(document) }))
  return [{ name: 'endpoint', schema: await askForSchema(connection, signal) }]
}

/** No documents when nothing was uploaded: then the endpoint itself is asked. */
async function findDocuments(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly SourceDocument[]> {
  try {
    return await connection.documents(signal)
  } catch (error) {
    if (error instanceof PlatformError && isMissing(error)) return []
    throw error
  }
}

const isMissing = (error: PlatformError): boolean =>
  error.code === 'document_unreadable' || error.details.reason === 'no_document'

/** Several files are one schema in SDL; an introspection result is whole by itself. */
function readParts(schemas: readonly NamedSchema[], log: IssueLog): SchemaParts {
  const files: { file: string; definitions: ReturnType<typeof parseSdl> }[] = []
  for (const { name, schema } of schemas) {
    if (schema.kind === 'introspection') return readIntrospection(schema.schema, log)
    files.push({ file: schemas.length === 1 ? '' : name, definitions: parseSdl(schema.text, name) })
  }
  return readSdl(files, log)
}

function requireRoot(parts: SchemaParts, name: string): void {
  const hasRoot = (root: string | undefined): boolean =>
    root !== undefined && parts.types.get(root)?.kind === 'OBJECT'
  if (hasRoot(parts.roots.query) || hasRoot(parts.roots.mutation)) return
  throw unreadable(name, 'a schema without a Query type; upload all of its files')
}
