import { randomUUID } from 'node:crypto'
import {
  type CallToolResult,
  Client,
  specTypeSchemas,
  StreamableHTTPClientTransport,
  withInputRequired,
} from '@modelcontextprotocol/client'
import { type InputRequiredResult, Server, type ServerContext } from '@modelcontextprotocol/server'
import { serveStdio, type StdioServerHandle } from '@modelcontextprotocol/server/stdio'
import { bridgeHeader } from '../bridge-header.ts'
import { canAsk } from '../can-ask.ts'
import type { BridgeConfig } from './config.ts'

/**
 * Serves one client on standard input and output from the endpoint of a running server. The client may speak any revision;
 * upstream it is always the stateless one, so that a question to the person reaches clients of the revisions before, too.
 */
export async function startBridge(config: BridgeConfig): Promise<StdioServerHandle> {
  const upstream = new Upstream(config)
  // A wrong address or key is told before a client is kept waiting.
  await upstream.client({ canAsk: false })
  return serveStdio(() => createBridgeServer(upstream))
}

type ToolResult = CallToolResult | InputRequiredResult

async function createBridgeServer(upstream: Upstream): Promise<Server> {
  const plain = await upstream.client({ canAsk: false })
  const instructions = plain.getInstructions()
  const server = new Server(plain.getServerVersion() ?? { name: 'bindery', version: '1' }, {
    capabilities: { tools: {} },
    ...(instructions === undefined ? {} : { instructions }),
  })
  server.setRequestHandler('tools/list', async (request) => plain.listTools(request.params))
  server.setRequestHandler('tools/call', async (request, context): Promise<ToolResult> => {
    const client = await upstream.client({ canAsk: canAsk(server, context) })
    const params = { ...request.params, ...roundOf(context), _meta: upstream.metaOf(context) }
    return client.request(
      { method: 'tools/call', params },
      withInputRequired(specTypeSchemas.CallToolResult),
      { allowInputRequired: true, signal: context.mcpReq.signal, timeout: callTimeoutMs },
    )
  })
  return server
}

/** Longer than any skill may take; the server ends calls by their own deadline. */
const callTimeoutMs = 180_000

/** What the person answered to the question of the round before, and the state that goes with it. */
function roundOf({ mcpReq }: ServerContext) {
  const requestState = mcpReq.requestState<unknown>()
  return {
    ...(mcpReq.inputResponses === undefined ? {} : { inputResponses: mcpReq.inputResponses }),
    ...(typeof requestState === 'string' ? { requestState } : {}),
  }
}

/** Connections to the endpoint: one for clients that can ask their person, one for those that cannot. */
class Upstream {
  readonly #config: BridgeConfig
  readonly #clients = new Map<boolean, Promise<Client>>()
  /** One process serves one client: that is one conversation. */
  readonly #conversationId = `stdio:${randomUUID()}`

  constructor(config: BridgeConfig) {
    this.#config = config
  }

  client({ canAsk }: { readonly canAsk: boolean }): Promise<Client> {
    const client = this.#clients.get(canAsk) ?? this.#connect(canAsk)
    this.#clients.set(canAsk, client)
    return client
  }

  metaOf({ mcpReq }: ServerContext) {
    const { progressToken: _, ...given } = mcpReq._meta ?? {}
    return { 'bindery/conversationId': this.#conversationId, ...given }
  }

  async #connect(canAsk: boolean): Promise<Client> {
    const capabilities = canAsk ? { elicitation: { form: {} } } : {}
    const client = new Client(
      { name: 'bindery-stdio', version: '1' },
      { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    )
    const headers = { authorization: `Bearer ${this.#config.apiKey.reveal()}`, [bridgeHeader]: 'stdio' }
    await client.connect(
      new StreamableHTTPClientTransport(this.#config.endpoint, { requestInit: { headers } }),
    )
    return client
  }
}
