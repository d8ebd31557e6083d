import { PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { mysqlFailure, mysqlOpeningFailure } from './mysql-failure.ts'

const from = (members: object, message = 'canary') => Object.assign(new Error(message), members)
const told = (error: PlatformError) => [error.code, error.details.reason, error.details.sent]

const refused: readonly (readonly [reason: string, code: string, numbers: readonly number[]])[] = [
  ['authentication', 'integration_connection_failed', [1044, 1045, 1130, 1698, 3118, 4151]],
  ['database_unknown', 'integration_connection_failed', [1049]],
  ['too_many_connections', 'upstream_error', [1040, 1203, 1226]],
  ['statement_timeout', 'upstream_timeout', [1317, 1969, 3024]],
  ['lock_timeout', 'upstream_error', [1205, 1213]],
  ['permission_denied', 'upstream_error', [1142, 1143, 1227, 1370]],
  ['read_only', 'upstream_error', [1290, 1792, 1836]],
  ['unique_violation', 'upstream_error', [1062, 1586]],
  ['reference_violation', 'upstream_error', [1216, 1217, 1451, 1452]],
  ['check_violation', 'upstream_error', [1048, 1263, 1364, 3819, 4025]],
  ['value_rejected', 'upstream_error', [1264, 1265, 1292, 1366, 1406, 3140, 3732]],
  ['schema_changed', 'upstream_error', [1054, 1146]],
  ['refused', 'upstream_error', [1000, 1064, 1999, 3000, 4999]],
]

test.each(refused)('%s is told by its number, and undid the statement', (reason, code, numbers) => {
  for (const errno of numbers) expect(told(mysqlFailure(from({ errno })))).toEqual([code, reason, 'no'])
})

test.each([1053, 1184, 1927, 999, 2000, 2006, 2013, 2999, 0, undefined, 'x'])(
  'after %j nobody knows whether a write happened',
  (errno) => {
    expect(told(mysqlFailure(from({ errno })))).toEqual(['upstream_unreachable', 'connection_lost', 'maybe'])
  },
)

test('what the server said stands beside our sentence, never in it', () => {
  const error = mysqlFailure(from({ errno: 1062, code: 'ER_DUP_ENTRY', sqlMessage: 'Duplicate entry' }))
  expect(error.message).toBe('A row with the same unique value is there already.')
  expect(error.details.refusal?.tell((text) => text)).toEqual({
    code: 'ER_DUP_ENTRY',
    message: 'Duplicate entry',
  })
})

test.each<[string, object, string]>([
  ['x', { errno: 1045 }, 'authentication'],
  ['x', { errno: 1129 }, 'not_opened'],
  ['x', { errno: 1049 }, 'database_unknown'],
  ['x', { errno: 2026 }, 'not_opened'],
  ['Server does not support secure connection (TLS)', {}, 'tls'],
  ['x', { code: 'HANDSHAKE_NO_SSL_SUPPORT' }, 'tls'],
  ['unable to verify the first certificate', { errno: -1 }, 'tls'],
  ['closed', {}, 'not_opened'],
])('a session that ended with %j and %j before it opened: %s', (message, members, reason) => {
  const error = mysqlOpeningFailure(from(members, message))
  expect([error.code, error.details.reason, error.details.sent]).toEqual([
    'integration_connection_failed',
    reason,
    'no',
  ])
})

test.each([1053, 1184, 1927])('a server that says %d takes a session in a moment', (errno) => {
  expect(told(mysqlOpeningFailure(from({ errno })))).toEqual(['upstream_error', 'not_ready', 'no'])
})

test('an error of ours passes through', () => {
  const own = new PlatformError('egress_blocked', 'no')
  expect([mysqlFailure(own), mysqlOpeningFailure(own)]).toEqual([own, own])
})
