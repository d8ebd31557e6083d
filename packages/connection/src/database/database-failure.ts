import { type ErrorCode, PlatformError, type RawRefusal, toRefusal } from '@bindery/model'

/** What a database server can refuse, in words that both dialects share. */
export type DatabaseRefusal = keyof typeof refusals

interface RefusalRow {
  readonly code: ErrorCode
  readonly message: string
  /** The HTTP status that says the same, for messages by outcome. */
  readonly status?: number
}

const refusals = {
  authentication: {
    code: 'integration_connection_failed',
    message:
      'The database refused the user: check user, password and database, and that the user may log in.',
    status: 401,
  },
  database_unknown: {
    code: 'integration_connection_failed',
    message: 'The server has no database of that name that the user may connect to.',
  },
  not_opened: {
    code: 'integration_connection_failed',
    message:
      'The server did not open the session. Check that host and port lead to a database of this kind and that it takes sessions; what it said of it, if anything, stands beside this.',
  },
  not_ready: {
    code: 'upstream_error',
    message: 'The database server is starting or stopping: try again in a moment.',
    status: 503,
  },
  tls: {
    code: 'integration_connection_failed',
    message:
      'No session with TLS could be made: the server offers none, or its certificate does not lead to a trusted authority or does not name the host. Give the authority as ca_pem. A server without TLS takes sslmode "disable", where this installation lists its address.',
  },
  not_read_only: {
    code: 'integration_connection_failed',
    message:
      'The session could not be made read-only, so nothing is read. Connect to the database itself: poolers may drop start options.',
  },
  session_altered: {
    code: 'integration_connection_failed',
    message:
      'The session did not keep the settings under which text is only text, so nothing is sent. Connect to the database itself: poolers may change sessions.',
  },
  too_many_connections: {
    code: 'upstream_error',
    message: 'The database accepts no more sessions.',
    status: 503,
  },
  statement_timeout: {
    code: 'upstream_timeout',
    message: 'The database stopped the statement at its time limit.',
  },
  lock_timeout: {
    code: 'upstream_error',
    message: 'Another transaction holds the row: try again in a moment.',
    status: 503,
  },
  permission_denied: {
    code: 'upstream_error',
    message: 'The database user lacks a privilege on the table or column.',
    status: 403,
  },
  read_only: { code: 'upstream_error', message: 'The database session may only read.', status: 403 },
  unique_violation: {
    code: 'upstream_error',
    message: 'A row with the same unique value is there already.',
    status: 409,
  },
  reference_violation: {
    code: 'upstream_error',
    message: 'A value refers to a row that does not exist, or other rows still refer to this one.',
    status: 409,
  },
  check_violation: {
    code: 'upstream_error',
    message: 'A value is missing or breaks a rule of the table.',
    status: 422,
  },
  value_rejected: {
    code: 'upstream_error',
    message: 'A value does not fit the type or length of its column.',
    status: 422,
  },
  schema_changed: {
    code: 'upstream_error',
    message: 'A table or column of the skill is no longer there. Discover the schema again.',
    status: 410,
  },
  refused: { code: 'upstream_error', message: 'The database refused the statement.', status: 500 },
} as const satisfies Record<string, RefusalRow>

/**
 * The error of a refusal, with what the server said of it. The server undid the statement, so a refused write did not
 * happen.
 */
export function databaseRefused(refusal: DatabaseRefusal, said: RawRefusal = {}): PlatformError {
  const row: RefusalRow = refusals[refusal]
  const status = row.status === undefined ? {} : { upstreamStatus: row.status }
  const words = toRefusal([said])
  return new PlatformError(row.code, row.message, {
    reason: refusal,
    sent: 'no',
    ...status,
    ...(words === undefined ? {} : { refusal: words }),
  })
}

/** A session that ended under a statement: nobody knows whether a write happened. */
export function sessionLost(): PlatformError {
  const message = 'The session with the database ended before it answered.'
  return new PlatformError('upstream_unreachable', message, { reason: 'connection_lost', sent: 'maybe' })
}

/** Members of the server that drivers put on their errors. */
type DriverMember = 'code' | 'errno' | 'constraint' | 'column' | 'sqlMessage' | 'message'

/** Member `name` of an error, when it is text or a number. Drivers add the server's codes that way. */
export function errorMember(error: unknown, name: DriverMember): string {
  if (!(error instanceof Error)) return ''
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
