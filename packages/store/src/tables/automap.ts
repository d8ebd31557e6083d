import type { AgentId, JsonObject, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { newestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { AgentIdRow, DateRow, JsonObjectRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import { ownOrganization, type Transaction } from '../tenancy.ts'

const AutomapDraftRow = z.object({
  id: z.string(),
  rootId: z.string(),
  agentId: AgentIdRow,
  integrationId: z.string(),
  skillId: z.string().nullable(),
  request: JsonObjectRow,
  outcome: JsonObjectRow,
  createdAt: DateRow,
})

export interface NewAutomapDraft {
  readonly organizationId: OrganizationId
  readonly id: string
  /** The draft that began the chain of refinements; its own id for a first draft. */
  readonly rootId: string
  readonly agentId: AgentId
  readonly integrationId: string
  /** Absent when the draft was only looked at. */
  readonly skillId: string | undefined
  readonly request: JsonObject
  readonly outcome: JsonObject
}

const drafts = new Table({
  name: 'automap_drafts',
  row: AutomapDraftRow,
  hidden: z.object({ organizationId: OrganizationIdRow }),
  json: ['request', 'outcome'],
})

export const insertAutomapDraft = (transaction: Transaction, draft: NewAutomapDraft): Promise<void> =>
  drafts.insert(transaction, draft)

/**
 * A draft is open while it is the last one of a skill that is as it was drafted, disabled, and of which lines are undecided.
 * What ends that first is its state; `looked_at` never had a skill.
 */
export const draftStates = [
  'open',
  'decided',
  'rejected',
  'saved',
  'enabled',
  'replaced',
  'gone',
  'looked_at',
] as const

/** A draft with what people said of it so far. */
const ListedDraftRow = AutomapDraftRow.extend({
  kind: z.string(),
  lineCount: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  state: z.enum(draftStates),
})
export type ListedDraftRow = z.output<typeof ListedDraftRow>

export const listedDrafts = `select automap_drafts.*, integrations.kind, said.line_count, said.accepted, said.rejected,
    case
      when automap_drafts.skill_id is null then 'looked_at'
      when skills.id is null then 'gone'
      when skills.is_enabled then 'enabled'
      when exists (select from automap_drafts newer
        where newer.organization_id = automap_drafts.organization_id and newer.skill_id = automap_drafts.skill_id
          and (newer.created_at, newer.id) > (automap_drafts.created_at, automap_drafts.id)) then 'replaced'
      when (automap_drafts.outcome->>'revision')::integer <> skills.revision then 'saved'
      when exists (select from automap_decisions refused
        where refused.organization_id = automap_drafts.organization_id and refused.root_id = automap_drafts.root_id
          and refused.kind = 'operation' and refused.name = automap_drafts.outcome->>'operation'
          and refused.verdict = 'reject') then 'rejected'
      when said.line_count > 0 and said.accepted + said.rejected = said.line_count then 'decided'
      else 'open'
    end as state
  from automap_drafts
  join integrations on integrations.organization_id = automap_drafts.organization_id
    and integrations.id = automap_drafts.integration_id
  left join skills on skills.organization_id = automap_drafts.organization_id and skills.id = automap_drafts.skill_id
    and skills.agent_id = automap_drafts.agent_id
  cross join lateral (
    select count(*)::integer as line_count, (count(*) filter (where verdict = 'accept'))::integer as accepted,
      (count(*) filter (where verdict = 'reject'))::integer as rejected
    from jsonb_array_elements(automap_drafts.outcome->'lines') as line
    left join automap_decisions on automap_decisions.organization_id = automap_drafts.organization_id
      and automap_decisions.root_id = automap_drafts.root_id and automap_decisions.kind = line->>'kind'
      and automap_decisions.name = line->>'name' and automap_decisions.place = line->>'place') as said
  where automap_drafts.organization_id = ${ownOrganization}`

const listed = new Table({ name: 'listed_drafts', row: ListedDraftRow, from: listedDrafts })

export const findAutomapDraft = (
  transaction: Transaction,
  agentId: AgentId,
  id: string,
): Promise<ListedDraftRow | undefined> => listed.find(transaction, { agentId, id })

export interface DraftFilter {
  readonly agentId: AgentId
  readonly which: 'open' | 'all'
}

/** The drafts of an agent, newest first. */
export const pageDrafts = (
  transaction: Transaction,
  { agentId, which }: DraftFilter,
  window: PageWindow,
): Promise<RowPage<ListedDraftRow>> =>
  listed.page(transaction, which === 'open' ? { agentId, state: 'open' } : { agentId }, {
    order: newestFirst,
    total: 'counted',
    window,
  })

const AutomapDecisionRow = z.object({
  kind: z.enum(['operation', 'input', 'output']),
  name: z.string(),
  place: z.string(),
  verdict: z.enum(['accept', 'reject']),
  decidedBy: z.string(),
  decidedAt: DateRow,
})
export type AutomapDecisionRow = z.output<typeof AutomapDecisionRow>

export interface NewAutomapDecision {
  readonly organizationId: OrganizationId
  readonly rootId: string
  readonly kind: AutomapDecisionRow['kind']
  readonly name: string
  readonly place: string
  readonly verdict: AutomapDecisionRow['verdict']
  readonly decidedBy: string
}

const decisions = new Table({
  name: 'automap_decisions',
  row: AutomapDecisionRow,
  hidden: z.object({ organizationId: OrganizationIdRow, rootId: z.string() }),
})

/** Keeps a decision; a later one about the same line replaces it, and a name is accepted in one place at the most. */
export async function saveAutomapDecision(
  transaction: Transaction,
  decision: NewAutomapDecision,
): Promise<void> {
  const { rootId, kind, name, verdict } = decision
  if (verdict === 'accept' && kind !== 'operation')
    await decisions.delete(transaction, { rootId, kind, name, verdict: 'accept' })
  await decisions.upsert(transaction, decision, {
    on: ['organizationId', 'rootId', 'kind', 'name', 'place'],
    replace: ['verdict', 'decidedBy'],
    also: { decidedAt: transaction.fn.now() },
  })
}

/** What people said of a chain of drafts, oldest first. */
export const listAutomapDecisions = (
  transaction: Transaction,
  rootId: string,
): Promise<readonly AutomapDecisionRow[]> =>
  decisions.list(
    transaction,
    { rootId },
    {
      order: [
        { column: 'decidedAt', kind: 'time', direction: 'up' },
        { column: 'kind', kind: 'text', direction: 'up' },
        { column: 'name', kind: 'text', direction: 'up' },
        { column: 'place', kind: 'text', direction: 'up' },
      ],
    },
  )

const answers = new Table({
  name: 'automap_answers',
  row: z.object({ answer: z.string() }),
  hidden: z.object({ organizationId: OrganizationIdRow, key: z.string(), createdAt: DateRow }),
})

/** What a model answered before to the same question; undefined when it was not asked, or too long ago. */
export async function findAutomapAnswer(transaction: Transaction, key: string): Promise<string | undefined> {
  const isFresh = transaction.raw("created_at > now() - interval '30 days'")
  return (await answers.find(transaction, [{ key }, isFresh]))?.answer
}

/** Keeps an answer in place of an older one. */
export async function saveAutomapAnswer(
  transaction: Transaction,
  organizationId: OrganizationId,
  { key, answer }: { readonly key: string; readonly answer: string },
): Promise<void> {
  await answers.upsert(
    transaction,
    { organizationId, key, answer },
    { on: ['organizationId', 'key'], replace: ['answer'], also: { createdAt: transaction.fn.now() } },
  )
}
