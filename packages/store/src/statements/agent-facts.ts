import type { AgentId } from '@bindery/model'
import { z } from 'zod'
import { AgentIdRow, CountRow, parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: several tables counted for a page of agents at once.

const AgentFactsRow = z.object({
  agentId: AgentIdRow,
  version: z.int().nullable(),
  skillCount: CountRow,
  draftChanges: CountRow,
})
/** The number of the live version, how many skills there are, and how many of them publishing would add, change or remove. */
export type AgentFacts = z.output<typeof AgentFactsRow>

/** One row for each agent that there is, in any order. */
export async function listAgentFacts(
  transaction: Transaction,
  agentIds: readonly AgentId[],
): Promise<readonly AgentFacts[]> {
  const result: unknown = await transaction.raw(
    `select agents.id as agent_id, live.number as version,
       (select count(*) from skills
         where skills.organization_id = agents.organization_id and skills.agent_id = agents.id) as skill_count,
       (select count(*) from (${draftPins}) as draft full join (${livePins}) as frozen using (skill_id)
         where (draft.skill_hash, draft.pin) is distinct from (frozen.skill_hash, frozen.pin)) as draft_changes
     from agents left join agent_versions live
       on live.organization_id = agents.organization_id and live.id = agents.published_version_id
     where agents.organization_id = ? and agents.id = any(?::uuid[])`,
    [organizationOf(transaction), [...agentIds]],
  )
  return parseRows(AgentFactsRow, result)
}

/** What publishing would freeze: each valid skill by its bytes and the revision of the action that it comes from. */
const draftPins = `
  select skills.id::text as skill_id, skills.skill_hash, shared_actions.revision::text as pin
  from skills
    left join action_links on action_links.organization_id = skills.organization_id
      and action_links.skill_id = skills.id
    left join shared_actions on shared_actions.organization_id = action_links.organization_id
      and shared_actions.id = action_links.action_id
  where skills.organization_id = agents.organization_id and skills.agent_id = agents.id and skills.status = 'valid'`

const livePins = `
  select entry->>'skillId' as skill_id, entry->>'skillHash' as skill_hash,
    entry->'sharedAction'->>'revision' as pin
  from jsonb_array_elements(live.manifest->'skills') as entry`
