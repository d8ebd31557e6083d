import { adviceFor } from './advice.ts'
import {
  errorTable,
  type Issue,
  PlatformError,
  type ProviderRefusal,
  type Remedy,
  toDotted,
  toPointer,
} from '@bindery/model'

/** The one error body of every face: RFC 9457 members and their plain twins. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: string
  readonly request_id: string
  readonly errors?: readonly ProblemEntry[]
  readonly message: string
  readonly error: string
  readonly statusCode: number
  /** The provider's own words: data of somebody else, cleaned. */
  readonly provider?: ProviderRefusal
  /** What may remove its cause. */
  readonly remedy?: Remedy
  readonly [member: string]: unknown
}

export interface ProblemEntry {
  readonly field: string
  /** JSON Pointer of `field`. */
  readonly path: string
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly suggestions?: readonly string[]
  readonly fixes?: Issue['fixes']
}

/** Translates any failure. What is not a PlatformError tells the caller nothing but the request's id. */
export function toProblem(error: unknown, request: { readonly id: string; readonly url: string }): Problem {
  const known = toPlatformError(error)
  const { status, title, actor } = errorTable[known.code]
  const { retryable, next } = adviceFor(known)
  return {
    type: `/docs/errors/${known.code}`,
    title,
    status,
    detail: known.message,
    instance: request.url.split('?')[0] ?? request.url,
    code: known.code,
    request_id: request.id,
    ...(known.details.issues === undefined ? {} : { errors: known.details.issues.map(toProblemEntry) }),
    message: known.message,
    error: title,
    statusCode: status,
    actor,
    retryable,
    next,
    ...(known.details.remedy === undefined ? {} : { remedy: known.details.remedy }),
    ...(known.details.reason === undefined ? {} : { reason: known.details.reason }),
    ...(known.details.upstreamStatus === undefined ? {} : { upstreamStatus: known.details.upstreamStatus }),
    ...(known.details.provider === undefined ? {} : { provider: known.details.provider }),
    ...known.details.members,
  }
}

export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  return new PlatformError(
    'internal_error',
    'Something failed inside Bindery. The request id finds it in the log.',
    {
      cause: error,
    },
  )
}

export function toProblemEntry(issue: Issue): ProblemEntry {
  return {
    field: toDotted(issue.path),
    path: toPointer(issue.path),
    code: issue.code,
    severity: issue.severity,
    message: issue.message,
    ...(issue.suggestions === undefined || issue.suggestions.length === 0
      ? {}
      : { suggestions: issue.suggestions }),
    ...(issue.fixes === undefined || issue.fixes.length === 0 ? {} : { fixes: issue.fixes }),
  }
}
