import type { AgentId, JsonObject, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { AgentIdRow, DateRow, JsonObjectRow, toJsonb, parseFirstRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

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
export type AutomapDraftRow = z.output<typeof AutomapDraftRow>

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

export async function insertAutomapDraft(transaction: Transaction, draft: NewAutomapDraft): Promise<void> {
  await transaction.raw(
    `insert into automap_drafts
       (organization_id, id, root_id, agent_id, integration_id, skill_id, request, outcome)
     values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)`,
    [
      draft.organizationId,
      draft.id,
      draft.rootId,
      draft.agentId,
      draft.integrationId,
      draft.skillId ?? null,
      toJsonb(draft.request),
      toJsonb(draft.outcome),
    ],
  )
}

export async function findAutomapDraft(
  transaction: Transaction,
  agentId: AgentId,
  id: string,
): Promise<AutomapDraftRow | undefined> {
  const result: unknown = await transaction.raw(
    `select id, root_id, agent_id, integration_id, skill_id, request, outcome, created_at
     from automap_drafts where agent_id = ? and id = ?`,
    [agentId, id],
  )
  return parseFirstRow(AutomapDraftRow, result)
}

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

/** Keeps a decision; a later one about the same line replaces it, and a name is accepted in one place at the most. */
export async function saveAutomapDecision(
  transaction: Transaction,
  decision: NewAutomapDecision,
): Promise<void> {
  const { organizationId, rootId, kind, name, place, verdict, decidedBy } = decision
  if (verdict === 'accept' && kind !== 'operation')
    await transaction.raw(
      `delete from automap_decisions where root_id = ? and kind = ? and name = ? and verdict = 'accept'`,
      [rootId, kind, name],
    )
  await transaction.raw(
    `insert into automap_decisions (organization_id, root_id, kind, name, place, verdict, decided_by)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (organization_id, root_id, kind, name, place) do update
       set verdict = excluded.verdict, decided_by = excluded.decided_by, decided_at = now()`,
    [organizationId, rootId, kind, name, place, verdict, decidedBy],
  )
}

/** What people said of a chain of drafts, oldest first. */
export async function listAutomapDecisions(
  transaction: Transaction,
  rootId: string,
): Promise<readonly AutomapDecisionRow[]> {
  const result: unknown = await transaction.raw(
    `select kind, name, place, verdict, decided_by, decided_at from automap_decisions
     where root_id = ? order by decided_at, kind, name, place`,
    [rootId],
  )
  return parseRows(AutomapDecisionRow, result)
}

/** What a model answered before to the same question; undefined when it was not asked, or too long ago. */
export async function findAutomapAnswer(transaction: Transaction, key: string): Promise<string | undefined> {
  const result: unknown = await transaction.raw(
    `select answer from automap_answers where key = ? and created_at > now() - interval '30 days'`,
    [key],
  )
  return parseFirstRow(z.object({ answer: z.string() }), result)?.answer
}

/** Keeps an answer, and forgets those that are too old to be used. */
export async function saveAutomapAnswer(
  transaction: Transaction,
  organizationId: OrganizationId,
  { key, answer }: { readonly key: string; readonly answer: string },
): Promise<void> {
  await transaction.raw(
    `insert into automap_answers (organization_id, key, answer) values (?, ?, ?)
     on conflict (organization_id, key) do update set answer = excluded.answer, created_at = now()`,
    [organizationId, key, answer],
  )
  await transaction.raw(`delete from automap_answers where created_at < now() - interval '30 days'`)
}
