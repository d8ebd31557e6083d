import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { visible } from './line.ts'

/** Asks on standard error and reads a line of standard input; a secret is not shown while it is typed. */
export function askLine(question: string, kind: 'shown' | 'secret'): Promise<string | undefined> {
  const output =
    kind === 'shown' ? process.stderr : new Writable({ write: (_part, _encoding, done) => done() })
  process.stderr.write(visible(question))
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output, terminal: true })
    const end = (answer: string | undefined): void => {
      lines.removeAllListeners()
      lines.close()
      if (kind === 'secret') process.stderr.write('\n')
      resolve(answer)
    }
    lines.once('line', end)
    lines.once('close', () => end(undefined))
    lines.once('SIGINT', () => {
      end(undefined)
      process.kill(process.pid, 'SIGINT')
    })
  })
}
