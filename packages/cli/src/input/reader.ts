import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { invalidInput, missingInput, usageError } from '../failures/cli-error.ts'
import type { GlobalSettings } from '../command-line/settings.ts'
import type { Secrets } from '../session/secrets.ts'
import type { World } from '../world.ts'

/** Where a secret is taken from: never the command line. */
export interface SecretSource {
  /** What it is called in a question: `API key`. */
  readonly title: string
  readonly fromFile: string | undefined
  readonly fromEnv: string | undefined
}

/** Standard input, files, prompts and the environment of one command. */
export interface Reader {
  /** The text of a file, or of standard input for `-`. Throws CliError. */
  readonly text: (path: string) => Promise<string>
  /** The same as JSON or YAML. Throws CliError with the place of a mistake. */
  readonly document: (path: string) => Promise<unknown>
  /** Asks for it where somebody can answer; otherwise reads standard input. Throws CliError when there is none. */
  readonly secret: (source: SecretSource) => Promise<string>
  /** Keeps a text out of what is shown, and gives it. */
  readonly keep: (text: string) => string
  /** Keeps every text of a document out of what is shown: it holds secrets. */
  readonly hide: (document: unknown) => void
  /** Asks for a line. Throws CliError where nobody can answer. */
  readonly line: (question: string, flag: string) => Promise<string>
  /** Goes on when somebody agrees, or --yes says so. Throws CliError. */
  readonly agree: (question: string) => Promise<void>
}

export interface ReaderParts {
  readonly world: World
  readonly settings: GlobalSettings
  readonly secrets: Secrets
}

export function openReader(parts: ReaderParts): Reader {
  const { world, settings, secrets } = parts
  const canAsk = settings.mayAsk && world.input.isTerminal
  const readText = async (path: string): Promise<string> =>
    path === '-' ? world.input.readAll() : readFile(resolve(world.folder, path), path)
  return {
    text: readText,
    document: async (path) => parseDocument(await readText(path), path),
    secret: async (source) => secrets.keep((await readSecret(parts, source, canAsk)).trim()),
    keep: (text) => secrets.keep(text),
    hide: (document) => {
      for (const text of textsIn(document)) secrets.keep(text)
    },
    line: async (question, flag) => {
      const answer = canAsk ? await world.input.ask(`${question}: `, 'shown') : undefined
      if (answer !== undefined && answer.trim() !== '') return answer.trim()
      throw missingInput(`${question} is missing.`, `Give ${flag}.`)
    },
    agree: async (question) => {
      if (settings.isAgreed || settings.sending !== 'send') return
      if (!canAsk) throw missingInput(`${question} Nobody can answer here.`, 'Give --yes.')
      const answer = await world.input.ask(`${question} [y/N] `, 'shown')
      if (/^y(es)?$/i.test(answer?.trim() ?? '')) return
      throw usageError('Nothing was changed.', 'Answer y, or give --yes.')
    },
  }
}

async function readSecret({ world }: ReaderParts, source: SecretSource, canAsk: boolean): Promise<string> {
  const { title, fromFile, fromEnv } = source
  if (fromFile !== undefined && fromFile !== '-') return readFile(resolve(world.folder, fromFile), fromFile)
  if (fromEnv !== undefined) {
    const value = world.environment[fromEnv]
    if (value !== undefined && value !== '') return value
    throw missingInput(
      `${fromEnv} is not set in the environment.`,
      `Set ${fromEnv}, or leave --from-env away.`,
    )
  }
  const given = canAsk ? await world.input.ask(`${title}: `, 'secret') : await world.input.readAll()
  if (given !== undefined && given.trim() !== '') return given
  throw missingInput(
    `${title} is missing.`,
    'Give it on standard input, by --from-file <file> or by --from-env <variable>.',
  )
}

function readFile(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable'
    throw missingInput(
      `${shown} cannot be read (${reason}).`,
      'Give a file that exists, or - for standard input.',
    )
  }
}

async function parseDocument(text: string, path: string): Promise<unknown> {
  if (text.trim() === '') throw invalidInput(`${path} is empty.`, 'Give JSON or YAML.')
  try {
    const isJson = /^\s*[[{]/.test(text)
    if (isJson) return JSON.parse(text)
    const { load } = await import('js-yaml')
    return load(text)
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''
    throw invalidInput(`${path} is neither JSON nor YAML: ${message}`, 'Correct the place that it names.')
  }
}

/** Texts of a document that are long enough to be a secret. */
function textsIn(document: unknown): readonly string[] {
  if (typeof document === 'string') return document.length >= 4 ? [document] : []
  if (typeof document !== 'object' || document === null) return []
  return Object.values(document).flatMap(textsIn)
}
