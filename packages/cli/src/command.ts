import type { Client } from '@bindery/client'
import type { Parameter } from './command-line/parameter.ts'
import type { GlobalSettings } from './command-line/settings.ts'
import type { Exit } from './failures/exit-codes.ts'
import type { Names } from './names/names.ts'
import type { OutputSchema } from './schemas/output-schema.ts'
import type { Line } from './terminal/line.ts'
import type { Terminal } from './terminal/terminal.ts'
import type { Reader } from './input/reader.ts'
import type { World } from './world.ts'

/** One command, in a file of its own. Its path is its line in the registry. */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string
  readonly takes: readonly Parameter<unknown>[]
  /** The shape of its data under --json. */
  readonly output: OutputSchema
  /** A line that works, without the name of the program. */
  readonly example: string
  /** What --dry-run is: of a command that has its own the request is sent, and changes nothing. */
  readonly dryRun?: 'own'
  readonly run: (call: Call) => Promise<Answer>
}

/** What a command may use. */
export interface Call {
  /** The value of a parameter that the command takes. */
  readonly get: <T>(parameter: Parameter<T>) => T
  /** The server. What is asked here is what --print-request prints, and what --dry-run keeps back. */
  readonly api: Client
  /** The server, for what is only looked up and changes nothing: sent whatever the flags say. */
  readonly lookups: Client
  /** What names stand for. */
  readonly names: Names
  /** Standard input, files, prompts, the environment. */
  readonly reader: Reader
  readonly settings: GlobalSettings
  readonly terminal: Terminal
  /** Aborted when the command is out of time or was stopped. */
  readonly signal: AbortSignal
  readonly world: World
  /** Every command that there is. */
  readonly registry: Registry
  /** Hears of Ctrl+C until the returned function is called; a second one ends the command at once. */
  readonly onInterrupt: (listener: () => void) => () => void
}

export interface Answer {
  /** JSON. Of what was written as it came, nothing is written any more. */
  readonly data: unknown
  readonly meta?: Readonly<Record<string, unknown>>
  /** What the server or the command warns of: `{code, message}`. */
  readonly warnings?: readonly unknown[]
  /** How a person sees it; a table or a list of members when absent. */
  readonly view?: View
  /** A line on standard error when all is told. */
  readonly note?: Line
  /** What goes on when the data is told, until somebody stops it. */
  readonly after?: () => Promise<void>
  /** The data was written as it came. */
  readonly isWritten?: true
  /** How the process ends; `ok` when absent. */
  readonly exit?: Exit
}

/** The members of a row that a table shows, or lines of its own. */
export type View =
  | { readonly as: 'columns'; readonly columns: readonly string[] }
  | { readonly as: 'lines'; readonly lines: readonly Line[] }

export const columns = (...names: readonly string[]): View => ({ as: 'columns', columns: names })
export const lines = (shown: readonly Line[]): View => ({ as: 'lines', lines: shown })

export interface CommandFile {
  readonly command: Command
}

/** Every command by what is typed for it, loaded when it is asked for. */
export type Registry = Readonly<Record<string, () => Promise<CommandFile>>>
