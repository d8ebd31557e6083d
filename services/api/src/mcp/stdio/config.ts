import { Secret, toUrl } from '@bindery/model'

/** Which agent of which server is bridged to standard input and output. */
export interface BridgeConfig {
  readonly endpoint: URL
  readonly apiKey: Secret
}

type Environment = Readonly<Record<string, string | undefined>>

export const usage = `Serves an agent's published skills as MCP tools over standard input and output.

  node scripts/bootstrap.mjs mcp --agent <agentId>

  --agent <id>      the agent
  --url <address>   the Bindery server; also BINDERY_URL (http://127.0.0.1:4400)
  BINDERY_API_KEY   a key with the scope skills:execute; with confirmations:write
                    too, the person at the client may approve calls there
`

/** Reads the process's arguments and environment; gives the problem as a text when something is missing. */
export function loadBridgeConfig(): BridgeConfig | string {
  return readBridgeConfig(process.argv.slice(2), process.env)
}

export function readBridgeConfig(args: readonly string[], environment: Environment): BridgeConfig | string {
  const agentId = valueOf(args, '--agent')
  if (agentId === undefined) return 'Name the agent with --agent <id>.'
  const apiKey = environment['BINDERY_API_KEY']?.trim() ?? ''
  if (apiKey === '') return 'Set BINDERY_API_KEY to a key with the scope skills:execute.'
  const url = valueOf(args, '--url') ?? environment['BINDERY_URL']?.trim() ?? 'http://127.0.0.1:4400'
  const endpoint = toUrl(`${url.replace(/\/+$/, '')}/mcp/agents/${encodeURIComponent(agentId)}`)
  if (endpoint === undefined) return `"${url}" is not an address, such as http://127.0.0.1:4400.`
  return { endpoint, apiKey: new Secret(apiKey) }
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name)
  const next = at < 0 ? undefined : args[at + 1]
  const joined = args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1)
  return (next?.startsWith('--') === true ? undefined : next) ?? joined
}
