import { type Environment, environments } from '@bindery/model'
import { driftImpacts } from '@bindery/model/drift'
import { z } from 'zod'
import { type PageWindow, type RowPage, type SortKey } from '../keyset.ts'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import { ownOrganization, type Transaction } from '../tenancy.ts'
import { listedDrafts } from './automap.ts'

export const reviewTypes = ['approval', 'drift', 'draft'] as const
export type ReviewType = (typeof reviewTypes)[number]

/** Something that waits for a person. A name is null when what it names was deleted. */
const ReviewRow = z.object({
  id: z.string(),
  type: z.enum(reviewTypes),
  /** 0 comes first. */
  urgency: z.int(),
  createdAt: DateRow,
  expiresAt: DateRow.nullable(),
  agentId: z.string(),
  agentName: z.string().nullable(),
  skillId: z.string().nullable(),
  functionName: z.string().nullable(),
  kind: z.string().nullable(),
  /** Of an approval. */
  environment: z.enum(environments).nullable(),
  /** Of a drift. */
  impact: z.enum(driftImpacts).nullable(),
  hasRepair: z.boolean(),
  title: z.string().nullable(),
})
export type ReviewRow = z.output<typeof ReviewRow>

const approvals = `select confirmations.organization_id, confirmations.id, 'approval' as type, 0 as urgency,
    confirmations.created_at, confirmations.expires_at, (confirmations.call->>'agentId')::uuid as agent_id,
    agents.name as agent_name, (confirmations.call->>'skillId')::uuid as skill_id, skills.function_name,
    integrations.kind, confirmations.call->>'environment' as environment, null as impact, false as has_repair,
    confirmations.call->>'summary' as title
  from confirmations
  left join agents on agents.organization_id = confirmations.organization_id
    and agents.id = (confirmations.call->>'agentId')::uuid
  left join skills on skills.organization_id = confirmations.organization_id
    and skills.id = (confirmations.call->>'skillId')::uuid
  left join integrations on integrations.organization_id = skills.organization_id
    and integrations.id = skills.integration_id
  where confirmations.organization_id = ${ownOrganization} and confirmations.status = 'pending' and confirmations.expires_at >= now()`

const drifts = `select skill_drifts.organization_id, skill_drifts.id, 'drift' as type,
    case skill_drifts.impact when 'security' then 0 when 'breaking' then 1 else 2 end as urgency,
    skill_drifts.created_at, null::timestamptz as expires_at, skills.agent_id, agents.name as agent_name,
    skills.id as skill_id, skills.function_name, integrations.kind, null as environment, skill_drifts.impact,
    skill_drifts.repair is not null as has_repair, skill_drifts.report->'reasons'->>0 as title
  from skill_drifts
  join skills on skills.organization_id = skill_drifts.organization_id and skills.id = skill_drifts.skill_id
  join agents on agents.organization_id = skills.organization_id and agents.id = skills.agent_id
  join integrations on integrations.organization_id = skills.organization_id
    and integrations.id = skills.integration_id
  where skill_drifts.organization_id = ${ownOrganization} and skill_drifts.status = 'open'`

const drafts = `select drafts.organization_id, drafts.id, 'draft' as type, 2 as urgency, drafts.created_at,
    null::timestamptz as expires_at, drafts.agent_id, agents.name as agent_name, drafts.skill_id,
    skills.function_name, drafts.kind, null as environment, null as impact, false as has_repair,
    drafts.request->>'goal' as title
  from (${listedDrafts}) as drafts
  join agents on agents.organization_id = drafts.organization_id and agents.id = drafts.agent_id
  join skills on skills.organization_id = drafts.organization_id and skills.id = drafts.skill_id
  where drafts.state = 'open'`

const reviewItems = new Table({
  name: 'review_items',
  row: ReviewRow,
  hidden: z.object({ organizationId: OrganizationIdRow }),
  from: [approvals, drifts, drafts].join(' union all '),
})

interface ReviewFilter {
  readonly types: readonly ReviewType[]
  /** Leaves out calls that were asked for another one. */
  readonly environment: Environment | undefined
  /** The one with this id alone. */
  readonly id?: string | undefined
}

/** What is most severe first, the newest of that first. */
const byUrgency: readonly SortKey[] = [
  { column: 'urgency', kind: 'integer', direction: 'up' },
  { column: 'createdAt', kind: 'time', direction: 'down' },
  { column: 'id', kind: 'id', direction: 'up' },
]

/** What waits for a person: calls, drifts and drafts in one list. */
export function pageReview(
  transaction: Transaction,
  { types, environment, id }: ReviewFilter,
  window: PageWindow,
): Promise<RowPage<ReviewRow>> {
  const isWanted = transaction.raw(
    'type = any(?::text[]) and (?::text is null or environment is null or environment = ?)',
    [[...types], environment ?? null, environment ?? null],
  )
  return reviewItems.page(transaction, [id === undefined ? {} : { id }, isWanted], {
    order: byUrgency,
    total: 'counted',
    window,
  })
}
