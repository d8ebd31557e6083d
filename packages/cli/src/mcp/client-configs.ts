import { homedir } from 'node:os'
import { join } from 'node:path'

/** What is written for a client of MCP, and where: the members that are ours, beside whatever else stands there. */
export interface ClientConfig {
  readonly file: string
  /** By the paths of the members that are put there. */
  readonly members: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** What a person does then. */
  readonly next: string
}

export interface Served {
  /** What the client calls it. */
  readonly name: string
  readonly agent: string
  readonly server: string
  readonly endpoint: string
}

export interface Machine {
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

const keyOf = (variable: string) => ({ Authorization: `Bearer ${variable}` })
const setKey = 'Set BINDERY_API_KEY in the environment of the client to a key with skills:execute.'

/**
 * The configuration of each client. None holds a key: they read it from the environment, ask for it, or, where they can do
 * neither, start this command, which has it from "login".
 */
export const clientConfigs = {
  'claude-code': ({ name, endpoint }: Served, { folder }: Machine): ClientConfig => ({
    file: join(folder, '.mcp.json'),
    members: {
      mcpServers: { [name]: { type: 'http', url: endpoint, headers: keyOf('${BINDERY_API_KEY}') } },
    },
    next: setKey,
  }),
  'claude-desktop': ({ name, agent, server }: Served, machine: Machine): ClientConfig => ({
    file: desktopFile(machine),
    members: {
      mcpServers: { [name]: { command: 'bindery', args: ['mcp', 'serve', agent, '--server', server] } },
    },
    next: 'Run "bindery login" once, then start Claude Desktop anew.',
  }),
  cursor: ({ name, endpoint }: Served, { folder }: Machine): ClientConfig => ({
    file: join(folder, '.cursor', 'mcp.json'),
    members: { mcpServers: { [name]: { url: endpoint, headers: keyOf('${env:BINDERY_API_KEY}') } } },
    next: setKey,
  }),
  vscode: ({ name, endpoint }: Served, { folder }: Machine): ClientConfig => ({
    file: join(folder, '.vscode', 'mcp.json'),
    members: {
      servers: { [name]: { type: 'http', url: endpoint, headers: keyOf('${input:bindery-api-key}') } },
    },
    next: 'VS Code asks for the key when the server starts.',
  }),
  windsurf: ({ name, endpoint }: Served, { environment }: Machine): ClientConfig => ({
    file: join(homeOf(environment), '.codeium', 'windsurf', 'mcp_config.json'),
    members: { mcpServers: { [name]: { serverUrl: endpoint, headers: keyOf('${env:BINDERY_API_KEY}') } } },
    next: setKey,
  }),
} as const

/** What VS Code asks for, beside its servers. */
export const vscodeInputs = [
  { type: 'promptString', id: 'bindery-api-key', description: 'API key of Bindery', password: true },
]

export type ClientName = keyof typeof clientConfigs

const homeOf = (environment: Machine['environment']): string => environment['HOME'] ?? homedir()

function desktopFile({ environment }: Machine): string {
  const home = homeOf(environment)
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library', 'Application Support'),
    win32: environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'),
  }
  return join(
    folders[process.platform] ?? environment['XDG_CONFIG_HOME'] ?? join(home, '.config'),
    'Claude',
    'claude_desktop_config.json',
  )
}
