import { z } from 'zod'
import { CountRow, parseFirstRow } from '../rows.ts'
import type { AttemptKey } from '../tables/verifications.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: the count depends on the row that is there.

const windowSeconds = 900

/**
 * Counts an attempt before it is made and gives how many there were in the last quarter of an hour, this one included:
 * attempts side by side are counted one after the other.
 */
export async function countAttempt(transaction: Transaction, key: AttemptKey): Promise<number> {
  const result: unknown = await transaction.raw(
    `insert into verification_attempts as attempts (organization_id, agent_id, subject, failures)
     values (?, ?, ?, 1)
     on conflict (organization_id, agent_id, subject) do update set
       failures = case when attempts.window_started_at < clock_timestamp() - make_interval(secs => ?)
         then 1 else attempts.failures + 1 end,
       window_started_at = case when attempts.window_started_at < clock_timestamp() - make_interval(secs => ?)
         then clock_timestamp() else attempts.window_started_at end
     returning failures`,
    [key.organizationId, key.agentId, key.subject, windowSeconds, windowSeconds],
  )
  return parseFirstRow(z.object({ failures: CountRow }), result)?.failures ?? 1
}
