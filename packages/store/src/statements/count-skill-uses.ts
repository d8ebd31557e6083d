import { z } from 'zod'
import { CountRow, parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'
import { callersOf } from './callers-of.ts'

// Raw: rows counted in groups.

/** How many skills of an integration call each of these operations; those that none calls are left out. */
export async function countSkillUses(
  transaction: Transaction,
  integrationId: string,
  operations: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const result: unknown = await transaction.raw(
    `with called as (
       select binding->>'operation' as operation from skills
         where organization_id = :organizationId and integration_id = :integrationId
       union all
       select step->>'operation' from integrations
         join skills on skills.organization_id = integrations.organization_id and skills.id in ${callersOf}
         cross join lateral jsonb_array_elements(skills.binding->'steps') as step
         where integrations.organization_id = :organizationId and integrations.id = :integrationId
           and step->>'integration' = integrations.kind)
     select operation, count(*) as count from called where operation = any(:operations::text[]) group by 1`,
    { organizationId: organizationOf(transaction), integrationId, operations: [...operations] },
  )
  const rows = parseRows(z.object({ operation: z.string(), count: CountRow }), result)
  return new Map(rows.map(({ operation, count }) => [operation, count]))
}
