import { isWrite, type OutcomeMessages, PlatformError, type Skill } from '@bindery/model'
import type { SendLog } from './watch-connection.ts'

/**
 * Whether a failed call certainly did nothing. Reads always count as failed. A write failed when no write was handed to
 * the connection, when the connection says that nothing left, or when the provider answered with an error; a lost or late
 * answer, one that cannot be read, a redirect after a POST and a gateway's 504 leave it unknown.
 */
export function outcomeOf(skill: Skill, error: PlatformError, log: SendLog): 'failed' | 'outcome_unknown' {
  if (!isWrite(skill.effect) || log.writes === 0) return 'failed'
  if (log.writes === 1 && error.details.sent === 'no') return 'failed'
  return error.code === 'upstream_error' && isDefinite(error.details.upstreamStatus)
    ? 'failed'
    : 'outcome_unknown'
}

/** The error of a write whose outcome is not known, with the reason that the first error had. */
export function unknownOutcome(skill: Skill, cause: PlatformError): PlatformError {
  const message =
    `It is not known whether "${skill.functionName}" happened (${cause.details.reason ?? cause.code}): ` +
    'only the provider can tell.'
  return new PlatformError('outcome_unknown', message, {
    cause,
    sent: 'maybe',
    reason: cause.details.reason ?? cause.code,
  })
}

/** What the agent may say about a failure, by the skill's messages. */
export function messageFor(messages: OutcomeMessages, error: PlatformError): string | undefined {
  if (error.code === 'upstream_timeout') return messages.timeout
  const status = error.details.upstreamStatus
  if (status === 401 || status === 403) return messages.unauthorized
  if (status === 404) return messages.notFound
  if (status === 429 || error.code === 'action_rate_limited') return messages.rateLimited
  return status !== undefined && status >= 500 ? messages.serverError : undefined
}

/** A 302 often answers a POST that worked; 307 and 308 say "not here". 504 is a gateway that gave up waiting. */
function isDefinite(status: number | undefined): boolean {
  if (status === undefined || status === 408 || status === 504) return false
  return status < 300 || status >= 400 || status === 307 || status === 308
}
