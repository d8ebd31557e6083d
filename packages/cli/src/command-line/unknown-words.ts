import { CliError } from '../failures/cli-error.ts'
import type { Parameter } from './parameter.ts'

/** Flags that would put a secret where other processes and the history of the shell see it. */
const secretFlags = /^--?(api-?key|key|token|password|secret|credential)s?$/

/** Refuses a flag that no command and not this one takes, with what was meant. */
export async function refuseFlag(
  rawName: string,
  command: string,
  parameters: readonly Parameter<unknown>[],
): Promise<never> {
  const flags = parameters.filter(({ kind }) => kind === 'flag').map(({ name }) => name)
  const { nearNames } = await import('./near-names.ts')
  const near = nearNames(rawName.replace(/^-+/, ''), flags).map((name) => `--${name}`)
  const isSecret = secretFlags.test(rawName)
  throw new CliError({
    code: 'flag_unknown',
    exit: 'usage',
    message: isSecret
      ? `"${command}" takes no ${rawName}: a secret on the command line is seen by other programs.`
      : `"${command}" has no flag ${rawName}.${near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`}`,
    fix: isSecret
      ? 'Give secrets by standard input, --from-file, --from-env or the prompt; the key of the server by BINDERY_API_KEY or "login".'
      : `bindery help ${command}`,
    suggestions: near,
  })
}

/** Refuses words that are no command, with what was meant. `paths` are all commands: `agent list`. */
export async function refuseCommand(words: readonly string[], paths: readonly string[]): Promise<never> {
  const [first = '', second] = words
  const verbs = paths.filter((path) => path.startsWith(`${first} `))
  if (verbs.length > 0 && second === undefined)
    throw new CliError({
      code: 'command_unknown',
      exit: 'usage',
      message: `"${first}" takes a verb: ${verbs.map((path) => path.slice(first.length + 1)).join(', ')}.`,
      fix: `bindery help ${first}`,
      suggestions: verbs,
    })
  const { nearNames } = await import('./near-names.ts')
  const asked = second === undefined ? first : `${first} ${second}`
  const nouns = [...new Set(paths.map((path) => path.split(' ')[0] ?? ''))]
  const near =
    verbs.length > 0 || second !== undefined
      ? nearNames(asked, paths)
      : nearNames(first, [...nouns, ...paths])
  throw new CliError({
    code: 'command_unknown',
    exit: 'usage',
    message: `There is no command "${asked}".${near.length === 0 ? '' : ` Did you mean "${near.join('" or "')}"?`}`,
    fix: 'bindery help',
    suggestions: near,
  })
}
