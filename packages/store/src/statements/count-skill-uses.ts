import { z } from 'zod'
import { CountRow, parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: rows counted in groups.

/** How many skills of an integration call each of these operations; those that none calls are left out. */
export async function countSkillUses(
  transaction: Transaction,
  integrationId: string,
  operations: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const result: unknown = await transaction.raw(
    `select binding->>'operation' as operation, count(*) as count from skills
     where organization_id = ? and integration_id = ? and binding->>'operation' = any(?::text[]) group by 1`,
    [organizationOf(transaction), integrationId, [...operations]],
  )
  const rows = parseRows(z.object({ operation: z.string(), count: CountRow }), result)
  return new Map(rows.map(({ operation, count }) => [operation, count]))
}
