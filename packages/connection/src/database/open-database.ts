import type { Socket } from 'node:net'
import { fingerprintText, PlatformError, type SqlRows, type SqlStatement } from '@bindery/model'
import type { DatabaseLogin } from '../auth/database-login.ts'
import type { ConnectionTarget, SqlDialect } from '../connection-target.ts'
import { checkDialTarget, type DialTarget } from '../egress/dial.ts'
import type { Egress } from '../egress/egress.ts'
import type { EgressPolicy } from '../egress/egress-policy.ts'
import { openMysqlSession } from './mysql-session.ts'
import { openPostgresSession } from './postgres-session.ts'
import type { OpenSession } from './session.ts'
import type { SessionPool } from './session-pool.ts'

const dialects = {
  postgres: { port: 5432, openSession: openPostgresSession },
  mysql: { port: 3306, openSession: openMysqlSession },
} as const

/** Runs statements on the sessions of one login. Opens none before the first statement. */
export function openDatabase(
  target: ConnectionTarget,
  dialect: SqlDialect,
): (statement: SqlStatement, signal: AbortSignal) => Promise<SqlRows> {
  const { login } = target.credential
  if (login === undefined) return () => Promise.reject(noLogin(target.credential.method))
  const { openSession } = dialects[dialect]
  const open: OpenSession = async (mode, signal) => {
    const socket = await dialDatabase(target.egress, { login, dialect }, signal)
    const stop = (): void => {
      socket.destroy()
    }
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await openSession({ socket, login, mode })
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
  const name = `${target.key} ${dialect} ${fingerprintLogin(login)}`
  const pool = (): SessionPool => target.egress.sessions(name, open, target.bounds)
  return (statement, signal) => pool().run(statement, signal)
}

/** Decides on the address of a login as far as it can be decided without a lookup. Throws `egress_blocked`. */
export function checkDatabaseAddress(login: DatabaseLogin, dialect: SqlDialect, policy: EgressPolicy): void {
  checkDialTarget(dialTargetOf(login, dialect), policy)
}

/** Opens a socket to the database of a login, at a checked address. Throws what dialling throws. */
export function dialDatabase(
  egress: Pick<Egress, 'dial'>,
  { login, dialect }: { readonly login: DatabaseLogin; readonly dialect: SqlDialect },
  signal: AbortSignal,
): Promise<Socket> {
  return egress.dial(dialTargetOf(login, dialect), signal)
}

function dialTargetOf(login: DatabaseLogin, dialect: SqlDialect): DialTarget {
  const privacy = login.sslmode === 'disable' ? 'plain' : 'tls'
  return { host: login.host, port: login.port ?? dialects[dialect].port, privacy }
}

/** Tells apart whatever decides who logs in where: another password is another pool. */
function fingerprintLogin({ password, ...login }: DatabaseLogin): string {
  return fingerprintText(JSON.stringify([login, password.reveal()]))
}

function noLogin(method: string): PlatformError {
  return new PlatformError(
    'integration_not_connected',
    `A database needs a credential of type sql, not "${method}": give host, database, user, password and sslmode.`,
    { reason: 'no_login', sent: 'no' },
  )
}
