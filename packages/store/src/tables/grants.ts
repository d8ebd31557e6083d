import type { Transaction } from '../tenancy.ts'
import {
  at,
  changed,
  type EnvironmentRow,
  type EnvironmentSlot,
  findEnvironment,
  slots,
} from './environments.ts'

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
  const isFree = transaction.raw('(lease_until is null or lease_until < clock_timestamp())')
  const isTaken = await slots.update(
    transaction,
    [{ ...at(slot), credentialVersion: lease.version, reconnectRequiredAt: null }, isFree],
    {
      leaseHolder: lease.holder,
      leaseUntil: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [lease.seconds]),
    },
  )
  if (isTaken) return { status: 'taken' }
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
  const held = { ...at(slot), leaseHolder: holder }
  await slots.update(transaction, held, { leaseHolder: null, leaseUntil: null })
}

/** Writes a renewed credential over the version that was renewed; false when there is another one by now. */
export const replaceGrant = (
  transaction: Transaction,
  slot: EnvironmentSlot,
  { version, sealed }: { readonly version: string; readonly sealed: string },
): Promise<boolean> =>
  slots.update(transaction, { ...at(slot), credentialVersion: version }, { ...changed(transaction), sealed })

/** Says that a grant was taken back; the credential stays sealed. False when somebody said so before, or it changed. */
export const requireReconnect = (
  transaction: Transaction,
  slot: EnvironmentSlot,
  version: string,
): Promise<boolean> =>
  slots.update(
    transaction,
    { ...at(slot), credentialVersion: version, reconnectRequiredAt: null },
    { reconnectRequiredAt: transaction.fn.now(), leaseHolder: null, leaseUntil: null },
  )
