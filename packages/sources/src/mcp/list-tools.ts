import { type Connection, isJsonArray, isJsonObject, type JsonObject, ownProperty } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { requireResult } from './rpc.ts'
import { McpSession } from './session.ts'

const maxPageBytes = 16 * 1024 * 1024
const maxTotalBytes = 64 * 1024 * 1024
const mostPages = 500
const mostTools = 2_000

/** Every tool of a server, page by page. A list without end is cut, with an issue. Throws what the connection throws. */
export async function listTools(
  connection: Connection,
  log: IssueLog,
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const session = new McpSession(connection, signal)
  const tools: JsonObject[] = []
  const seen = new Set<string>()
  let cursor: string | undefined
  let bytes = 0
  for (let page = 0; page < mostPages; page++) {
    signal.throwIfAborted()
    const answer = await session.ask({
      method: 'tools/list',
      params: cursor === undefined ? [] : [['cursor', JSON.stringify(cursor)]],
      maxResponseBytes: maxPageBytes,
    })
    const result = requireResult(answer)
    bytes += answer.response.body.length
    tools.push(...toolsOf(result, log))
    cursor = cursorOf(result)
    if (cursor === undefined || tools.length > mostTools || bytes > maxTotalBytes || seen.has(cursor)) break
    seen.add(cursor)
  }
  await session.close()
  if (cursor !== undefined || tools.length > mostTools) reportCut(tools.length, log)
  return tools.slice(0, mostTools)
}

function toolsOf(result: JsonObject, log: IssueLog): readonly JsonObject[] {
  const listed = ownProperty(result, 'tools')
  if (!isJsonArray(listed)) {
    log.report({
      code: 'tools_missing',
      severity: 'warning',
      message: 'The server answers without a list of tools.',
      pointer: 'tools/list',
    })
    return []
  }
  return listed.filter((tool) => isJsonObject(tool))
}

function cursorOf(result: JsonObject): string | undefined {
  const cursor = ownProperty(result, 'nextCursor')
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined
}

function reportCut(found: number, log: IssueLog): void {
  log.report({
    code: 'tools_omitted',
    severity: 'error',
    message: `The server lists tools without end; the first ${Math.min(found, mostTools)} are read.`,
    pointer: 'tools/list',
  })
}
