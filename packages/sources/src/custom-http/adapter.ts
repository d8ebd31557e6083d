import type { SourceAdapter } from '@bindery/model'
import { executeCall } from './execute.ts'
import { introspectActions } from './introspect.ts'
import { lowerOperation } from './lower.ts'

/** The `custom-http` source kind: HTTP calls that a person described, with templates. */
export const customHttpAdapter: SourceAdapter = {
  source: 'custom-http',
  introspect: async (connection, signal) => introspectActions(await connection.documents(signal), signal),
  lower: lowerOperation,
  execute: executeCall,
}
