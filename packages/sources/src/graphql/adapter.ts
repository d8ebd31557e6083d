import type { SourceAdapter } from '@bindery/model'
import { executeCall } from './execute.ts'
import { lowerOperation } from './lower.ts'

/** The `graphql` source kind: an endpoint, its SDL, or the JSON of an introspection. */
export const graphqlAdapter: SourceAdapter = {
  source: 'graphql',
  // The parser is only needed to read a schema, never to run a skill.
  introspect: async (connection, signal) =>
    (await import('./introspect.ts')).introspectGraphql(connection, signal),
  lower: lowerOperation,
  execute: executeCall,
}
