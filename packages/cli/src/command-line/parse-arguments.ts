import { parseArgs, type ParseArgsConfig } from 'node:util'
import { CliError, usageError } from '../failures/cli-error.ts'
import type { Parameter } from './parameter.ts'

/** What a command line gives, by the names of parameters; each in the order in which it was given. */
export type Given = ReadonlyMap<string, readonly string[]>

export interface Words {
  readonly given: Given
  /** What stands without dashes, in order. */
  readonly positionals: readonly string[]
  /** Flags that nobody knows, with their dashes. */
  readonly unknown: readonly string[]
}

/** Reads the words of a command line by the flags of `parameters`. Throws CliError for a flag without its value. */
export function readWords(words: readonly string[], parameters: readonly Parameter<unknown>[]): Words {
  const flags = parameters.filter(({ kind }) => kind === 'flag')
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(flags.map((flag) => [flag.name, optionOf(flag)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string[]>()
  const positionals: string[] = []
  const unknown: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const flag = flags.find(({ name }) => name === token.name)
    if (flag === undefined) unknown.push(token.rawName)
    else given.set(flag.name, [...(given.get(flag.name) ?? []), valueOf(flag, token)])
  }
  return { given, positionals, unknown }
}

type Option = NonNullable<ParseArgsConfig['options']>[string]

const optionOf = ({ takes, short }: Parameter<unknown>): Option => ({
  type: takes === 'nothing' ? 'boolean' : 'string',
  multiple: true,
  ...(short !== undefined && { short }),
})

interface OptionToken {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function valueOf(flag: Parameter<unknown>, { rawName, value, inlineValue }: OptionToken): string {
  if (flag.takes === 'nothing') {
    if (value === undefined) return 'true'
    throw usageError(`${rawName} takes no value.`, `Give ${rawName} alone.`)
  }
  const isFlagOfItsOwn = inlineValue !== true && /^--?[a-z]/i.test(value ?? '')
  if (value !== undefined && !isFlagOfItsOwn) return value
  throw usageError(
    `${rawName} takes a value.`,
    `Give ${rawName} <${flag.name}>, or ${rawName}=<${flag.name}> where the value begins with a dash.`,
  )
}

/** The positionals by the names of the arguments that they are for. Throws CliError for more than there are. */
export function placeArguments(
  positionals: readonly string[],
  parameters: readonly Parameter<unknown>[],
): Given {
  const given = new Map<string, readonly string[]>()
  let rest = positionals
  for (const { name, kind, takes } of parameters) {
    if (kind !== 'argument') continue
    const taken = takes === 'many' ? rest : rest.slice(0, 1)
    given.set(name, taken)
    rest = rest.slice(taken.length)
  }
  const [extra] = rest
  if (extra === undefined) return given
  throw new CliError({
    code: 'usage',
    exit: 'usage',
    message: `"${extra}" is one argument too many.`,
    fix: 'Put quotes around a text with spaces.',
  })
}
