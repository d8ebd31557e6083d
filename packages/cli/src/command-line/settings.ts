import type { Given } from './parse-arguments.ts'
import { globalFlags, type OutputFormat } from './global-flags.ts'
import { usageError } from '../failures/cli-error.ts'

type GlobalFlags = typeof globalFlags
type ValueOf<Name extends keyof GlobalFlags> = ReturnType<GlobalFlags[Name]['read']>

/** What the global flags of a command line say. */
export interface GlobalSettings {
  readonly server: ValueOf<'server'>
  readonly profile: ValueOf<'profile'>
  readonly env: ValueOf<'env'>
  readonly output: OutputFormat
  readonly fields: readonly string[]
  readonly loudness: 'quiet' | 'normal' | 'verbose'
  readonly mayAsk: boolean
  readonly isAgreed: boolean
  /** `send` what is asked for, keep changes back (`dry-run`), or print the request only. */
  readonly sending: 'send' | 'dry-run' | 'print'
  readonly timeoutMs: number | undefined
  readonly idempotencyKey: string | undefined
  readonly wantsHelp: boolean
  readonly wantsVersion: boolean
  readonly isPlain: boolean
}

/** Throws CliError for a value that means nothing. */
export function readSettings(given: Given): GlobalSettings {
  const textsOf = (name: keyof GlobalFlags): readonly string[] => given.get(name) ?? []
  const isOn = (name: keyof GlobalFlags): boolean => textsOf(name).length > 0
  if (isOn('quiet') && isOn('verbose')) throw usageError('--quiet and --verbose exclude each other.')
  const seconds = globalFlags.timeout.read(textsOf('timeout'))
  return {
    server: globalFlags.server.read(textsOf('server')),
    profile: globalFlags.profile.read(textsOf('profile')),
    env: globalFlags.env.read(textsOf('env')),
    output: outputOf(globalFlags.output.read(textsOf('output')), isOn('json')),
    fields: textsOf('fields')
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter(Boolean),
    loudness: isOn('quiet') ? 'quiet' : isOn('verbose') ? 'verbose' : 'normal',
    mayAsk: !isOn('no-input'),
    isAgreed: isOn('yes'),
    sending: isOn('print-request') ? 'print' : isOn('dry-run') ? 'dry-run' : 'send',
    timeoutMs: seconds === undefined ? undefined : seconds * 1000,
    idempotencyKey: globalFlags['idempotency-key'].read(textsOf('idempotency-key')),
    wantsHelp: isOn('help'),
    wantsVersion: isOn('version'),
    isPlain: isOn('no-color'),
  }
}

function outputOf(given: OutputFormat | undefined, isJson: boolean): OutputFormat {
  if (!isJson) return given ?? 'table'
  if (given === undefined || given === 'json') return 'json'
  throw usageError(`--json and --output ${given} exclude each other.`)
}
