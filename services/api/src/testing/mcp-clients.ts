import { createMCPClient } from '@ai-sdk/mcp'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { z } from 'zod'

/** What tests ask of a client, whichever it is. */
export interface McpClient {
  readonly names: () => Promise<readonly string[]>
  readonly call: (name: string, args: object, meta?: object) => Promise<ToolAnswer>
  readonly close: () => Promise<void>
}

const Answer = z.object({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
})

export interface ToolAnswer {
  readonly isError: boolean
  readonly structured: unknown
  /** The first text, parsed as JSON. */
  readonly said: Readonly<Record<string, unknown>>
  readonly texts: readonly string[]
}

export interface McpTarget {
  readonly url: string
  readonly key: string
  /** What the person at the client says to a question; without it the client cannot ask. */
  readonly person?: (message: string) => {
    readonly action: 'accept' | 'decline'
    readonly content?: Record<string, string | boolean>
  }
}

/** Clients of both generations of the official SDK, and one that is written without it. */
export const mcpClients: readonly (readonly [string, (target: McpTarget) => Promise<McpClient>])[] = [
  ['the current SDK in the stateless revision', (target) => connectCurrent(target, '2026-07-28')],
  ['the current SDK in the revision before', (target) => connectCurrent(target, 'legacy')],
  ['the first SDK', connectFirst],
  ['the AI SDK', connectAiSdk],
]

const headersOf = ({ key }: McpTarget) => ({ authorization: `Bearer ${key}` })

/** A client of `@modelcontextprotocol/client`, in the stateless revision or in those with a handshake. */
export async function connectCurrent(
  target: McpTarget,
  revision: '2026-07-28' | 'legacy',
): Promise<McpClient> {
  const { person } = target
  const client = new Client(
    { name: 'test', version: '1' },
    {
      capabilities: person === undefined ? {} : { elicitation: { form: {} } },
      versionNegotiation: { mode: revision === 'legacy' ? 'legacy' : { pin: revision } },
    },
  )
  if (person !== undefined)
    client.setRequestHandler('elicitation/create', async ({ params }) => person(params.message))
  const requestInit = { headers: headersOf(target) }
  await client.connect(new StreamableHTTPClientTransport(new URL(target.url), { requestInit }))
  return callerOf(client)
}

type SdkClient = Pick<Client, 'callTool' | 'listTools' | 'close'>

/** The same face for any connected client of the current SDK. */
export function callerOf(client: SdkClient): McpClient {
  return {
    names: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (name, args, meta) =>
      toAnswer(await client.callTool({ name, arguments: { ...args }, ...metaOf(meta) })),
    close: () => client.close(),
  }
}

const metaOf = (meta: object | undefined) => (meta === undefined ? {} : { _meta: { ...meta } })

async function connectFirst(target: McpTarget): Promise<McpClient> {
  const client = new FirstClient({ name: 'test', version: '1' })
  const requestInit = { headers: headersOf(target) }
  await client.connect(new FirstTransport(new URL(target.url), { requestInit }))
  return {
    names: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (name, args, meta) =>
      toAnswer(await client.callTool({ name, arguments: { ...args }, ...metaOf(meta) })),
    close: () => client.close(),
  }
}

async function connectAiSdk(target: McpTarget): Promise<McpClient> {
  const client = await createMCPClient({
    transport: { type: 'http', url: target.url, headers: headersOf(target) },
  })
  return {
    names: async () => Object.keys(await client.tools()),
    call: async (name, args) => {
      const tool = (await client.tools())[name]
      if (tool === undefined) throw new Error(`Unknown tool: ${name}`)
      const input: Record<string, unknown> = { ...args }
      return toAnswer(await tool.execute(input, { toolCallId: 'call', messages: [] }))
    },
    close: () => client.close(),
  }
}

function toAnswer(result: unknown): ToolAnswer {
  const { content, structuredContent, isError } = Answer.parse(result)
  const said: unknown = JSON.parse(content[0]?.text ?? '{}')
  const texts = content.flatMap(({ text }) => (text === undefined ? [] : [text]))
  return {
    isError: isError === true,
    structured: structuredContent,
    said: z.looseObject({}).parse(said),
    texts,
  }
}
