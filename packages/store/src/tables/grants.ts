import { hasRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import { type EnvironmentRow, type EnvironmentSlot, findEnvironment } from './environments.ts'

export interface GrantLease {
  /** The version of the credential that is to be renewed. */
  readonly version: string
  readonly holder: string
  readonly seconds: number
}

export type LeaseOutcome =
  | { readonly status: 'taken' }
  /** Somebody else renews it at the moment. */
  | { readonly status: 'held' }
  /** It is another one by now; undefined when the slot is gone. */
  | { readonly status: 'changed'; readonly slot: EnvironmentRow | undefined }

/**
 * Takes the right to renew a credential, for so many seconds of the database's clock. One statement, so that of any number
 * of processes one gets it; nothing is held open meanwhile.
 */
export async function takeGrantLease(
  transaction: Transaction,
  slot: EnvironmentSlot,
  lease: GrantLease,
): Promise<LeaseOutcome> {
  const result: unknown = await transaction.raw(
    `update integration_environments
     set lease_holder = ?, lease_until = clock_timestamp() + make_interval(secs => ?)
     where integration_id = ? and environment = ? and credential_version = ? and reconnect_required_at is null
       and (lease_until is null or lease_until < clock_timestamp())
     returning environment`,
    [lease.holder, lease.seconds, slot.integrationId, slot.environment, lease.version],
  )
  if (hasRow(result)) return { status: 'taken' }
  const found = await findEnvironment(transaction, slot)
  const isSame = found?.credentialVersion === lease.version && found.reconnectRequiredAt === null
  return isSame ? { status: 'held' } : { status: 'changed', slot: found }
}

/** Gives the right back without a new grant. */
export async function releaseGrantLease(
  transaction: Transaction,
  slot: EnvironmentSlot,
  holder: string,
): Promise<void> {
  await transaction.raw(
    `update integration_environments set lease_holder = null, lease_until = null
     where integration_id = ? and environment = ? and lease_holder = ?`,
    [slot.integrationId, slot.environment, holder],
  )
}

/** Writes a renewed credential over the version that was renewed; false when there is another one by now. */
export async function replaceGrant(
  transaction: Transaction,
  slot: EnvironmentSlot,
  grant: { readonly version: string; readonly sealed: string },
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update integration_environments set sealed = ?, credential_version = gen_random_uuid(), refused_at = null,
       lease_holder = null, lease_until = null
     where integration_id = ? and environment = ? and credential_version = ? returning environment`,
    [grant.sealed, slot.integrationId, slot.environment, grant.version],
  )
  return hasRow(result)
}

/** Says that a grant was taken back; the credential stays sealed. False when somebody said so before, or it changed. */
export async function requireReconnect(
  transaction: Transaction,
  slot: EnvironmentSlot,
  version: string,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update integration_environments set reconnect_required_at = now(), lease_holder = null, lease_until = null
     where integration_id = ? and environment = ? and credential_version = ? and reconnect_required_at is null
     returning environment`,
    [slot.integrationId, slot.environment, version],
  )
  return hasRow(result)
}
