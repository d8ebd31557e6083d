import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { CountRow, parseFirstRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import { holdName } from './hold-name.ts'

// Raw: a table of any name, counted under a lock.

/**
 * How many agents or integrations an organisation has. Whoever counts waits for the others that do, so that a limit
 * holds for callers side by side.
 */
export async function countOwned(
  transaction: Transaction,
  organizationId: OrganizationId,
  what: 'agents' | 'integrations',
): Promise<number> {
  await holdName(transaction, `${what}/${organizationId}`)
  const result: unknown = await transaction.raw(
    `select count(*) as count from ${what} where organization_id = ?`,
    [organizationId],
  )
  return parseFirstRow(z.object({ count: CountRow }), result)?.count ?? 0
}
