import { PlatformError } from '@bindery/model'

/** A value that cannot travel in its place; names the argument and never repeats the value. */
export function argumentError(argument: string, problem: string): PlatformError {
  const name = argument.slice(0, 120).toWellFormed()
  return new PlatformError('validation_error', `The argument "${name}" ${problem}.`, {
    reason: 'argument_not_encodable',
    members: { argument: name },
  })
}
