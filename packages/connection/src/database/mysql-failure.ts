import { PlatformError } from '@bindery/model'
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
  // Server errors are 1000 to 1999 and from 3000 on; what the driver says itself is about the session.
  const isServer = (errno >= 1000 && errno < 2000) || errno >= 3000
  const isShutdown = errno === 1053 || errno === 1927 || errno === 1184
  if (!isServer || isShutdown) return sessionLost()
  const said = { code: errorMember(error, 'code'), message: errorMember(error, 'sqlMessage') }
  return databaseRefused(refusalOf.get(String(errno)) ?? 'refused', said)
}

/** Translates what mysql2 throws while a session opens: errors without an errno are of the network or of TLS. */
export function mysqlOpeningFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  const errno = Number(errorMember(error, 'errno'))
  if (errno >= 1000) return databaseRefused(refusalOf.get(String(errno)) ?? 'authentication')
  const text = error instanceof Error ? `${error.message} ${errorMember(error, 'code')}` : ''
  return databaseRefused(/ssl|tls|cert|altname/i.test(text) ? 'tls' : 'authentication')
}
