import { type ErrorCode, type ErrorDetails, PlatformError } from '@bindery/model'
import type { Behaviour } from './sample-run.ts'

const errorOf = (code: ErrorCode, details: ErrorDetails): PlatformError =>
  new PlatformError(code, `The provider failed with ${code}.`, details)

/** A provider that fails in one way; `failing.error` is the failure alone. */
export const failing = Object.assign(
  (code: ErrorCode, details: ErrorDetails): Behaviour =>
    () =>
      Promise.reject(errorOf(code, details)),
  { error: errorOf },
)
