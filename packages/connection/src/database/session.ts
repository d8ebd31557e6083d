import type { Socket } from 'node:net'
import type { SqlRows, SqlStatement } from '@bindery/model'
import type { DatabaseLogin } from '../auth/database-login.ts'

/** A read session is read-only from its first moment to its last; a write session is not. */
export type SessionMode = 'read' | 'write'

/** A socket that is connected already, and who logs in through it. */
export interface SessionOpening {
  readonly socket: Socket
  readonly login: DatabaseLogin
  readonly mode: SessionMode
}

/** One authenticated, prepared session of a database server, used by one call at a time. */
export interface Session {
  /** False once it is closed or in a state that nobody knows. */
  readonly isUsable: boolean
  /** Runs one statement and its read-back, a write as one transaction. Throws PlatformError. */
  readonly run: (statement: SqlStatement) => Promise<SqlRows>
  /** Ends it at once, whatever runs: the server gives up what was not committed. */
  readonly close: () => void
}

/** Opens a session and proves that it is what its mode says. Throws PlatformError. */
export type OpenSession = (mode: SessionMode, signal: AbortSignal) => Promise<Session>

/** Server-side limits of every session, in ms: the server stops by itself what outlives them. */
export const sessionLimits = { statementMs: 30_000, lockMs: 3000, idleInTransactionMs: 15_000 } as const
