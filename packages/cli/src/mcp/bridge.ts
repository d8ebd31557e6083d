import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The program that bridges MCP to standard input and output, and its first words: beside us when packed, else the clone's. */
export function bridgeCommand(): readonly string[] {
  const packed = fileURLToPath(new URL('./mcp-bridge.js', import.meta.url))
  if (existsSync(packed)) return [packed]
  return [fileURLToPath(new URL('../../../../scripts/bootstrap.mjs', import.meta.url)), 'mcp']
}

export interface Bridged {
  readonly server: string
  readonly agentId: string
  readonly apiKey: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Runs the bridge on our own standard input and output until it ends, and gives its exit code. */
export function runBridge(
  { server, agentId, apiKey, environment }: Bridged,
  signal: AbortSignal,
): Promise<number> {
  const [program = '', ...words] = bridgeCommand()
  const child = spawn(process.execPath, [program, ...words, '--agent', agentId, '--url', server], {
    stdio: 'inherit',
    env: { ...environment, BINDERY_API_KEY: apiKey },
    signal,
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error) => (signal.aborted ? resolve(0) : reject(error)))
    child.once('close', (code) => resolve(code ?? 0))
  })
}
