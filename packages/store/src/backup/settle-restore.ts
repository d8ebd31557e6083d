import { isOrganizationId } from '@bindery/model'
import { z } from 'zod'
import type { AuditLog } from '../audit-log.ts'
import { parseFirstRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import type { Manifest } from './archive-content.ts'

/**
 * What ends with a restore: each could act on what happened after the backup as if it had not. A write that was asked about, a
 * hand-over that a browser was to come back to, sessions and codes, proofs of callers, work that was queued, and messages that
 * have gone out since.
 */
const voided: readonly string[] = [
  `update confirmations set expires_at = now(), sealed_ahead = null
   where status in ('pending', 'approved') and expires_at >= now()`,
  'delete from oauth_flows',
  'delete from sessions',
  'delete from verifications',
  'delete from conversation_turns',
  'delete from conversation_contexts',
  `update jobs set status = 'cancelled', owner = null, lease_until = null, updated_at = now(),
     outcome = '{"code": "discovery_cancelled", "detail": "The store was restored from a backup that was made while this waited or ran. Start it again."}'
   where status in ('queued', 'running')`,
  `update webhook_deliveries set status = 'failed', lease_until = null,
     last_error = 'The store was restored: send it again if it has not arrived.' where status = 'pending'`,
  'update integration_environments set lease_holder = null, lease_until = null where lease_holder is not null',
  'delete from request_keys where sealed_answer is null',
]

const EpochRow = z.object({ epoch: z.coerce.number() })
const IdRow = z.object({ id: z.string().refine(isOrganizationId) })

/**
 * Begins the next epoch of a store whose rows have just been written: voids what must not go on, and tells each audit log. An
 * epoch is the second in which it began, so that no two restores of one backup share theirs.
 */
export async function settleRestore(
  transaction: Transaction,
  audit: AuditLog,
  manifest: Manifest,
): Promise<number> {
  for (const statement of voided) await transaction.raw(statement)
  const begun: unknown = await transaction.raw(
    `insert into restores (epoch, backup_at)
     select greatest(coalesce(max(epoch), 1) + 1, extract(epoch from clock_timestamp())::bigint), ?::timestamptz from restores
     returning epoch`,
    [manifest.madeAt],
  )
  const { epoch } = EpochRow.parse(parseFirstRow(EpochRow, begun))
  const organizations = parseRows(IdRow, await transaction.raw('select id from organizations order by id'))
  for (const { id } of organizations)
    await audit.append(transaction, id, {
      actor: 'bindery:restore',
      action: 'store.restored',
      subject: 'store',
      detail: { epoch, backupAt: manifest.madeAt, backupVersion: manifest.version },
    })
  return epoch
}
