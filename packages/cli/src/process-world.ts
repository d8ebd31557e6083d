import { processEnvironment } from './config.ts'
import type { Sink } from './terminal/terminal.ts'
import type { Input, World } from './world.ts'

/** The world of this process. */
export function processWorld(): World {
  return {
    words: process.argv.slice(2),
    environment: processEnvironment(),
    out: sinkOf(process.stdout),
    err: sinkOf(process.stderr),
    input: processInput,
    folder: process.cwd(),
    now: () => performance.now(),
    fetch: (request, init) => fetch(request, init),
    onInterrupt: (listener) => {
      process.on('SIGINT', listener)
      process.on('SIGTERM', listener)
      return () => {
        process.off('SIGINT', listener)
        process.off('SIGTERM', listener)
      }
    },
    exit: (code) => process.exit(code),
  }
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  // A reader that went away (`| head`) ends the program without a word.
  stream.on('error', () => process.exit(0))
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    width: stream.columns ?? 80,
  }
}

const processInput: Input = {
  isTerminal: process.stdin.isTTY === true,
  readAll: async () => {
    process.stdin.setEncoding('utf8')
    let text = ''
    for await (const part of process.stdin) text += String(part)
    return text
  },
  ask: async (question, kind) => {
    const { askLine } = await import('./terminal/ask-line.ts')
    return askLine(question, kind)
  },
}
