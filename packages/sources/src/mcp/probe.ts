import type { Connection } from '@bindery/model'
import { checkStatus } from '../http-json/read-response.ts'
import { requireResult } from './rpc.ts'
import { McpSession } from './session.ts'

/** Asks a server for the first page of its tools; none of them is called. Throws what a call throws. */
export async function probeServer(connection: Connection, signal: AbortSignal): Promise<void> {
  const session = new McpSession(connection, signal)
  const answer = await session.probe()
  checkStatus(answer.response)
  requireResult(answer)
  await session.close()
}
