import type { Connection, Introspection } from '@bindery/model'
import { IssueLog } from '../json-schema/issue-log.ts'
import { finishCatalog } from '../passes/finish-catalog.ts'
import { inferRelationships } from '../passes/infer-relationships.ts'
import { inferSensitivity } from '../passes/infer-sensitivity.ts'
import { inferSubjects } from '../passes/infer-subjects.ts'
import { markErrorChannels } from '../passes/mark-error-channels.ts'
import { liftTools } from './lift-tools.ts'
import { listTools } from './list-tools.ts'

/** What is concluded from names, in order: each pass may rely on those before it. */
const passes = [inferSensitivity, inferRelationships, inferSubjects, markErrorChannels, finishCatalog]

/**
 * Reads the tools of a server into a catalog. Total: a catalog with issues, or the PlatformError of a server that cannot be
 * reached or does not speak MCP. What tools say of themselves is data: it is shown, and never followed.
 */
export async function introspectMcp(connection: Connection, signal: AbortSignal): Promise<Introspection> {
  signal.throwIfAborted()
  const log = new IssueLog()
  const tools = await listTools(connection, log, signal)
  signal.throwIfAborted()
  const catalog = passes.reduce((known, pass) => pass(known), liftTools(tools, { log, signal }))
  return { catalog, issues: log.issues() }
}
