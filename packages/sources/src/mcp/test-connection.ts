import { type Connection, type HttpRequest, type Json, type JsonObject, parseJson } from '@bindery/model'
import { createMcpHandler, isSpecType, Server } from '@modelcontextprotocol/server'
import { documentConnection } from '../describe-source.contract.ts'

export interface TestServer {
  readonly tools: readonly JsonObject[]
  readonly answer: (name: string, args: Json) => JsonObject
}

/** A connection to a server of the official SDK, without a socket; notes every request. */
export function sdkConnection({ tools, answer }: TestServer, sent: HttpRequest[] = []): Connection {
  const handler = createMcpHandler(() => {
    const server = new Server({ name: 'test', version: '1' }, { capabilities: { tools: {} } })
    server.setRequestHandler('tools/list', async () => ({
      tools: tools.filter((tool) => isSpecType.Tool(tool)),
    }))
    server.setRequestHandler('tools/call', async ({ params }) => {
      const result = answer(params.name, parseJson(JSON.stringify(params.arguments ?? {})))
      return isSpecType.CallToolResult(result) ? { content: [], ...result } : { content: [] }
    })
    return server
  })
  return fetchConnection(sent, (request) => handler.fetch(request))
}

/** A connection that hands requests to a function as the web knows them. */
export function fetchConnection(
  sent: HttpRequest[],
  serve: (request: Request) => Promise<Response>,
): Connection {
  return {
    ...documentConnection({}),
    fetch: async (request, signal) => {
      signal.throwIfAborted()
      sent.push(request)
      const { method, headers, body } = request
      const all = body === undefined ? headers : [...headers, ['content-type', body.contentType] as const]
      const response = await serve(
        new Request('http://mcp.test/mcp', {
          method,
          headers: all.map(([name, value]): [string, string] => [name, value]),
          ...(body === undefined ? {} : { body: Buffer.from(body.bytes) }),
        }),
      )
      return {
        status: response.status,
        headers: new Map(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
      }
    },
  }
}

/** A connection to a server that answers `tools/list` with these results, page after page, then the last one again. */
export function listingConnection(...pages: readonly Json[]): Connection {
  let page = 0
  return fetchConnection([], async () => {
    const result = pages[Math.min(page, pages.length - 1)]
    page += 1
    return Response.json({ jsonrpc: '2.0', id: 1, result })
  })
}
