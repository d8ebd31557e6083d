const adapter = `import type { SourceAdapter } from '@bindery/model'
import { readBoard } from './execute.ts'
import { introspectBoards } from './introspect.ts'
import { lowerBoard } from './lower.ts'

/** The \`bulletin\` source kind: boards that can be read, by name. */
export const bulletinAdapter: SourceAdapter = {
  source: 'bulletin',
  introspect: async (connection, signal) => introspectBoards(await connection.documents(signal), signal),
  lower: lowerBoard,
  execute: readBoard,
}
`

const claim = `import type { EffectClaim } from '../effects/claim.ts'

/** A board can be read and nothing else, whatever it is called. */
export const claimEffect = (): EffectClaim => ({
  says: 'read',
  because: 'board',
  by: 'protocol',
  certainty: 'exact',
})
`

const introspect = `import {
  type Introspection,
  jsonDepth,
  type Operation,
  PlatformError,
  scalarType,
  type SourceDocument,
} from '@bindery/model'
import { z } from 'zod'
import { groundEffect } from '../effects/claim.ts'
import { IssueLog } from '../json-schema/issue-log.ts'
import { concludeCatalog } from '../passes/conclude-catalog.ts'
import { claimEffect } from './effect-claim.ts'

const Boards = z.object({ title: z.string(), boards: z.array(z.string().regex(/^[a-z]+$/)).max(1_000) })

/** One operation for each board that the document names. Throws \`document_unreadable\` for what names none. */
export function introspectBoards(documents: readonly SourceDocument[], signal: AbortSignal): Introspection {
  signal.throwIfAborted()
  const { title, boards } = readBoards(documents)
  const lists = { servers: [], security: [], objects: [], relationships: [] }
  const operations = [...new Set(boards)].map(toOperation)
  const log = new IssueLog()
  const lifted = { formatVersion: 1, source: 'bulletin', title, ...lists, operations } as const
  return { catalog: concludeCatalog(lifted, { claimEffect, log }), issues: log.issues() }
}

function readBoards([document]: readonly SourceDocument[]): z.output<typeof Boards> {
  try {
    if (document === undefined || jsonDepth(document.bytes, 10) > 10) throw new TypeError('No boards.')
    return Boards.parse(JSON.parse(new TextDecoder().decode(document.bytes)))
  } catch (cause) {
    throw new PlatformError('document_unreadable', 'The description names no boards.', { cause })
  }
}

const toOperation = (board: string): Operation => ({
  name: board,
  ...groundEffect(claimEffect()),
  groups: [],
  arguments: [],
  returns: { type: scalarType('string'), nullable: false },
  availability: { status: 'bindable' },
  security: [],
  call: { board },
  provenance: \`#/boards/\${board}\`,
})
`

const lower = `import { type Json, type Operation, PlatformError } from '@bindery/model'
import { z } from 'zod'

const Call = z.strictObject({ board: z.string() })

/** The plan is the name of the board. */
export function lowerBoard(operation: Operation): Json {
  return readCall(operation.call, 'binding_invalid')
}

export function readCall(call: Json, code: 'binding_invalid' | 'skill_tampered'): z.output<typeof Call> {
  const parsed = Call.safeParse(call)
  if (parsed.success) return parsed.data
  throw new PlatformError(code, 'No board is named.', { cause: parsed.error })
}
`

const execute = `import type { Connection, PlannedCall, ProviderResponse } from '@bindery/model'
import { checkStatus, readJson } from '../http-json/read-response.ts'
import { readCall } from './lower.ts'

export async function readBoard(
  { plan, effect, maxResponseBytes }: PlannedCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  const path = \`/\${readCall(plan, 'skill_tampered').board}\`
  const request = { method: 'GET', path, query: '', headers: [], effect, maxResponseBytes } as const
  const response = await connection.fetch(request, signal)
  checkStatus(response)
  return { data: readJson(response), status: response.status, bytes: response.body.length }
}
`

const test = `import { fileURLToPath } from 'node:url'
import { describeSource, documentConnection } from '../describe-source.contract.ts'

const described = (text: string) => () => documentConnection({ 'boards.json': text })

describeSource('bulletin', {
  connect: described('{"title":"Canteen","boards":["news","menu"]}'),
  golden: fileURLToPath(new URL('golden/canteen.catalog.json', import.meta.url)),
  hostile: [
    ['nothing', described('')],
    ['a login page', described('<html>Sign in</html>')],
    ['boards that are none', described('{"title":"x","boards":[1,"__proto__"]}')],
    ['deep nesting', described('['.repeat(100_000))],
  ],
})
`

/** What the folder of the source kind holds; its golden catalog is written by the first run of the test. */
export const sourceFiles: Readonly<Record<string, string>> = {
  'adapter.ts': adapter,
  'effect-claim.ts': claim,
  'introspect.ts': introspect,
  'lower.ts': lower,
  'execute.ts': execute,
  'bulletin.test.ts': test,
}
