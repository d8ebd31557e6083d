import { type ChildProcess, fork } from 'node:child_process'
import { utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PlatformError } from '@bindery/model'
import type { FromChild } from './protocol.ts'

/** A process that reads one description, and ends. */
export interface ReaderProcess {
  readonly child: ChildProcess
  /** Whether it said that it is ready: a process that ends before has read nothing, and no description is to blame. */
  readonly hasBegun: () => boolean
}

/**
 * A process reads one description and ends: optimising its code costs more than it brings back, and a young generation
 * of 32 MB spares most collections.
 */
const engineFlags = ['--no-opt', '--min-semi-space-size=32', '--max-semi-space-size=32']

/** Starts a process that does not keep this one alive. What it runs is marked as used, for `removeOld`. */
export function startReader(entry: URL, maxHeapMegabytes: number): ReaderProcess {
  const child = fork(entry, [], {
    env: {},
    execArgv: [`--max-old-space-size=${maxHeapMegabytes}`, ...engineFlags],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let hasBegun = false
  child.on('message', ({ kind }: FromChild) => {
    if (kind === 'ready') hasBegun = true
  })
  child.on('error', () => undefined)
  child.unref()
  child.channel?.unref()
  const now = new Date()
  utimes(dirname(fileURLToPath(entry)), now, now).catch(() => undefined)
  return { child, hasBegun: () => hasBegun }
}

/** Calls back when the process has ended, or could not be made, and all that it said has been heard. */
export function onEnd({ child }: ReaderProcess, tell: () => void): void {
  child.once('error', tell)
  if (child.connected) child.once('disconnect', tell)
  else tell()
}

/** The server's own fault, whatever was to be read. */
export const notStarted = (): PlatformError =>
  new PlatformError(
    'internal_error',
    'The process that reads descriptions ended before it was ready. Start the server anew, which mends its files; if that does not help, look for what ends processes on this machine.',
  )
