import { setImmediate } from 'node:timers/promises'
import { type OrganizationId, PlatformError } from '@bindery/model'
import type { Knex } from 'knex'

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

/** Runs work in one transaction that sees the rows of one tenant only, by row-level security. */
export class Tenancy {
  readonly #knex: Knex
  readonly #roles: Roles | undefined

  /** Without roles the login is bound by row-level security itself, and has the right policy for both. */
  constructor(knex: Knex, roles: Roles | undefined) {
    this.#knex = knex
    this.#roles = roles
  }

  /**
   * Never wait for a network inside `work`: the embedded database has a single connection. Throws `validation_error` for
   * a text with U+0000.
   */
  async run<Value>(tenant: Tenant, work: (transaction: Transaction) => Promise<Value>): Promise<Value> {
    // The embedded engine answers within one turn of the event loop: without this, work in a row would starve the rest.
    await setImmediate()
    try {
      return await this.#knex.transaction(async (transaction) => {
        tenants.set(transaction, tenant)
        await this.#enter(transaction, tenant)
        return work(transaction)
      })
    } catch (error) {
      throw isUnstorableText(error) ? unstorableText(error) : error
    }
  }

  async #enter(transaction: Transaction, tenant: Tenant): Promise<void> {
    if (this.#roles === undefined) {
      await transaction.raw("select set_config('bindery.organization', ?, true)", [tenant])
      return
    }
    await transaction.raw("select set_config('role', ?, true), set_config('bindery.organization', ?, true)", [
      tenant === 'platform' ? this.#roles.platform : this.#roles.tenant,
      tenant,
    ])
  }
}

/** SQLSTATE 22021: the one character that PostgreSQL cannot hold in a text. */
function isUnstorableText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22021'
}

function unstorableText(cause: unknown): PlatformError {
  return new PlatformError('validation_error', 'A text holds the character U+0000. Leave it out.', { cause })
}
