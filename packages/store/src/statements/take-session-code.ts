import { parseFirstRow } from '../rows.ts'
import { SessionRow } from '../tables/sessions.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: what was deleted comes out of the statement.

/** Takes a code out by its digest, so that it serves once. The caller's transaction must be the platform's. */
export async function takeSessionCode(
  transaction: Transaction,
  digest: string,
): Promise<SessionRow | undefined> {
  const result: unknown = await transaction.raw(
    `delete from sessions where digest = ? and purpose = 'code' returning organization_id, key_id, expires_at`,
    [digest],
  )
  return parseFirstRow(SessionRow, result)
}
