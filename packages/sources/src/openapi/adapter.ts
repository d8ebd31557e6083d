import type { SourceAdapter } from '@bindery/model'
import { executeCall } from './execute.ts'
import { introspectDocuments } from './introspect.ts'
import { lowerOperation } from './lower.ts'

/** The `openapi` source kind: Swagger 2.0 and OpenAPI 3.0 to 3.2. */
export const openapiAdapter: SourceAdapter = {
  source: 'openapi',
  introspect: async (connection, signal) => introspectDocuments(await connection.documents(signal), signal),
  lower: lowerOperation,
  execute: executeCall,
}
