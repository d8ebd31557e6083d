import type { AgentId, JsonObject, OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { AgentIdRow, DateRow, JsonObjectRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
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

const drafts = new Table({
  name: 'automap_drafts',
  row: AutomapDraftRow,
  hidden: z.object({ organizationId: OrganizationIdRow }),
  json: ['request', 'outcome'],
})

export const insertAutomapDraft = (transaction: Transaction, draft: NewAutomapDraft): Promise<void> =>
  drafts.insert(transaction, draft)

export const findAutomapDraft = (
  transaction: Transaction,
  agentId: AgentId,
  id: string,
): Promise<AutomapDraftRow | undefined> => drafts.find(transaction, { agentId, id })

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
  decisions.list(transaction, { rootId }, [
    { column: 'decidedAt', kind: 'time', direction: 'up' },
    { column: 'kind', kind: 'text', direction: 'up' },
    { column: 'name', kind: 'text', direction: 'up' },
    { column: 'place', kind: 'text', direction: 'up' },
  ])

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

/** Keeps an answer, and forgets those that are too old to be used. */
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
  await answers.delete(transaction, [{}, transaction.raw("created_at < now() - interval '30 days'")])
}
