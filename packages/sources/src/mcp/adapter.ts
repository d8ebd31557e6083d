import type { SourceAdapter } from '@bindery/model'
import { executeCall } from './execute.ts'
import { lowerOperation } from './lower.ts'

/** The `mcp` source kind: the tools of an MCP server over streamable HTTP. */
export const mcpAdapter: SourceAdapter = {
  source: 'mcp',
  introspect: async (connection, signal) =>
    (await import('./introspect.ts')).introspectMcp(connection, signal),
  lower: lowerOperation,
  execute: executeCall,
}
