import type { Problem } from '@bindery/client'
import type { Exit } from './exit-codes.ts'

/** Why the command itself cannot go on, beside the codes of the server. */
export type CliCode =
  | 'usage'
  | 'command_unknown'
  | 'flag_unknown'
  | 'input_missing'
  | 'input_invalid'
  | 'name_unknown'
  | 'name_ambiguous'
  | 'not_signed_in'
  | 'server_unreachable'
  | 'answer_unreadable'
  | 'timed_out'
  | 'interrupted'
  | 'not_available'
  | 'drift_found'

export interface Failure {
  /** One of our own, or that which the server gave. */
  readonly code: CliCode | Problem['code']
  readonly exit: Exit
  /** What is wrong, in one sentence that names the thing. */
  readonly message: string
  /** What to do about it: a command or a flag where there is one. */
  readonly fix?: string
  /** Whether the same line may succeed later as it is. */
  readonly isRetryable?: boolean
  readonly suggestions?: readonly string[]
}

/** A failure of the command line, before or beside what the server says. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly failure: Failure

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause })
    this.failure = failure
  }
}

export const usageError = (message: string, fix?: string): CliError =>
  new CliError({ code: 'usage', exit: 'usage', message, ...(fix !== undefined && { fix }) })

export const missingInput = (message: string, fix: string): CliError =>
  new CliError({ code: 'input_missing', exit: 'usage', message, fix })

export const invalidInput = (message: string, fix?: string): CliError =>
  new CliError({ code: 'input_invalid', exit: 'invalid', message, ...(fix !== undefined && { fix }) })
