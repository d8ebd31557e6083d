import { checkDatabaseAddress, type Credential } from '@bindery/connection'
import { PlatformError } from '@bindery/model'
import { dialectOf } from '@bindery/sources'
import type { Needs } from '../kernel/needs.ts'
import { checkEndpoints } from '../credentials/check-endpoints.ts'

/**
 * A database takes a database user at a host that may be reached, and nothing else does; a credential with endpoints of
 * its own may only name those that may be reached.
 */
export function checkCredential(services: Needs<'egress'>, type: string, credential: Credential): void {
  checkEndpoints(services, credential)
  const dialect = dialectOf(type)
  if (dialect !== undefined && credential.login !== undefined) {
    checkDatabaseAddress(credential.login, dialect, services.egress.policy)
    return
  }
  if (dialect === undefined && credential.login === undefined) return
  const expected =
    dialect === undefined
      ? 'The credential is that of a database, and the integration is none.'
      : 'A database needs the members host, database, user, password and sslmode.'
  throw new PlatformError('validation_error', expected, {
    issues: [{ code: 'credential_type', severity: 'error', path: ['credentials'], message: expected }],
  })
}
