import {
  type Effect,
  type ErrorDetails,
  isJsonArray,
  isJsonObject,
  isWrite,
  type Json,
  ownProperty,
  PlatformError,
  type RawRefusal,
  toRefusal,
} from '@bindery/model'

/** The parts of an answer over the GraphQL protocol (https://spec.graphql.org, section 7). */
export interface Answer {
  readonly errors: readonly Json[]
  /** What the root field gave; undefined when nothing was carried out. */
  readonly value: Json | undefined
  readonly status: number
  readonly effect: Effect
}

/** What failed, by the words that providers use in `extensions.code` and `type`, as the HTTP status that means the same. */
const statusOfCode = new Map<string, number>([
  ...toEntries(401, 'UNAUTHENTICATED AUTHENTICATION_ERROR NOT_AUTHENTICATED INVALID_TOKEN'),
  ...toEntries(
    403,
    'FORBIDDEN UNAUTHORIZED ACCESS_DENIED PERMISSION_DENIED INSUFFICIENT_SCOPES NOT_AUTHORIZED',
  ),
  ...toEntries(404, 'NOT_FOUND RESOURCE_NOT_FOUND'),
  ...toEntries(
    429,
    'THROTTLED RATE_LIMITED RATE_LIMIT RATE_LIMIT_EXCEEDED TOO_MANY_REQUESTS MAX_COST_EXCEEDED',
  ),
  ...toEntries(500, 'INTERNAL_SERVER_ERROR INTERNAL_ERROR INTERNAL'),
  ...toEntries(504, 'TIMEOUT GATEWAY_TIMEOUT DEADLINE_EXCEEDED'),
])

/**
 * A failed answer as PlatformError `upstream_error`, reason `graphql_errors`: how many errors, of what class, and whether
 * data came with them, and beside it what the provider wrote. A write gets a status only when it certainly did nothing.
 */
export function graphqlErrors({ errors, value, status, effect }: Answer): PlatformError {
  const partial = value !== undefined && value !== null
  const classified = errors.map(statusOf).find((known) => known !== undefined)
  const mayHaveHappened = isWrite(effect) && (partial || errors.some(isNested))
  const upstreamStatus = mayHaveHappened ? undefined : (classified ?? status)
  const count = errors.length
  const what = partial ? 'with errors and a part of the data, which is not used' : 'with errors'
  return new PlatformError('upstream_error', `The provider answered ${what} (${count}).`, {
    reason: 'graphql_errors',
    ...refusalOf(errors),
    ...(upstreamStatus === undefined ? {} : { upstreamStatus }),
    members: {
      errorCount: count,
      partial,
      ...(classified === undefined ? {} : { providerStatus: classified }),
    },
  })
}

/** The provider refused a write and says why in a field of its answer. */
export function userErrors(refused: readonly Json[], status: number): PlatformError {
  const count = refused.length
  return new PlatformError(
    'upstream_error',
    `The provider refused the values that were sent (${count} errors).`,
    {
      reason: 'user_errors',
      ...refusalOf(refused),
      upstreamStatus: status,
      members: { errorCount: count },
    },
  )
}

/** What entries of `errors` or of an error channel say. */
function refusalOf(errors: readonly Json[]): Pick<ErrorDetails, 'refusal'> {
  const said = errors.filter(isJsonObject).map((error): RawRefusal => {
    const extensions = ownProperty(error, 'extensions')
    const inner =
      extensions !== undefined && isJsonObject(extensions) ? ownProperty(extensions, 'code') : undefined
    return {
      code:
        ownProperty(error, 'code') ?? inner ?? ownProperty(error, 'type') ?? ownProperty(error, '__typename'),
      field: ownProperty(error, 'field') ?? ownProperty(error, 'path'),
      message: ownProperty(error, 'message'),
    }
  })
  const refusal = toRefusal(said)
  return refusal === undefined ? {} : { refusal }
}

/** An error below the root field: what the root field did may have happened. */
function isNested(error: Json): boolean {
  const path = isJsonObject(error) ? ownProperty(error, 'path') : undefined
  return isJsonArray(path) && path.length > 1
}

function statusOf(error: Json): number | undefined {
  if (!isJsonObject(error)) return undefined
  const extensions = ownProperty(error, 'extensions')
  const code =
    (isJsonObject(extensions) ? ownProperty(extensions, 'code') : undefined) ?? ownProperty(error, 'type')
  return typeof code === 'string' ? statusOfCode.get(code.toUpperCase()) : undefined
}

function toEntries(status: number, codes: string): readonly (readonly [string, number])[] {
  return codes.split(' ').map((code) => [code, status] as const)
}
