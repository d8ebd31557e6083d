import type { Connection, Introspection } from '@bindery/model'
import { IssueLog } from '../json-schema/issue-log.ts'
import { concludeCatalog } from '../passes/conclude-catalog.ts'
import { inferRelationships } from '../passes/infer-relationships.ts'
import { inferSubjects } from '../passes/infer-subjects.ts'
import { claimEffect } from './effect-claim.ts'
import { liftTools } from './lift-tools.ts'
import { listTools } from './list-tools.ts'

/**
 * Reads the tools of a server into a catalog. Total: a catalog with issues, or the PlatformError of a server that cannot be
 * reached or does not speak MCP. What tools say of themselves is data: it is shown, and never followed.
 */
export async function introspectMcp(connection: Connection, signal: AbortSignal): Promise<Introspection> {
  signal.throwIfAborted()
  const log = new IssueLog()
  const tools = await listTools(connection, log, signal)
  signal.throwIfAborted()
  const lifted = liftTools(tools, { log, signal })
  const catalog = concludeCatalog(lifted, { claimEffect, passes: [inferRelationships, inferSubjects], log })
  return { catalog, issues: log.issues() }
}
