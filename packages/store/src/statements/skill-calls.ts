import type { AgentId, Environment } from '@bindery/model'
import { z } from 'zod'
import { CountRow, parseRows, SkillIdRow } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: rows counted in groups.

const SkillCallsRow = z.object({ skillId: SkillIdRow, calls: CountRow, failed: CountRow, waiting: CountRow })
/** How often a skill was called in the last 24 hours, how often that failed, and how many calls wait for a person. */
export type SkillCalls = z.output<typeof SkillCallsRow>

export interface CallsOf {
  readonly agentId: AgentId
  /** All of them when undefined. */
  readonly environment: Environment | undefined
}

/** Skills of an agent that were called or wait, in any order. */
export async function listSkillCalls(
  transaction: Transaction,
  { agentId, environment }: CallsOf,
): Promise<readonly SkillCalls[]> {
  const result: unknown = await transaction.raw(
    `select skill_id, sum(calls) as calls, sum(failed) as failed, sum(waiting) as waiting from (
       select skill_id::text, 1 as calls, (status in ('failed', 'outcome_unknown'))::int as failed, 0 as waiting
       from executions
       where organization_id = :organizationId and agent_id = :agentId and created_at > now() - interval '24 hours'
         and (:only::text is null or environment = :only::text)
       union all
       select call->>'skillId', 0, 0, 1 from confirmations
       where organization_id = :organizationId and status = 'pending' and expires_at >= now()
         and call->>'agentId' = :agentId::text
         and (:only::text is null or call->>'environment' = :only::text)) as counted
     group by skill_id`,
    { organizationId: organizationOf(transaction), agentId, only: environment ?? null },
  )
  return parseRows(SkillCallsRow, result)
}
