import { PlatformError, type RawRefusal } from '@bindery/model'
import { databaseRefused, type DatabaseRefusal, errorMember, sessionLost } from './database-failure.ts'

/** By SQLSTATE, or by its class of two characters. PostgreSQL 17, appendix A. */
const refusalOf: { readonly [state: string]: DatabaseRefusal | undefined } = {
  '28': 'authentication',
  '3D': 'database_unknown',
  '53300': 'too_many_connections',
  '57014': 'statement_timeout',
  '55P03': 'lock_timeout',
  '40': 'lock_timeout',
  '42501': 'permission_denied',
  '25006': 'read_only',
  '23505': 'unique_violation',
  '23503': 'reference_violation',
  '23': 'check_violation',
  '44': 'check_violation',
  '22': 'value_rejected',
  '42P01': 'schema_changed',
  '42703': 'schema_changed',
  '3F000': 'schema_changed',
}

/** Translates what pg throws while a statement runs. What the server wrote stands beside our sentence, never in it. */
export function postgresFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  const state = errorMember(error, 'code')
  if (!/^[0-9A-Z]{5}$/.test(state)) return sessionLost()
  // Class 08 and an administrator's shutdown end the session: a write may have been committed.
  if (state.startsWith('08') || state.startsWith('57P')) return sessionLost()
  return databaseRefused(refusalOf[state] ?? refusalOf[state.slice(0, 2)] ?? 'refused', saidBy(error, state))
}

/** Without `detail`, which repeats values of rows that the caller may not see. */
const saidBy = (error: unknown, state: string): RawRefusal => ({
  code: errorMember(error, 'constraint') || state,
  field: errorMember(error, 'column'),
  message: errorMember(error, 'message'),
})

/**
 * Translates what pg throws while a session opens: errors without a SQLSTATE are of the network or of TLS. Nothing was
 * sent before a session is open, whatever ended it.
 */
export function postgresOpeningFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  const state = errorMember(error, 'code')
  if (state.startsWith('57P')) return databaseRefused('not_ready', saidBy(error, state))
  if (state.startsWith('08')) return databaseRefused('not_opened', saidBy(error, state))
  if (/^[0-9A-Z]{5}$/.test(state)) return postgresFailure(error)
  const isTls =
    error instanceof Error &&
    /ssl|tls|certificate|altname/i.test(`${error.message} ${errorMember(error, 'code')}`)
  return databaseRefused(isTls ? 'tls' : 'not_opened')
}
