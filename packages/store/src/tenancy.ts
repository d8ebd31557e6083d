import { setImmediate } from 'node:timers/promises'
import { FairQueue, type OrganizationId, PlatformError } from '@bindery/model'
import type { Knex } from 'knex'
import { diskFull } from './database/room.ts'

export type Transaction = Knex.Transaction

/** Whose rows a transaction sees: one organisation's, or, before one is known, the platform's own view. */
export type Tenant = OrganizationId | 'platform'

/** What transactions take on: `tenant` for those of one organisation, `platform` for what is of all of them. */
export interface Roles {
  readonly tenant: string
  readonly platform: string
}

const tenants = new WeakMap<Transaction, Tenant>()

/** The tenant that a transaction was opened for; undefined for one that a `Tenancy` did not open. */
export const tenantOf = (transaction: Transaction): Tenant | undefined => tenants.get(transaction)

/** The organisation that a transaction is for. Throws for one of the platform, which is for all of them. */
export function organizationOf(transaction: Transaction): OrganizationId {
  const tenant = tenantOf(transaction)
  if (tenant === undefined || tenant === 'platform')
    throw new Error('What is asked of one organisation was asked in a transaction of none.')
  return tenant
}

/** The organisation of the transaction, in SQL; none for the platform, and none where nobody was named. */
export const ownOrganization =
  "nullif(nullif(current_setting('bindery.organization', true), ''), 'platform')::uuid"

/** A database as tenants have it: how many connections at once, and how long one waits for its turn. */
export interface TenancyParts {
  readonly knex: Knex
  readonly hasRoom: () => boolean
  readonly connections: number
  readonly waitMs: number
}

/** Connections that no tenant has while others may want them, where there are several. */
const keptForOthers = 2

const busy = (): PlatformError =>
  new PlatformError(
    'overloaded',
    'Too much of this organisation waits for the database: try again in a moment.',
    {
      reason: 'database_turn',
      retryAfterMs: 1_000,
      sent: 'no',
    },
  )

/** Runs work in one transaction that sees the rows of one tenant only, by row-level security. */
export class Tenancy {
  readonly #knex: Knex
  readonly #roles: Roles | undefined
  readonly #hasRoom: () => boolean
  readonly #turns: FairQueue

  /**
   * Tenants have its connections in turn. Without roles the login is bound by row-level security itself, and has the right policy for both. Without room
   * transactions may read and no more: an engine that has none left for its log ends, and takes reads with it.
   */
  constructor({ knex, hasRoom, connections, waitMs }: TenancyParts, roles: Roles | undefined) {
    this.#knex = knex
    this.#roles = roles
    this.#hasRoom = hasRoom
    const mostOfOne = Math.max(1, connections - keptForOthers)
    this.#turns = new FairQueue({ places: connections, mostOfOne, waiting: 1_000, waitMs }, busy)
  }

  /**
   * Never wait for a network inside `work`: the embedded database has a single connection. Throws `validation_error` for
   * a text with U+0000, `storage_full` for a write that there is no room for, and `overloaded` for a tenant with too many that wait.
   */
  run<Value>(tenant: Tenant, work: (transaction: Transaction) => Promise<Value>): Promise<Value> {
    return this.#turns.run(tenant, () => this.#run(tenant, work))
  }

  async #run<Value>(tenant: Tenant, work: (transaction: Transaction) => Promise<Value>): Promise<Value> {
    // The embedded engine answers within one turn of the event loop: without this, work in a row would starve the rest.
    await setImmediate()
    let reason: unknown
    try {
      return await this.#knex.transaction(async (transaction) => {
        tenants.set(transaction, tenant)
        if (!this.#hasRoom()) await transaction.raw('set transaction read only')
        await becomeTenant(transaction, this.#roles, tenant)
        return work(transaction).catch((error: unknown) => {
          reason = error
          throw error
        })
      })
    } catch (error) {
      // An engine that ended cannot be asked to roll back either, which is not why the work failed.
      throw translated(reason ?? error, this.#hasRoom())
    }
  }
}

/** Lets a transaction see what a tenant may; without roles the login is bound by row-level security itself. */
export async function becomeTenant(
  transaction: Transaction,
  roles: Roles | undefined,
  tenant: Tenant,
): Promise<void> {
  if (roles === undefined) {
    await transaction.raw("select set_config('bindery.organization', ?, true)", [tenant])
    return
  }
  await transaction.raw("select set_config('role', ?, true), set_config('bindery.organization', ?, true)", [
    tenant === 'platform' ? roles.platform : roles.tenant,
    tenant,
  ])
}

/** What the database refuses for a reason that we know, by its SQLSTATE. */
function translated(cause: unknown, hasRoom: boolean): unknown {
  const state = cause instanceof Error && 'code' in cause ? cause.code : undefined
  // The one character that PostgreSQL cannot hold in a text.
  if (state === '22021')
    return new PlatformError('validation_error', 'A text holds the character U+0000. Leave it out.', {
      cause,
    })
  // A full disk, and a write of a transaction that may read alone while there is no room.
  if (state !== diskFull && (state !== '25006' || hasRoom)) return cause
  const message =
    'The database has no room left on its disk, so nothing was changed. Reads go on, and writes when there is room again.'
  return new PlatformError('storage_full', message, { cause })
}
