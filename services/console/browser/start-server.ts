import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { serverHost } from './server-host.ts'
import { templateOf } from './template.ts'

/** The server as `npm start` starts it, with a data folder of its own. */
export interface StartedServer {
  readonly address: string
  /** The link that was printed: it signs in once. */
  readonly link: string
  readonly apiKey: string
  close(): Promise<void>
}

const root = join(import.meta.dirname, '../../..')
const apiKey = 'key-of-the-console-tests'

/** Starts the server with its demo, or over a folder that was made before, and waits for what it prints when it is ready. */
export async function startServer(made?: string): Promise<StartedServer> {
  const folder = made ?? (await copyTemplate())
  const printed = await serverHost.start(settingsOver(folder))
  return {
    address: find(printed, /ready at (\S+)/),
    link: find(printed, /(\S+#code=\S+)/),
    apiKey,
    close: async () => {
      await serverHost.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A data folder that a server of the release before has left: `use` did with it what the test goes on from. */
export async function leftByOlder(
  use: (server: Pick<StartedServer, 'address' | 'apiKey'>) => Promise<void>,
): Promise<string> {
  const folder = await copyTemplate()
  const { child, printed } = await start(folder, ['--import', join(import.meta.dirname, 'older-packs.mjs')])
  await use({ address: find(printed, /ready at (\S+)/), apiKey })
  await stop(child)
  return folder
}

/** Of this run of the tests. */
const copyTemplate = (): Promise<string> => serverHost.copy(templateOf(process.ppid))

const settingsOver = (folder: string): Record<string, string> => ({
  BINDERY_DATA_DIR: folder,
  BINDERY_PORT: '0',
  BINDERY_BOOTSTRAP_API_KEY: apiKey,
  BINDERY_EGRESS_ALLOW: '127.0.0.1/32',
})

/** A process of its own, as `npm start` is one. */
async function start(
  folder: string,
  before: readonly string[] = [],
): Promise<{ child: ChildProcess; printed: string }> {
  const child = spawn(
    process.execPath,
    [...before, '--import', 'tsx', join(root, 'services/api/src/main.ts')],
    {
      cwd: root,
      env: { PATH: process.env['PATH'], ...settingsOver(folder) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      printed += chunk.toString()
      if (printed.includes('\nTry')) resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', () => reject(new Error(`The server ended before it was ready:\n${printed}`)))
  })
  return { child, printed }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

function find(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`The server printed nothing like ${String(pattern)}:\n${text}`)
  return found
}
