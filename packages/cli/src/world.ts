import type { Sink } from './terminal/terminal.ts'

/** The process around a command, so that a test can be it. */
export interface World {
  /** Without the program itself. */
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly out: Sink
  readonly err: Sink
  readonly input: Input
  readonly folder: string
  readonly now: () => number
  readonly fetch: (request: Request, init: RequestInit) => Promise<Response>
  /** Hears of Ctrl+C until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void
  /** Ends the process at once. */
  readonly exit: (code: number) => void
}

export interface Input {
  readonly isTerminal: boolean
  /** Everything that stands on standard input. */
  readonly readAll: () => Promise<string>
  /** One line that somebody types; what is secret is not shown. Undefined when the input ends. */
  readonly ask: (question: string, kind: 'shown' | 'secret') => Promise<string | undefined>
}
