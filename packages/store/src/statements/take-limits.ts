import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { CountRow, hasRow, parseFirstRow } from '../rows.ts'
import type { CallKey, TurnKey } from '../tables/limits.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: each counts and takes in one statement, on the clock of the database.

export interface LimitKey {
  readonly organizationId: OrganizationId
  readonly scope: string
}

const LimitRow = z.object({ admitted: z.boolean(), used: CountRow, retryAfterMs: z.coerce.number() })

export interface LimitVerdict {
  readonly isAdmitted: boolean
  /** Calls admitted within the window, this one included if it was. */
  readonly used: number
  /** Until fewer than the limit are left: as many must grow old as a limit that was higher before let in too many. */
  readonly retryAfterMs: number
}

/**
 * Admits a call when fewer than `perMinute` were in the last 60 s, on the database clock. The row of the limit is locked while
 * it is decided, so the count is exact for any number of processes; what it costs depends on no limit.
 */
export async function takeFromLimit(
  transaction: Transaction,
  key: LimitKey,
  perMinute: number,
): Promise<LimitVerdict> {
  const result: unknown = await transaction.raw(
    'select admitted, used, retry_after_ms from take_from_limit(?::uuid, ?, ?::integer)',
    [key.organizationId, key.scope, perMinute],
  )
  const row = LimitRow.parse(parseFirstRow(LimitRow, result))
  return { isAdmitted: row.admitted, used: row.used, retryAfterMs: row.retryAfterMs }
}

/** True when the turn is free, or its holder let it run out, and now belongs to `holder`. */
export async function takeTurn(
  transaction: Transaction,
  key: TurnKey,
  hold: { readonly holder: string; readonly holdMs: number },
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into conversation_turns as turn (organization_id, agent_id, conversation_id, holder, expires_at)
     values (?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))
     on conflict (organization_id, agent_id, conversation_id) do update
       set holder = excluded.holder, expires_at = excluded.expires_at
       where turn.expires_at < clock_timestamp()
     returning holder`,
    [key.organizationId, key.agentId, key.conversationId, hold.holder, hold.holdMs / 1000],
  )
  return hasRow(result)
}

/** Takes one of `most` places in one statement: calls side by side never get more. */
export async function takeCall(transaction: Transaction, key: CallKey, most: number): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into conversation_calls as calls (organization_id, agent_id, conversation_id, skill_id, taken)
     values (?, ?, ?, ?, 1)
     on conflict (organization_id, agent_id, conversation_id, skill_id) do update
       set taken = calls.taken + 1, updated_at = now() where calls.taken < ?
     returning taken`,
    [key.organizationId, key.agentId, key.conversationId, key.skillId, most],
  )
  return hasRow(result)
}
