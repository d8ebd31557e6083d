import { PlatformError } from '@bindery/model'
import type { Witness } from './witness.ts'

/**
 * Why a token was not given, in words of ours. What the endpoint wrote is read for its error code alone, and only for the
 * codes of the standards (RFC 6749, section 5.2); the library's error is not kept, since it carries the answer.
 */
export function tokenFailure(error: unknown, witness: Witness, asked: AskedEndpoint): PlatformError {
  const { failure, status, isErrorUnderSuccess } = witness
  const { host } = asked
  if (failure !== undefined) return asTokenFailure(failure, host)
  if (error instanceof PlatformError) return error
  const code = knownCodes.find((known) => known === codeOf(error))
  if (code === 'invalid_grant') return invalidGrant(host)
  if (
    status === undefined ||
    isTransient(status) ||
    code === 'temporarily_unavailable' ||
    code === 'server_error'
  ) {
    return unavailable(host, status)
  }
  if (code !== undefined || status >= 400 || isErrorUnderSuccess === true) {
    const why =
      code ?? (isErrorUnderSuccess === true ? `an error under status ${status}` : `status ${status}`)
    const isClient = code === 'invalid_client' || code === undefined
    return refused(why, isClient ? asked : { host, hint: '', isEncoded: false })
  }
  return new PlatformError(
    'upstream_invalid_response',
    `The token endpoint at "${host}" answered with something other than a token (RFC 6749, section 5.1).`,
    { reason: 'token_endpoint', upstreamStatus: status },
  )
}

/** Whom was asked, and what else to try where the client is not known there. */
interface AskedEndpoint {
  readonly host: string
  readonly hint: string
  /** The client may be right and only be written in a way that the server does not read. */
  readonly isEncoded: boolean
}

/**
 * The same failure, said of the token endpoint. The provider's own request was not made, so a write that waited for its
 * token certainly did not happen.
 */
function asTokenFailure(failure: PlatformError, host: string): PlatformError {
  if (failure.code !== 'upstream_unreachable' && failure.code !== 'upstream_timeout') return failure
  const said = failure.code === 'upstream_timeout' ? 'did not answer in time' : 'cannot be reached'
  return new PlatformError(failure.code, `The token endpoint at "${host}" ${said}. The credential is kept.`, {
    ...failure.details,
    sent: 'no',
  })
}

const knownCodes = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_target',
  'access_denied',
  'temporarily_unavailable',
  'server_error',
] as const

function codeOf(error: unknown): string {
  return error instanceof Error && 'error' in error && typeof error.error === 'string' ? error.error : ''
}

const isTransient = (status: number): boolean => status >= 500 || status === 429 || status === 408

function invalidGrant(host: string): PlatformError {
  return new PlatformError(
    'integration_not_connected',
    `The authorisation server at "${host}" no longer accepts the grant. Connect the integration again.`,
    { reason: 'invalid_grant', sent: 'no' },
  )
}

function unavailable(host: string, status: number | undefined): PlatformError {
  return new PlatformError(
    'upstream_unreachable',
    `The token endpoint at "${host}" cannot answer at the moment. The credential is kept; try again.`,
    // `sent` speaks of the provider's own request, which was not made.
    { reason: 'token_endpoint', sent: 'no', ...(status === undefined ? {} : { upstreamStatus: status }) },
  )
}

function refused(why: string, { host, hint, isEncoded }: AskedEndpoint): PlatformError {
  return new PlatformError(
    'integration_connection_failed',
    `The token endpoint at "${host}" refused to give a token (${why}). Check client, secret and scopes.${hint}`,
    { reason: 'token_refused', sent: 'no', ...(isEncoded ? { members: { isEncoded } } : {}) },
  )
}
