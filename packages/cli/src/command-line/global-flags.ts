import { environments } from '@bindery/client'
import { choiceFlag, listFlag, numberFlag, type Parameter, switchFlag, textFlag } from './parameter.ts'

export const outputFormats = ['table', 'json', 'ndjson', 'yaml', 'csv'] as const
export type OutputFormat = (typeof outputFormats)[number]

const dayInSeconds = 86_400

/** Flags that every command takes. */
export const globalFlags = {
  server: textFlag('server', 'Address of the server; also BINDERY_SERVER (http://127.0.0.1:4400)'),
  profile: textFlag('profile', 'A sign-in kept by "login"; also BINDERY_PROFILE'),
  env: choiceFlag('env', 'The environment that the command is about', environments),
  json: switchFlag('json', 'The same as --output json'),
  output: choiceFlag('output', 'How data is written; a table unless given', outputFormats),
  fields: listFlag('fields', 'Only these members of the data: a,b.c'),
  quiet: switchFlag('quiet', 'No progress and no notes on standard error', { short: 'q' }),
  verbose: switchFlag('verbose', 'Each request on standard error', { short: 'v' }),
  'no-color': switchFlag('no-color', 'No colour; also NO_COLOR'),
  'no-input': switchFlag('no-input', 'Never ask; what is missing is an error'),
  yes: switchFlag('yes', 'Answer yes to what would be asked before something is taken away', { short: 'y' }),
  'dry-run': switchFlag('dry-run', 'Send no change; show what would be sent'),
  'print-request': switchFlag('print-request', 'Send nothing; print the request as a curl command, redacted'),
  timeout: numberFlag('timeout', 'Seconds that the whole command may take', { least: 1, most: dayInSeconds }),
  'idempotency-key': textFlag('idempotency-key', 'A write with the same key happens once'),
  help: switchFlag('help', 'What the command takes and answers', { short: 'h' }),
  version: switchFlag('version', 'The version of this command', { short: 'V' }),
} as const

export const globalParameters: readonly Parameter<unknown>[] = Object.values(globalFlags)
