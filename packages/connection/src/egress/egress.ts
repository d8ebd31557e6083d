import type { Dispatcher } from 'undici'
import { Pool } from 'undici'
import { Bulkhead, connectionBulkhead } from '../http/bulkhead.ts'
import { RetryBudget } from '../http/retry-budget.ts'
import type { EgressPolicy } from './egress-policy.ts'
import { guardedConnector } from './guarded-connector.ts'
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
  /** Most doors that are kept open, 200 when absent; the one unused for longest is closed. */
  readonly maxDoors?: number
}

/** The sockets, places and retries of one connection. Never shared between organisations. */
export interface Door {
  readonly pool: Dispatcher
  readonly bulkhead: Bulkhead
  readonly retries: RetryBudget
}

/** All outbound HTTP of one process: its policy, and the doors it has opened. */
export interface Egress {
  readonly policy: EgressPolicy
  /** The door of a key (`organisation/integration/environment`) to one origin, opened on first use. */
  readonly door: (key: string, origin: string) => Door
  /** Closes every socket at once. */
  readonly close: () => Promise<void>
}

/** Makes the egress of a process. One per process: pools are only shared within one. */
export function createEgress(options: EgressOptions): Egress {
  const { policy, lookup = systemResolver, connectTimeoutMs = 5000, maxDoors = 200 } = options
  const { extraRoots = [] } = options
  const connect = guardedConnector({ policy, lookup, timeoutMs: connectTimeoutMs, extraRoots })
  const doors = new Map<string, Door>()
  let newest: { readonly name: string; readonly door: Door } | undefined
  return {
    policy,
    door: (key, origin) => {
      const name = `${origin} ${key}`
      if (newest?.name === name) return newest.door
      const door = doors.get(name) ?? openDoor(origin, connect)
      newest = { name, door }
      // Insertion order is the order of use: the first entry is the one unused for longest.
      doors.delete(name)
      doors.set(name, door)
      closeUnused(doors, maxDoors)
      return door
    },
    close: async () => {
      const open = [...doors.values()]
      doors.clear()
      newest = undefined
      await Promise.all(open.map((door) => door.pool.destroy()))
    },
  }
}

function openDoor(origin: string, connect: ReturnType<typeof guardedConnector>): Door {
  const pool = new Pool(origin, {
    connect,
    connections: connectionBulkhead.inFlight,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    // The deadline of the call is what ends it; these are the last resort when a caller gives none.
    headersTimeout: 130_000,
    bodyTimeout: 130_000,
  })
  return { pool, bulkhead: new Bulkhead(connectionBulkhead), retries: new RetryBudget() }
}

/** Closes doors without calls, the one unused for longest first, never the newest. More than `most` stay if all are busy. */
function closeUnused(doors: Map<string, Door>, most: number): void {
  if (doors.size <= most) return
  const olderFirst = [...doors].slice(0, -1)
  for (const [name, door] of olderFirst) {
    if (doors.size <= most) return
    if (!door.bulkhead.isIdle) continue
    doors.delete(name)
    // Closing an idle pool cannot fail in a way that anybody could act on.
    door.pool.close().catch(() => undefined)
  }
}
