import { PlatformError } from '@bindery/model'
import { unusable } from './body-collector.ts'

/** How far a request had come: `request` before the first byte of an answer, `response` within it. */
export type Phase = 'aborted' | 'request' | 'response'

/**
 * Translates what undici, TLS, DNS and abort signals throw. A PlatformError passes through, so refusals of the egress
 * guard keep their code. Nothing that the provider wrote gets into a message.
 */
export function transportFailure(cause: unknown, sent: 'no' | 'maybe', phase: Phase): PlatformError {
  if (cause instanceof PlatformError) return cause
  if (phase === 'aborted') return aborted(cause, sent)
  const code = codeOf(cause)
  if (timeouts.has(code)) return timedOut(cause, sent)
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return unusable('headers_too_large', 'has more headers than allowed', cause)
  if (isParserError(cause) && phase === 'request') return unusable('not_http', 'is not HTTP')
  if (phase === 'response') return unusable('truncated', 'ended before it was complete')
  return unreachable(cause, sent, code)
}

const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

function aborted(cause: unknown, sent: 'no' | 'maybe'): PlatformError {
  const isDeadline = cause instanceof Error && cause.name === 'TimeoutError'
  if (isDeadline) return timedOut(cause, sent)
  return new PlatformError('upstream_timeout', 'The call was cancelled before the provider had answered.', {
    cause,
    sent,
    reason: 'cancelled',
  })
}

function timedOut(cause: unknown, sent: 'no' | 'maybe'): PlatformError {
  const message = 'The provider did not answer within the time that the call allows.'
  return new PlatformError('upstream_timeout', message, { cause, sent, reason: 'deadline' })
}

function unreachable(cause: unknown, sent: 'no' | 'maybe', code: string): PlatformError {
  if (sent === 'maybe') {
    const message = 'The connection to the provider was lost before it answered.'
    return new PlatformError('upstream_unreachable', message, { cause, sent, reason: 'connection_lost' })
  }
  const reason = isTlsCode(code) ? 'tls' : code === 'UND_ERR_CONNECT_TIMEOUT' ? 'connect_timeout' : 'connect'
  return new PlatformError('upstream_unreachable', connectMessages[reason], { cause, sent, reason })
}

const connectMessages = {
  connect:
    'The provider does not accept connections at the address of the connection: check the base URL and port.',
  connect_timeout: 'The provider did not accept a connection in time.',
  tls: 'The certificate of the provider is not valid for its name: nothing was sent.',
} as const

// Such an error carries what the provider wrote, which may echo a credential: it is never kept as a cause.
const isParserError = (cause: unknown): boolean => cause instanceof Error && cause.name === 'HTTPParserError'

const isTlsCode = (code: string): boolean =>
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error) || !('code' in cause)) return ''
  return typeof cause.code === 'string' ? cause.code : ''
}
