import { PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { postgresFailure, postgresOpeningFailure } from './postgres-failure.ts'

const from = (members: object, message = 'canary') => Object.assign(new Error(message), members)
const told = (error: unknown) =>
  error instanceof PlatformError ? [error.code, error.details.reason, error.details.sent] : error

const refused: readonly (readonly [state: string, code: string, reason: string])[] = [
  ['28P01', 'integration_connection_failed', 'authentication'],
  ['3D000', 'integration_connection_failed', 'database_unknown'],
  ['53300', 'upstream_error', 'too_many_connections'],
  ['53200', 'upstream_error', 'refused'],
  ['57014', 'upstream_timeout', 'statement_timeout'],
  ['55P03', 'upstream_error', 'lock_timeout'],
  ['40P01', 'upstream_error', 'lock_timeout'],
  ['42501', 'upstream_error', 'permission_denied'],
  ['25006', 'upstream_error', 'read_only'],
  ['23505', 'upstream_error', 'unique_violation'],
  ['23503', 'upstream_error', 'reference_violation'],
  ['23502', 'upstream_error', 'check_violation'],
  ['44000', 'upstream_error', 'check_violation'],
  ['22001', 'upstream_error', 'value_rejected'],
  ['42P01', 'upstream_error', 'schema_changed'],
  ['42703', 'upstream_error', 'schema_changed'],
  ['3F000', 'upstream_error', 'schema_changed'],
  ['42601', 'upstream_error', 'refused'],
  ['XX000', 'upstream_error', 'refused'],
]

test.each(refused)('SQLSTATE %s undid the statement: %s, %s', (state, code, reason) => {
  expect(told(postgresFailure(from({ code: state })))).toEqual([code, reason, 'no'])
  expect(told(postgresOpeningFailure(from({ code: state })))).toEqual([code, reason, 'no'])
})

test.each(['08006', '08P01', '57P01', '57P03', '', 'ECONNRESET', '2300', '235055', ' 23505', undefined])(
  'after %j nobody knows whether a write happened',
  (code) => {
    const lost = ['upstream_unreachable', 'connection_lost', 'maybe']
    expect(told(postgresFailure(from({ code })))).toEqual(lost)
  },
)

test('what the server said stands beside our sentence, without the values of rows', () => {
  const error = postgresFailure(
    from({ code: '23505', constraint: 'tickets_key', column: 'ref', detail: 'Key (ref)=(secret row)' }),
  )
  expect(error.message).toBe('A row with the same unique value is there already.')
  expect(error.details.refusal?.tell((text) => text)).toEqual({
    code: 'tickets_key',
    field: 'ref',
    message: 'canary',
  })
})

test.each([
  ['self-signed certificate', {}, 'tls'],
  ['The server does not support SSL connections', {}, 'tls'],
  ['x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tls'],
  ['SASL: server signature is missing', {}, 'not_opened'],
  ['Connection terminated unexpectedly', {}, 'not_opened'],
  ['x', { code: '08P01' }, 'not_opened'],
])('a session that %j ended before it opened', (message, members, reason) => {
  const told = postgresOpeningFailure(from(members, message))
  expect(told).toMatchObject({ code: 'integration_connection_failed', details: { reason, sent: 'no' } })
})

test.each(['57P01', '57P02', '57P03'])('a server that says %s takes a session in a moment', (code) => {
  expect(told(postgresOpeningFailure(from({ code })))).toEqual(['upstream_error', 'not_ready', 'no'])
})

test('an error of ours passes through', () => {
  const own = new PlatformError('egress_blocked', 'no')
  expect([postgresFailure(own), postgresOpeningFailure(own)]).toEqual([own, own])
})
