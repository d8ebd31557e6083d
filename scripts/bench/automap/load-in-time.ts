import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { LoadedDump } from './sql/load-dump.ts'

export interface TimedLoad {
  readonly names: readonly string[]
  readonly specs: string
  readonly deadlineMs: number
  /** The program that loads; another one in tests. */
  readonly program?: URL
}

const loader = new URL('./load-child.ts', import.meta.url)

/** Loads a catalog in a process of its own, which is ended when it takes too long: nothing else ends a loop that never waits. */
export function loadInTime({ names, specs, deadlineMs, program = loader }: TimedLoad): Promise<LoadedDump> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(program), [specs, ...names], {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const end = (loaded: LoadedDump): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      resolve(loaded)
    }
    const timer = setTimeout(() => {
      end({ status: 'skipped', reason: `it was not read within ${deadlineMs / 1_000} s.` })
    }, deadlineMs)
    child.on('message', (message) => {
      end(toLoaded(message))
    })
    child.on('error', (error) => {
      end({ status: 'skipped', reason: error.message })
    })
    child.on('exit', (code) => {
      end({ status: 'skipped', reason: `the process that read it ended with ${code}.` })
    })
  })
}

/** What our own child sends; the catalog in it was made by an adapter. */
function toLoaded(message: unknown): LoadedDump {
  return isLoaded(message)
    ? message
    : { status: 'skipped', reason: 'the process that read it said something else.' }
}

const isLoaded = (message: unknown): message is LoadedDump =>
  typeof message === 'object' && message !== null && 'status' in message
