import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { loadCommand } from '../help/help-lines.ts'
import { membersOf } from '../output/rows.ts'
import { registry } from '../registry.ts'
import { runCli } from '../run-cli.ts'
import { dryRunOutput, envelopeSchema, type OutputSchema } from '../schemas/output-schema.ts'
import type { Sink } from '../terminal/terminal.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  /** What stands on standard input. */
  readonly input?: string
  /** What is typed at questions, one after another; standard input is a terminal then. */
  readonly typed?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Standard output and error are terminals of this width. */
  readonly width?: number
  /** Called when the command listens for Ctrl+C, with what presses it. */
  readonly onListening?: (press: () => void) => void
  /** Hears of what the command writes to standard error, as it does. */
  readonly onSaid?: (text: string) => void
}

/** A person at a shell: a folder, an environment, and lines that are typed. */
export interface Shell {
  readonly folder: string
  readonly run: (line: string, options?: RunOptions) => Promise<Ran>
  /** The data of a line under --json, which ended well. Throws when it does not fit the schema of its command. */
  readonly json: (line: string, options?: RunOptions) => Promise<unknown>
  /** The problem that a line under --json ended with, and its exit code. */
  readonly problem: (line: string, options?: RunOptions) => Promise<Readonly<Record<string, unknown>>>
  readonly close: () => void
}

export function openShell(server?: { readonly address: string; readonly key: string }): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'bindery-cli-'))
  const environment = {
    BINDERY_CONFIG_DIR: join(folder, 'config'),
    ...(server && { BINDERY_SERVER: server.address, BINDERY_API_KEY: server.key }),
  }
  const run: Shell['run'] = (line, options = {}) =>
    runLine(wordsOf(line), folder, { ...options, environment: { ...environment, ...options.environment } })
  return {
    folder,
    run,
    json: async (line, options) => {
      const ran = await run(asJson(line), options)
      if (ran.out === '') throw new Error(`"${line}" answered nothing: ${ran.code} ${ran.err}`)
      return checked(line, JSON.parse(ran.out))
    },
    problem: async (line, options) => {
      const { err, out } = await run(`${line} --json --quiet`, options)
      if (out !== '') throw new Error(`"${line}" was to fail, and answered ${out}`)
      const [first = '{}', ...rest] = err.trim().split('\n')
      if (rest.length > 0) throw new Error(`A failure is one line: ${err}`)
      return Object.fromEntries(membersOf(JSON.parse(first)))
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Behind `--` nothing is a flag. */
const asJson = (line: string): string =>
  line.includes(' -- ') ? line.replace(' -- ', ' --json -- ') : `${line} --json`

/** The words of a line as a shell would part them; what stands in single or double quotes is one. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  )

async function runLine(words: readonly string[], folder: string, options: RunOptions): Promise<Ran> {
  const texts = { out: '', err: '' }
  const { typed, width, input = '' } = options
  const waiting = [...(typed ?? [])]
  const sink = (name: 'out' | 'err'): Sink => ({
    write: (text) => {
      texts[name] += text
      if (name === 'err') options.onSaid?.(text)
    },
    isTerminal: width !== undefined,
    width: width ?? 80,
  })
  const code = await runCli({
    words,
    environment: options.environment ?? {},
    out: sink('out'),
    err: sink('err'),
    input: {
      isTerminal: typed !== undefined,
      readAll: async () => input,
      ask: async (question) => {
        texts.err += question
        return waiting.shift()
      },
    },
    folder,
    now: () => performance.now(),
    fetch: (request, init) => fetch(request, init),
    onInterrupt: (listener) => {
      options.onListening?.(listener)
      return () => undefined
    },
    exit: () => undefined,
  })
  return { code, ...texts }
}

async function checked(line: string, answer: unknown): Promise<unknown> {
  const schema = await envelopeSchema(await outputOf(line))
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  const validate = ajv.compile(schema)
  if (!validate(answer))
    throw new Error(`"${line}" does not fit its schema: ${ajv.errorsText(validate.errors)}`)
  return membersOf(answer).get('data')
}

async function outputOf(line: string): Promise<OutputSchema> {
  const words = wordsOf(line)
  const path = [2, 1]
    .map((count) => words.slice(0, count).join(' '))
    .find((one) => Object.hasOwn(registry, one))
  if (path === undefined) throw new Error(`"${line}" begins with no command.`)
  const command = await loadCommand(registry, path)
  return words.includes('--dry-run') && command.dryRun !== 'own' ? dryRunOutput : command.output
}
