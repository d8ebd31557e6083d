import { PlatformError } from '@bindery/model'

/** Anything thrown, as the one error type; what is not known becomes `internal_error` with its cause. */
export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  return new PlatformError('internal_error', 'The call failed inside Bindery: see the log of the server.', {
    cause: error,
  })
}
