import type { Introspection, SourceDocument } from '@bindery/model'

/**
 * Reads uploaded OpenAPI documents, one or a set of files that refer to each other, without any connection. Total: a
 * catalog and issues, or PlatformError `document_unreadable` or `document_too_large`.
 */
export async function introspectDocuments(
  documents: readonly SourceDocument[],
  signal: AbortSignal,
): Promise<Introspection> {
  const openapi = await import('./openapi/introspect.ts')
  return openapi.introspectDocuments(documents, signal)
}
