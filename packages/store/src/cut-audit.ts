import { z } from 'zod'
import { daysAgo } from './retention/ages.ts'
import { DateRow, parseFirstRow } from './rows.ts'
import { tryName } from './statements/hold-name.ts'
import type { Transaction } from './tenancy.ts'
import {
  type AuditProofs,
  auditPageSize,
  chainOf,
  checkPage,
  findBegin,
  type StoredEntry,
} from './verify-audit.ts'

/** `busy`: somebody verifies the chain, or removes entries of it. */
export type AuditCut =
  | { readonly status: 'cut'; readonly removed: number }
  | { readonly status: 'busy' }
  | { readonly status: 'broken'; readonly firstBroken: number }

/**
 * Removes up to 500 of the oldest entries, those of more than so many days ago, once each is proved to be what was written: the
 * removal of a forged one would hide the forgery. The checkpoint is written with it.
 */
export async function cutAudit(
  transaction: Transaction,
  proofs: AuditProofs,
  days: number,
): Promise<AuditCut> {
  const { organizationId } = proofs
  if (!(await tryName(transaction, chainOf(organizationId)))) return { status: 'busy' }
  const place = await findBegin(transaction, proofs)
  const page = await checkPage(transaction, proofs, { place, limit: auditPageSize })
  if (page.status === 'broken') return page
  const last = lastBefore(page.entries, await findLimit(transaction, days))
  if (last === undefined) return { status: 'cut', removed: 0 }
  await transaction.raw(
    `with gone as (delete from audit_entries where organization_id = :organizationId and sequence <= :sequence)
     insert into audit_checkpoints (organization_id, sequence, mac) values (:organizationId, :sequence, :mac)
     on conflict (organization_id) do update set sequence = excluded.sequence, mac = excluded.mac, cut_at = now()`,
    {
      organizationId,
      sequence: Number(last.number),
      mac: proofs.sealOf('checkpoint', Number(last.number), last.mac),
    },
  )
  return { status: 'cut', removed: Number(last.number) - place.sequence }
}

/** The last of those at the beginning that are older: what stands behind a younger one stays, whatever its time says. */
export function lastBefore<Entry extends Pick<StoredEntry, 'at'>>(
  entries: readonly Entry[],
  limit: Date,
): Entry | undefined {
  const young = entries.findIndex(({ at }) => at >= limit)
  return young === -1 ? entries.at(-1) : entries[young - 1]
}

async function findLimit(transaction: Transaction, days: number): Promise<Date> {
  const result: unknown = await transaction.raw(`select ${daysAgo} as at`, { days })
  const row = parseFirstRow(z.object({ at: DateRow }), result)
  if (row === undefined) throw new Error('A database knows the time.')
  return row.at
}
