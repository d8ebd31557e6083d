import { isWrite, type SqlRows, type SqlStatement, within } from '@bindery/model'
import { Bulkhead, type CallBounds, standardBounds, toLimits } from '../http/bulkhead.ts'
import { transportFailure } from '../http/transport-failure.ts'
import type { OpenSession, Session, SessionMode } from './session.ts'

/** Sessions unused for 30 s are closed, and one is opened within 2 s. */
const poolLimits = { idleMs: 30_000, openMs: 2000 } as const

/**
 * The sessions of one login at one server, read and write ones apart. Sessions that are not known to be sound are closed,
 * never reused.
 */
export class SessionPool {
  readonly #open: OpenSession
  readonly #sessions: number
  readonly #bulkhead: Bulkhead
  readonly #idle: { readonly [mode in SessionMode]: Session[] } = { read: [], write: [] }
  readonly #busy = new Set<Session>()
  #opening = 0
  #sweep: NodeJS.Timeout | undefined
  #isClosed = false

  /** As many sessions as calls may be under way at once; the others wait, first come, first served. */
  constructor(open: OpenSession, bounds: CallBounds = standardBounds.sql) {
    this.#open = open
    this.#sessions = bounds.atOnce
    this.#bulkhead = new Bulkhead(toLimits(bounds))
  }

  /** Nothing runs and nothing waits. */
  get isIdle(): boolean {
    return this.#bulkhead.isIdle
  }

  /** Runs a statement on a session of its kind; an aborted `signal` ends the session. Throws PlatformError. */
  async run(statement: SqlStatement, signal: AbortSignal): Promise<SqlRows> {
    return this.#bulkhead.run(async () => {
      if (signal.aborted) throw transportFailure(signal.reason, 'no', 'aborted')
      const session = await this.#take(isWrite(statement.effect) ? 'write' : 'read', signal)
      return this.#use(session, statement, signal)
    })
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#sweep)
    for (const session of [...this.#busy, ...this.#idle.read, ...this.#idle.write]) session.close()
    this.#idle.read.length = 0
    this.#idle.write.length = 0
  }

  async #take(mode: SessionMode, signal: AbortSignal): Promise<Session> {
    for (let session = this.#idle[mode].pop(); session !== undefined; session = this.#idle[mode].pop()) {
      if (session.isUsable) return session
    }
    const isFull =
      this.#opening + this.#busy.size + this.#idle.read.length + this.#idle.write.length >= this.#sessions
    if (isFull) this.#idle[mode === 'read' ? 'write' : 'read'].shift()?.close()
    return this.#openInTime(mode, signal)
  }

  async #openInTime(mode: SessionMode, signal: AbortSignal): Promise<Session> {
    this.#opening += 1
    try {
      return await within(signal, poolLimits.openMs, async (deadline) =>
        this.#open(mode, deadline).catch((error: unknown) => {
          const isLate = deadline.aborted
          throw transportFailure(isLate ? deadline.reason : error, 'no', isLate ? 'aborted' : 'request')
        }),
      )
    } finally {
      this.#opening -= 1
    }
  }

  async #use(session: Session, statement: SqlStatement, signal: AbortSignal): Promise<SqlRows> {
    const mode: SessionMode = isWrite(statement.effect) ? 'write' : 'read'
    const stop = (): void => session.close()
    this.#busy.add(session)
    signal.addEventListener('abort', stop, { once: true })
    // It may have aborted while the session opened.
    if (signal.aborted) stop()
    try {
      return await session.run(statement)
    } catch (error) {
      throw signal.aborted ? transportFailure(signal.reason, 'maybe', 'aborted') : error
    } finally {
      signal.removeEventListener('abort', stop)
      this.#busy.delete(session)
      this.#release(session, mode)
    }
  }

  #release(session: Session, mode: SessionMode): void {
    if (this.#isClosed || !session.isUsable) session.close()
    else this.#idle[mode].push(session)
    this.#sweep = this.#sweep?.refresh() ?? setTimeout(() => this.#closeIdle(), poolLimits.idleMs).unref()
  }

  #closeIdle(): void {
    for (const mode of ['read', 'write'] as const) {
      for (const session of this.#idle[mode].splice(0)) session.close()
    }
  }
}
