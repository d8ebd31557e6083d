import { type Line, lineText, visible } from './line.ts'

/** Where text goes: a stream of the process, or what a test reads. */
export interface Sink {
  readonly write: (text: string) => void
  readonly isTerminal: boolean
  /** Characters in a line; 80 where it is not known. */
  readonly width: number
}

export interface TerminalOptions {
  readonly out: Sink
  readonly err: Sink
  readonly colour: 'colour' | 'plain'
  readonly loudness: 'quiet' | 'normal' | 'verbose'
}

/** Standard output for data, standard error for everything else. Nothing that passes here is obeyed by a terminal. */
export class Terminal {
  /** Characters in a line of standard output; no end of it where that is no terminal. */
  readonly width: number
  readonly loudness: TerminalOptions['loudness']
  readonly #options: TerminalOptions
  #hasStatus = false

  constructor(options: TerminalOptions) {
    this.#options = options
    this.width = options.out.isTerminal ? options.out.width : Number.POSITIVE_INFINITY
    this.loudness = options.loudness
  }

  /** Whether somebody looks at the progress. */
  get isWatched(): boolean {
    return this.#options.err.isTerminal
  }

  /** Data, as it is written for a program or a file. */
  data(text: string): void {
    this.#clearStatus()
    const whole = text.endsWith('\n') ? text : `${text}\n`
    // Lines of a table for spreadsheets end so (RFC 4180); a carriage return alone would overwrite what stands before it.
    this.#options.out.write(whole.split('\r\n').map(visible).join('\r\n'))
  }

  /** Data for a person. Colour only where standard output is a terminal. */
  show(lines: readonly Line[]): void {
    this.#clearStatus()
    const { out, colour } = this.#options
    const shade = out.isTerminal ? colour : 'plain'
    out.write(lines.map((line) => `${lineText(line, shade)}\n`).join(''))
  }

  /** What happens and what is worth knowing; nothing under --quiet. */
  say(line: Line): void {
    if (this.loudness !== 'quiet') this.alert(line)
  }

  /** What must be read: failures and questions, under --quiet too. */
  alert(line: Line): void {
    this.#clearStatus()
    const { err, colour } = this.#options
    err.write(`${lineText(line, err.isTerminal ? colour : 'plain')}\n`)
  }

  /** One line that the next one takes the place of; without a terminal nothing. */
  status(line: Line): void {
    if (this.loudness === 'quiet' || !this.isWatched) return
    this.#clearStatus()
    const { err, colour } = this.#options
    const text = lineText(line, colour).replaceAll('\n', ' ')
    err.write(text.length > err.width * 2 ? text.slice(0, err.width) : text)
    this.#hasStatus = true
  }

  #clearStatus(): void {
    if (this.#hasStatus) this.#options.err.write('\r\u001b[2K')
    this.#hasStatus = false
  }
}
