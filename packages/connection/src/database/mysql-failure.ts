import { PlatformError, type RawRefusal } from '@bindery/model'
import { databaseRefused, type DatabaseRefusal, errorMember, sessionLost } from './database-failure.ts'

/** By errno: some errors of MariaDB (1969) have no other code. */
const byErrno: readonly (readonly [DatabaseRefusal, readonly number[]])[] = [
  ['authentication', [1044, 1045, 1130, 1251, 1524, 1698, 1862, 2059, 3118, 4151]],
  ['database_unknown', [1049]],
  ['too_many_connections', [1040, 1203, 1226]],
  ['statement_timeout', [1317, 1969, 3024]],
  ['lock_timeout', [1205, 1213]],
  ['permission_denied', [1142, 1143, 1227, 1370]],
  ['read_only', [1290, 1792, 1836]],
  ['unique_violation', [1062, 1586]],
  ['reference_violation', [1216, 1217, 1451, 1452]],
  ['check_violation', [1048, 1263, 1364, 3819, 4025]],
  ['value_rejected', [1264, 1265, 1292, 1366, 1406, 1411, 1416, 1525, 3140, 3732]],
  ['schema_changed', [1054, 1146]],
]

const refusalOf: ReadonlyMap<string, DatabaseRefusal> = new Map(
  byErrno.flatMap(([refusal, numbers]) => numbers.map((number) => [String(number), refusal] as const)),
)

/** Translates what mysql2 throws while a statement runs. What the server wrote stands beside our sentence, never in it. */
export function mysqlFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  const errno = Number(errorMember(error, 'errno'))
  if (!isOfServer(errno) || endings.has(errno)) return sessionLost()
  return databaseRefused(refusalOf.get(String(errno)) ?? 'refused', saidBy(error))
}

/** A server that stops, and sessions that it ended. */
const endings: ReadonlySet<number> = new Set([1053, 1184, 1927])

/** Server errors are 1000 to 1999 and from 3000 on; what the driver says itself is about the session. */
const isOfServer = (errno: number): boolean => (errno >= 1000 && errno < 2000) || errno >= 3000

const saidBy = (error: unknown): RawRefusal => ({
  code: errorMember(error, 'code'),
  message: errorMember(error, 'sqlMessage'),
})

/**
 * Translates what mysql2 throws while a session opens: errors without an errno of the server are of the network or of TLS.
 * Nothing was sent before a session is open, whatever ended it.
 */
export function mysqlOpeningFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  const errno = Number(errorMember(error, 'errno'))
  if (endings.has(errno)) return databaseRefused('not_ready', saidBy(error))
  if (isOfServer(errno)) return databaseRefused(refusalOf.get(String(errno)) ?? 'not_opened', saidBy(error))
  const text = error instanceof Error ? `${error.message} ${errorMember(error, 'code')}` : ''
  return databaseRefused(/ssl|tls|cert|altname/i.test(text) ? 'tls' : 'not_opened')
}
