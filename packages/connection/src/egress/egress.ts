import type { Dispatcher } from 'undici'
import { Pool } from 'undici'
import { SessionPool } from '../database/session-pool.ts'
import type { OpenSession } from '../database/session.ts'
import { Breaker } from '../http/breaker.ts'
import { AdaptiveLimit } from '../http/adaptive-limit.ts'
import { Bulkhead, type CallBounds, standardBounds, toLimits } from '../http/bulkhead.ts'
import { RetryBudget } from '../http/retry-budget.ts'
import { TokenCache } from '../oauth/token-cache.ts'
import { type Dial, guardedDial } from './dial.ts'
import { type Greet, greeter } from './greet.ts'
import type { EgressPolicy } from './egress-policy.ts'
import { guardedConnector } from './guarded-connector.ts'
import { type Closable, KeptDoors } from './kept-doors.ts'
import type { Lookup } from './resolve-target.ts'
import { systemResolver } from './resolve-target.ts'

export interface EgressOptions {
  readonly policy: EgressPolicy
  /** The resolver of the operating system when absent. */
  readonly lookup?: Lookup
  /** For DNS, TCP and TLS together, per address; 5,000 when absent. */
  readonly connectTimeoutMs?: number
  /** Certificates (PEM) to trust beside the public roots, for providers with a private authority. */
  readonly extraRoots?: readonly string[]
  /** Most doors of a kind that are kept open, 200 when absent; the one unused for longest is closed. */
  readonly maxDoors?: number
}

/** The sockets, places, breaker, retries and known habits of one connection. Never shared between organisations. */
export interface Door {
  readonly pool: Dispatcher
  readonly bulkhead: Bulkhead
  /** What was seen of how much the provider copes with. */
  readonly limit: AdaptiveLimit
  readonly breaker: Breaker
  readonly retries: RetryBudget
  readonly habits: Map<string, string>
}

/** Everything that one process sends to providers: its policy, and the doors it has opened. */
export interface Egress {
  readonly policy: EgressPolicy
  /**
   * The door of a key (`organisation/integration/environment`) to one origin, opened on first use. Other bounds are another door,
   * which knows nothing of the one before. Those of HTTP hold when absent.
   */
  readonly door: (key: string, origin: string, bounds?: CallBounds) => Door
  /** Opens one socket to a checked address. */
  readonly dial: Dial
  /** Looks at what a server shows before it is asked anything. */
  readonly greet: Greet
  /** The database sessions of a name, which must tell apart whatever decides who logs in where. */
  readonly sessions: (name: string, open: OpenSession, bounds?: CallBounds) => SessionPool
  /** Short-lived tokens that credentials were traded for. */
  readonly tokens: TokenCache
  /** Closes every socket at once. */
  readonly close: () => Promise<void>
}

/** Makes the egress of a process. One per process: pools are only shared within one. */
export function createEgress(options: EgressOptions): Egress {
  const { policy, lookup = systemResolver, connectTimeoutMs = 5000, maxDoors = 200 } = options
  const { extraRoots = [] } = options
  const connect = guardedConnector({ policy, lookup, timeoutMs: connectTimeoutMs, extraRoots })
  const doors = new KeptDoors<HttpDoor>(maxDoors)
  const databases = new KeptDoors<SessionPool>(maxDoors)
  return {
    policy,
    door: (key, origin, bounds = standardBounds.http) =>
      doors.door(named(`${origin} ${key}`, bounds), () => new HttpDoor(origin, connect, bounds)),
    dial: guardedDial({ policy, lookup, timeoutMs: connectTimeoutMs }),
    greet: greeter(connect),
    tokens: new TokenCache(Date.now),
    sessions: (name, open, bounds = standardBounds.sql) =>
      databases.door(named(name, bounds), () => new SessionPool(open, bounds)),
    close: async () => {
      for (const pool of databases.takeAll()) pool.close()
      await Promise.all(doors.takeAll().map((door) => door.pool.destroy()))
    },
  }
}

const named = (name: string, { atOnce, waiting }: CallBounds): string => `${name} ${atOnce}/${waiting}`

class HttpDoor implements Door, Closable {
  readonly pool: Pool
  readonly limit: AdaptiveLimit
  readonly bulkhead: Bulkhead
  readonly breaker = new Breaker(Date.now)
  readonly retries = new RetryBudget()
  readonly habits = new Map<string, string>()

  constructor(origin: string, connect: ReturnType<typeof guardedConnector>, bounds: CallBounds) {
    this.limit = new AdaptiveLimit(bounds.atOnce, Date.now)
    this.bulkhead = new Bulkhead(toLimits(bounds), () => this.limit.value)
    this.pool = new Pool(origin, {
      connect,
      allowH2: false,
      connections: bounds.atOnce,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 60_000,
      // The deadline of the call is what ends it; these are the last resort when a caller gives none.
      headersTimeout: 130_000,
      bodyTimeout: 130_000,
    })
  }

  get isIdle(): boolean {
    return this.bulkhead.isIdle
  }

  close(): void {
    // Closing an idle pool cannot fail in a way that anybody could act on.
    this.pool.close().catch(() => undefined)
  }
}
