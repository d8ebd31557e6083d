import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CliError } from '../failures/cli-error.ts'

export interface OwnServer {
  readonly address: string
  readonly apiKey: string
  /** A link that signs a browser in once. */
  readonly open: string
  /** Ends it and removes all that it kept. */
  readonly stop: () => Promise<void>
}

export interface OwnServerOptions {
  readonly port: number | undefined
  readonly demo: 'on' | 'off'
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

const bootstrap = fileURLToPath(new URL('../../../../scripts/bootstrap.mjs', import.meta.url))

/** Starts the server of the clone on a folder of its own, with a key of its own. Throws CliError where there is no clone. */
export async function startOwnServer(options: OwnServerOptions): Promise<OwnServer> {
  if (!existsSync(bootstrap)) throw noClone()
  const folder = mkdtempSync(join(options.environment['TMPDIR'] ?? tmpdir(), 'bindery-dev-'))
  const apiKey = `bnd_dev_${randomBytes(24).toString('base64url')}`
  const child = spawn(process.execPath, [bootstrap, 'start'], {
    env: { ...ownSettings(options, folder), BINDERY_BOOTSTRAP_API_KEY: apiKey },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    await endChild(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const { address, open } = await readWelcome(child, options.signal)
    return { address, open, apiKey, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the shell has set for other servers does not reach this one. It may call what runs on this machine. */
function ownSettings({ port, demo, environment }: OwnServerOptions, folder: string) {
  const others = Object.entries(environment).filter(
    ([name]) => !name.startsWith('BINDERY_') || name === 'BINDERY_MODEL',
  )
  return {
    ...Object.fromEntries(others),
    BINDERY_DATA_DIR: folder,
    BINDERY_PORT: String(port ?? 0),
    BINDERY_DEMO: demo === 'on' ? '1' : '0',
    BINDERY_EGRESS_ALLOW: '127.0.0.1/32,[::1]',
  }
}

/** Reads what the server prints until it is ready. Throws CliError when it ends before. */
function readWelcome(child: ChildProcess, signal: AbortSignal): Promise<Pick<OwnServer, 'address' | 'open'>> {
  let told = ''
  return new Promise((resolve, reject) => {
    const hear = (part: unknown): void => {
      told += String(part)
      const address = /^Bindery is ready at (\S+)$/m.exec(told)?.[1]
      const open = /^Open: +(\S+)/m.exec(told)?.[1]
      if (address !== undefined && open !== undefined) resolve({ address, open })
    }
    child.stdout?.setEncoding('utf8').on('data', hear)
    child.stderr?.setEncoding('utf8').on('data', hear)
    child.once('error', reject)
    child.once('close', () => reject(notStarted(told)))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
  })
  child.kill('SIGTERM')
  await ended
}

const notStarted = (told: string): CliError =>
  new CliError({
    code: 'not_available',
    exit: 'unexpected',
    message: `The server did not start: ${told.trim().split('\n').at(-1) ?? ''}`,
    fix: 'Run "npm start" to see all that it says.',
  })

const noClone = (): CliError =>
  new CliError({
    code: 'not_available',
    exit: 'usage',
    message: 'The server is not part of this package.',
    fix: 'Run "npm run cli -- dev" in a clone of the repository, or use a server by --server.',
  })
