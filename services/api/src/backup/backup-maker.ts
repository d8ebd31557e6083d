import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { isErrorCode, PlatformError } from '@bindery/model'
import type { Backups } from '@bindery/platform/kernel'
import type { Store } from '@bindery/store'
import { clusterNames } from '@bindery/store/backup'
import type { Config } from '../config.ts'
import { version } from '../version.ts'
import { type Task, Told } from './protocol.ts'

const program = fileURLToPath(new URL('./child.ts', import.meta.url))
const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** How long whoever asked may read nothing, in ms: a snapshot is held for them. */
const idleMs = 120_000

/** Makes archives in a process of its own, one at a time. */
export class BackupMaker implements Backups {
  readonly #store: Pick<Store, 'archiveKeys' | 'copying'>
  readonly #databaseUrl: Config['databaseUrl']
  #running: ChildProcess | undefined

  constructor(store: Pick<Store, 'archiveKeys' | 'copying'>, { databaseUrl }: Pick<Config, 'databaseUrl'>) {
    this.#store = store
    this.#databaseUrl = databaseUrl
  }

  async make(signal: AbortSignal, before: () => Promise<void>): Promise<Readable> {
    if (this.#running !== undefined)
      throw new PlatformError('overloaded', 'Another backup is being made. Wait for its end.', {
        reason: 'backup_running',
        retryAfterMs: 10_000,
      })
    const child = fork(program, {
      cwd: root,
      env: {},
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    this.#running = child
    const stop = (): void => void child.kill('SIGKILL')
    signal.addEventListener('abort', stop, { once: true })
    child.once('close', () => {
      signal.removeEventListener('abort', stop)
      this.#running = undefined
      if (this.#store.copying !== undefined)
        rmSync(copyOf(this.#store.copying.folder), { recursive: true, force: true })
    })
    try {
      await before()
      return await this.#converse(child)
    } catch (error) {
      stop()
      throw signal.aborted
        ? new PlatformError('bad_request', 'Whoever asked for the backup went away.')
        : error
    }
  }

  close(): void {
    this.#running?.kill('SIGKILL')
  }

  /** The archive, once its first bytes are there: what fails before is told whole. */
  async #converse(child: ChildProcess): Promise<Readable> {
    const output = child.stdout
    if (output === null) throw new Error('The process that makes archives has no output.')
    const failed = failureOf(child)
    const { copying } = this.#store
    if (copying !== undefined) await copying.begin()
    child.send(this.#task())
    if (copying !== undefined) {
      const copied = once(child, 'message')
      try {
        await Promise.race([copied, failed])
      } finally {
        const label = await copying.end()
        if (child.connected) child.send({ label })
      }
    }
    await Promise.race([once(output, 'readable'), failed])
    return whole(child, output)
  }

  #task(): Task {
    const [{ id, key }] = this.#store.archiveKeys
    const { copying } = this.#store
    const source =
      copying === undefined
        ? { kind: 'server' as const, url: this.#databaseUrl?.reveal() ?? '' }
        : { kind: 'files' as const, from: copying.folder, to: copyOf(copying.folder) }
    return { source, key: { id, key: key.reveal() }, version }
  }
}

const copyOf = (folder: string): string => join(dirname(folder), clusterNames.copy)

/** Rejects when the process says that it failed, or ends before it has. */
function failureOf(child: ChildProcess): Promise<never> {
  const failing = new Promise<never>((_, reject) => {
    child.on('message', (message) => {
      try {
        throwIfFailed(message)
      } catch (error) {
        reject(error)
      }
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code !== 0) reject(brokenOff())
    })
  })
  // Who waits for the archive hears of it by its end.
  failing.catch(() => undefined)
  return failing
}

function throwIfFailed(message: unknown): void {
  const told = Told.parse(message)
  if (told.told !== 'failed') return
  if (told.code !== 'internal_error' && isErrorCode(told.code))
    throw new PlatformError(told.code, told.message)
  throw new PlatformError('internal_error', 'The backup could not be made.', {
    cause: new Error(told.message),
  })
}

const brokenOff = (): PlatformError =>
  new PlatformError('internal_error', 'The process that made the backup was ended.')

/** Ends well only when the process did: whoever reads sees an archive that breaks off otherwise. */
function whole(child: ChildProcess, output: Readable): Readable {
  const archive = new PassThrough()
  const idle = setTimeout(() => child.kill('SIGKILL'), idleMs)
  output.on('data', () => idle.refresh())
  output.pipe(archive, { end: false })
  child.once('close', (code) => {
    clearTimeout(idle)
    if (code === 0) archive.end()
    else archive.destroy(brokenOff())
  })
  archive.once('close', () => void child.kill('SIGKILL'))
  return archive
}
