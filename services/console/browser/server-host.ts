import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'

const root = join(import.meta.dirname, '../../..')

const Said = z.object({ answer: z.string() })

/**
 * One process for the servers of all files of a test process, one after another: it has loaded its programs once. It
 * ends with who started it.
 */
class ServerHost {
  #child: ChildProcess | undefined
  #printed = ''

  /** A folder of the caller's own, with what a first start leaves behind; copied from the one of that name. */
  copy(template: string): Promise<string> {
    return this.#ask({ copy: template })
  }

  /** Starts the server with these settings, and gives what a start prints when it is ready. */
  start(settings: Readonly<Record<string, string>>): Promise<string> {
    this.#printed = ''
    return this.#ask({ start: settings })
  }

  async close(): Promise<void> {
    await this.#ask({ close: true })
  }

  /** Lets the process end, so that who started it may. */
  end(): void {
    this.#child?.disconnect()
  }

  #ask(order: object): Promise<string> {
    const child = this.#child ?? this.#fork()
    return new Promise((resolve, reject) => {
      const end = (): void => reject(new Error(`The server ended before its time:\n${this.#printed}`))
      child.once('exit', end)
      child.once('message', (said) => {
        child.off('exit', end)
        resolve(Said.parse(said).answer)
      })
      child.send(order)
    })
  }

  #fork(): ChildProcess {
    const child = fork(join(root, 'services/api/src/testing/server-host.ts'), [], {
      cwd: root,
      env: { PATH: process.env['PATH'] },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#printed = `${this.#printed}${chunk.toString()}`.slice(-20_000)
    })
    child.once('exit', () => {
      this.#child = undefined
    })
    this.#child = child
    return child
  }
}

export const serverHost = new ServerHost()
