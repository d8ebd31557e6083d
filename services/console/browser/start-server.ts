import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { templateOf } from './template.ts'

/** The server as `npm start` runs it, with a data folder of its own. */
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
  const { child, printed } = await start(folder)
  return {
    address: find(printed, /ready at (\S+)/),
    link: find(printed, /(\S+#code=\S+)/),
    apiKey,
    close: async () => {
      await stop(child)
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

/** Of this run of the tests: the first start, which discovers the demo, is made once or twice and copied. */
const template = templateOf(process.ppid)

async function copyTemplate(): Promise<string> {
  if (!existsSync(template)) await makeTemplate()
  const folder = mkdtempSync(join(tmpdir(), 'bindery-console-data-'))
  cpSync(template, folder, { recursive: true })
  return folder
}

async function makeTemplate(): Promise<void> {
  const draft = mkdtempSync(join(tmpdir(), 'bindery-console-draft-'))
  await stop((await start(draft)).child)
  try {
    renameSync(draft, template)
  } catch {
    // Another process of this run was there before.
    rmSync(draft, { recursive: true, force: true })
  }
}

async function start(
  folder: string,
  before: readonly string[] = [],
): Promise<{ child: ChildProcess; printed: string }> {
  const child = spawn(
    process.execPath,
    [...before, '--import', 'tsx', join(root, 'services/api/src/main.ts')],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        BINDERY_DATA_DIR: folder,
        BINDERY_PORT: '0',
        BINDERY_BOOTSTRAP_API_KEY: apiKey,
        BINDERY_EGRESS_ALLOW: '127.0.0.1/32',
      },
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
