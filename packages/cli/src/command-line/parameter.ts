import type { NameKind } from '../names/name-kind.ts'
import { missingInput, usageError } from '../failures/cli-error.ts'

/** An argument or a flag of a command: how it is written, and what its texts mean. */
export interface Parameter<T> {
  /** Without dashes: `limit`. */
  readonly name: string
  readonly kind: 'argument' | 'flag'
  readonly summary: string
  readonly takes: 'one' | 'many' | 'nothing'
  readonly isRequired: boolean
  /** One letter. */
  readonly short?: string
  readonly choices?: readonly string[]
  /** Whose names complete it. */
  readonly names?: NameKind
  /** Throws CliError for a text that means nothing. */
  readonly read: (given: readonly string[]) => T
}

interface Described {
  readonly short?: string
  readonly names?: NameKind
}

/** What must be given, in its place: `agent show <agent>`. */
export const argument = (name: string, summary: string, more: Described = {}): Parameter<string> => ({
  name,
  kind: 'argument',
  summary,
  takes: 'one',
  isRequired: true,
  ...more,
  read: ([first]) => {
    if (first !== undefined && first !== '') return first
    throw missingInput(`<${name}> is missing: ${lowerFirst(summary)}.`, `Give <${name}>.`)
  },
})

export const optionalArgument = (
  name: string,
  summary: string,
  more: Described = {},
): Parameter<string | undefined> => ({
  ...argument(name, summary, more),
  isRequired: false,
  read: ([first]) => first,
})

/** What stands at the end, any number of it. */
export const restArguments = (
  name: string,
  summary: string,
  more: Described = {},
): Parameter<readonly string[]> => ({
  ...argument(name, summary, more),
  takes: 'many',
  isRequired: false,
  read: (given) => given,
})

export const textFlag = (
  name: string,
  summary: string,
  more: Described = {},
): Parameter<string | undefined> => ({
  ...optionalArgument(name, summary, more),
  kind: 'flag',
  read: (given) => given.at(-1),
})

/** May be given several times. */
export const listFlag = (
  name: string,
  summary: string,
  more: Described = {},
): Parameter<readonly string[]> => ({
  ...restArguments(name, summary, more),
  kind: 'flag',
})

export const switchFlag = (name: string, summary: string, more: Described = {}): Parameter<boolean> => ({
  name,
  kind: 'flag',
  summary,
  takes: 'nothing',
  isRequired: false,
  ...more,
  read: (given) => given.length > 0,
})

interface Bounds {
  readonly least: number
  readonly most: number
}

/** A whole number within bounds. */
export const numberFlag = (
  name: string,
  summary: string,
  { least, most }: Bounds,
): Parameter<number | undefined> => ({
  ...textFlag(name, summary),
  read: (given) => {
    const text = given.at(-1)
    if (text === undefined) return undefined
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    throw usageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`)
  },
})

/** One word of a list. */
export const choiceFlag = <Choice extends string>(
  name: string,
  summary: string,
  choices: readonly Choice[],
): Parameter<Choice | undefined> => ({
  ...textFlag(name, summary),
  choices,
  read: (given) => {
    const text = given.at(-1)
    if (text === undefined) return undefined
    const choice = choices.find((one) => one === text)
    if (choice !== undefined) return choice
    throw usageError(`--${name} takes one of ${choices.join(', ')}, not "${text}".`)
  },
})

/** How it is written in a line of help: `<agent>`, `[--limit <limit>]`. */
export function writtenAs({ name, kind, takes, isRequired }: Parameter<unknown>): string {
  const more = takes === 'many' ? '...' : ''
  if (kind === 'argument') return isRequired ? `<${name}>${more}` : `[${name}${more}]`
  return takes === 'nothing' ? `--${name}` : `--${name} <${name}>`
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)
