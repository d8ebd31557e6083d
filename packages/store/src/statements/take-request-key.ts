import { hasRow } from '../rows.ts'
import { findRequestKey, type KeyRow, type RequestKey } from '../tables/request-keys.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: a key is taken over only where the row that is there allows it.

/** How long a request may be under way before its key counts as abandoned, in seconds. */
const abandonedSeconds = 150

/**
 * Takes a key for a request. Undefined when it is taken now; else what is known of it: the answer, or none while the
 * first request is under way. Keys are forgotten after a day.
 */
export async function takeRequestKey(
  transaction: Transaction,
  { organizationId, key, fingerprint }: RequestKey,
): Promise<KeyRow | undefined> {
  const taken: unknown = await transaction.raw(
    `insert into request_keys as keys (organization_id, key, fingerprint) values (?, ?, ?)
     on conflict (organization_id, key) do update
       set fingerprint = excluded.fingerprint, sealed_answer = null, created_at = clock_timestamp()
       where keys.created_at < clock_timestamp() - interval '1 day'
         or (keys.sealed_answer is null
           and keys.created_at < clock_timestamp() - make_interval(secs => ?))
     returning key`,
    [organizationId, key, fingerprint, abandonedSeconds],
  )
  if (hasRow(taken)) return undefined
  return findRequestKey(transaction, key)
}
