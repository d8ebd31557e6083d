import { z } from 'zod'
import { ExecutionIdRow, hasRow, parseFirstRow, parseRows } from '../rows.ts'
import { daysAgo } from '../retention/ages.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: an execution goes and its key stays in one statement, and the digest of a key is the database's.

const UsedKeyRow = z.object({
  id: ExecutionIdRow,
  effect: z.string(),
  argumentsHash: z.string(),
  status: z.string(),
  errorCode: z.string().nullable(),
  upstreamStatus: z.int().nullable(),
})

/** What stays of an execution that was removed. */
export interface UsedKey extends Readonly<z.output<typeof UsedKeyRow>> {
  readonly sealedReplay: null
  readonly refusal: null
  readonly isOverdue: false
}

/** What came of the execution that had a key, when it was removed by age; its answer is kept no longer. */
export async function findUsedKey(
  transaction: Transaction,
  idempotencyKey: string,
): Promise<UsedKey | undefined> {
  const result: unknown = await transaction.raw(
    `select execution_id as id, effect, arguments_hash, status, error_code, upstream_status from used_keys
     where organization_id = ? and digest = digest_of_key(?)`,
    [organizationOf(transaction), idempotencyKey],
  )
  const row = parseFirstRow(UsedKeyRow, result)
  return row && { ...row, sealedReplay: null, refusal: null, isOverdue: false }
}

/** Which call asks for its key; as of an intent. */
export interface KeyedCall {
  readonly idempotencyKey: string
  readonly argumentsHash: string
  readonly anyVersion: string
  readonly earlierHashes: readonly string[]
}

/**
 * Gives the key of a removed execution that failed back to the same call, whichever version of its skill makes it. An unknown outcome keeps
 * it for good: a provider that took the key then may have forgotten it. False when there was none.
 */
export async function forgetFailedKey(
  transaction: Transaction,
  { idempotencyKey, argumentsHash, anyVersion, earlierHashes }: KeyedCall,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `delete from used_keys where organization_id = ? and digest = digest_of_key(?) and status = 'failed'
       and (arguments_hash = any(?) or starts_with(arguments_hash, ?)) returning digest`,
    [organizationOf(transaction), idempotencyKey, [argumentsHash, ...earlierHashes], anyVersion],
  )
  return hasRow(result)
}

/**
 * Removes executions that are over and began more than so many days ago, at most so many. What came of a write stays under its key,
 * without its answer: a read may be made again. Gives how many went.
 */
export async function removeExecutions(
  transaction: Transaction,
  { days, most }: { readonly days: number; readonly most: number },
): Promise<number> {
  const removed: unknown = await transaction.raw(
    `with doomed as (
       select organization_id, id from executions
       where organization_id = :own and created_at < ${daysAgo} and status <> 'running'
       order by created_at limit :most for update skip locked
     ), kept as (
       insert into used_keys (organization_id, digest, execution_id, effect, arguments_hash, status, error_code, upstream_status,
         used_at)
       select organization_id, digest_of_key(idempotency_key), id, effect, arguments_hash, status, record->>'errorCode',
         (record->>'upstreamStatus')::integer, created_at
       from executions where organization_id = :own and (organization_id, id) in (select organization_id, id from doomed)
         and idempotency_key is not null and arguments_hash is not null and effect <> 'read'
       on conflict do nothing
     )
     delete from executions where organization_id = :own
       and (organization_id, id) in (select organization_id, id from doomed) returning id`,
    { own: organizationOf(transaction), days, most },
  )
  return parseRows(z.unknown(), removed).length
}
