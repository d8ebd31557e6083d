import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { hasRow, parseFirstRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export interface RequestKey {
  readonly organizationId: OrganizationId
  readonly key: string
  /** Of the request: the same key for another request is a mistake. */
  readonly fingerprint: string
}

const KeyRow = z.object({ fingerprint: z.string(), sealedAnswer: z.string().nullable() })

/** How long a request may be under way before its key counts as abandoned, in seconds. */
const abandonedSeconds = 150

/**
 * Takes a key for a request. Undefined when it is taken now; else what is known of it: the answer, or none while the
 * first request is under way. Keys are forgotten after a day.
 */
export async function takeRequestKey(
  transaction: Transaction,
  { organizationId, key, fingerprint }: RequestKey,
): Promise<z.output<typeof KeyRow> | undefined> {
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
  return parseFirstRow(
    KeyRow,
    await transaction.raw('select fingerprint, sealed_answer from request_keys where key = ?', [key]),
  )
}

export async function keepRequestAnswer(
  transaction: Transaction,
  key: string,
  sealedAnswer: string,
): Promise<void> {
  await transaction.raw('update request_keys set sealed_answer = ? where key = ?', [sealedAnswer, key])
}

/** Gives a key back, for a request that changed nothing. */
export async function giveRequestKeyBack(transaction: Transaction, key: string): Promise<void> {
  await transaction.raw('delete from request_keys where key = ? and sealed_answer is null', [key])
}

/** Forgets keys that are older than a day. Runs as the platform. */
export async function dropOldRequestKeys(transaction: Transaction): Promise<void> {
  await transaction.raw(`delete from request_keys where created_at < clock_timestamp() - interval '1 day'`)
}
