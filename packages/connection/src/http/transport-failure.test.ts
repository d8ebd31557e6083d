import { PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { type Phase, transportFailure } from './transport-failure.ts'

const coded = (code: string): Error => Object.assign(new Error('provider text'), { code })
const named = (name: string): Error => Object.assign(new Error('provider text'), { name })

test.each<readonly [string, unknown, 'no' | 'maybe', Phase, string]>([
  [
    'headers that never end',
    coded('UND_ERR_HEADERS_TIMEOUT'),
    'maybe',
    'request',
    'upstream_timeout deadline',
  ],
  [
    'a body that never goes on',
    coded('UND_ERR_BODY_TIMEOUT'),
    'maybe',
    'response',
    'upstream_timeout deadline',
  ],
  ['a deadline', named('TimeoutError'), 'no', 'aborted', 'upstream_timeout deadline'],
  ['a cancellation', named('AbortError'), 'maybe', 'aborted', 'upstream_timeout cancelled'],
  ['a cancellation without an error', undefined, 'maybe', 'aborted', 'upstream_timeout cancelled'],
  ['a refused connection', coded('ECONNREFUSED'), 'no', 'request', 'upstream_unreachable connect'],
  [
    'a slow connection',
    coded('UND_ERR_CONNECT_TIMEOUT'),
    'no',
    'request',
    'upstream_unreachable connect_timeout',
  ],
  ['a bad certificate', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'no', 'request', 'upstream_unreachable tls'],
  ['a lost connection', coded('ECONNRESET'), 'maybe', 'request', 'upstream_unreachable connection_lost'],
  [
    'a connection lost in a body',
    coded('ECONNRESET'),
    'maybe',
    'response',
    'upstream_invalid_response truncated',
  ],
  [
    'headers beyond the cap',
    coded('UND_ERR_HEADERS_OVERFLOW'),
    'maybe',
    'request',
    'upstream_invalid_response headers_too_large',
  ],
  ['what is not HTTP', named('HTTPParserError'), 'maybe', 'request', 'upstream_invalid_response not_http'],
  [
    'a number as code',
    Object.assign(new Error('x'), { code: 7 }),
    'no',
    'request',
    'upstream_unreachable connect',
  ],
  ['a thrown text', 'provider text', 'no', 'request', 'upstream_unreachable connect'],
])('%s', (...[, cause, sent, phase, expected]) => {
  const failure = transportFailure(cause, sent, phase)
  expect(`${failure.code} ${failure.details.reason}`).toBe(expected)
  expect(failure.message).not.toContain('provider text')
})

test('a typed error passes as it is', () => {
  const error = new PlatformError('egress_blocked', 'no')
  expect(transportFailure(error, 'no', 'request')).toBe(error)
})
